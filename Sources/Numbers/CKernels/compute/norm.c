#include "ck_norm.h"

#define CK_BODY "norm_body.h"
#include "variants.h"

void ck_rms_norm_f32(float *y, const float *x, const float *weight, int64_t count, float epsilon,
                     ck_isa isa) {
    CK_DISPATCH(isa, rms_norm, y, x, weight, count, epsilon)
}

void ck_layer_norm_f32(float *y, const float *x, const float *weight, const float *bias,
                       int64_t count, float epsilon, ck_isa isa) {
    CK_DISPATCH(isa, layer_norm, y, x, weight, bias, count, epsilon)
}
