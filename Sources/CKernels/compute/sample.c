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

int64_t ck_draw_f32(const float *weights, int64_t count, double target) {
    double sum = 0;
    int64_t last = 0;
    for (int64_t i = 0; i < count; i++) {
        if (weights[i] <= 0) continue;
        sum += (double)weights[i];
        last = i;
        if (sum > target) return i;
    }
    return last;
}
