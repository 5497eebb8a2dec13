#include "ck_normalise.h"

#define CK_BODY "../differentiable/normalise_body.h"
#include "../compute/variants.h"

void ck_normalise_f32(float *y, const float *x, int64_t heads, const ck_norm_shape *norm,
                      ck_isa isa) {
    CK_DISPATCH(isa, normalise, y, x, heads, norm)
}

void ck_normalise_backward_f32(float *d_x, float *d_gain, float *d_bias, const float *d_y,
                               const float *x, int64_t heads, const ck_norm_shape *norm, int adding,
                               ck_isa isa) {
    CK_DISPATCH(isa, normalise_backward, d_x, d_gain, d_bias, d_y, x, heads, norm, adding)
}
