#include "ck_sample.h"

#define CK_BODY "sample_body.h"
#include "variants.h"

int64_t ck_argmax_f32(const float *x, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, argmax, x, count)
}

double ck_exp_sum_f32(float *out, const float *x, int64_t count, float shift, float scale,
                      ck_isa isa) {
    CK_DISPATCH(isa, exp_sum, out, x, count, shift, scale)
}

int64_t ck_select_f32(int32_t *indices, const float *x, int64_t count, float threshold,
                      ck_isa isa) {
    CK_DISPATCH(isa, select, indices, x, count, threshold)
}

float ck_kth_greatest_f32(const float *x, int64_t count, int64_t k, float *heap, ck_isa isa) {
    CK_DISPATCH(isa, kth_greatest, x, count, k, heap)
}

int64_t ck_draw_f32(const float *weights, int64_t count, double target, ck_isa isa) {
    CK_DISPATCH(isa, draw, weights, count, target)
}

void ck_weights_f64(double *weights, const float *x, const int32_t *indices, int64_t count,
                    float most, double temperature, ck_isa isa) {
    CK_DISPATCH(isa, weights, weights, x, indices, count, most, temperature)
}
