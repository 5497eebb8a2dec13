#include "ck_activate.h"

#define CK_BODY "../differentiable/activate_body.h"
#include "../compute/variants.h"

void ck_swiglu_backward_f32(float *d_gate, float *d_up, const float *d_y, const float *gate,
                            const float *up, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, swiglu_backward, d_gate, d_up, d_y, gate, up, count)
}

void ck_geglu_backward_f32(float *d_gate, float *d_up, const float *d_y, const float *gate,
                           const float *up, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, geglu_backward, d_gate, d_up, d_y, gate, up, count)
}

void ck_activate_squared_relu_f32(float *y, const float *x, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, squared_relu, y, x, count)
}

void ck_squared_relu_backward_f32(float *d_x, const float *d_y, const float *x, int64_t count,
                                  ck_isa isa) {
    CK_DISPATCH(isa, squared_relu_backward, d_x, d_y, x, count)
}
