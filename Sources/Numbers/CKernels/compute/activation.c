#include "ck_activation.h"

#define CK_BODY "activation_body.h"
#include "variants.h"

void ck_swiglu_f32(float *out, const float *gate, const float *up, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, swiglu, out, gate, up, count)
}

void ck_squared_relu_f32(float *x, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        float positive = x[i] > 0 ? x[i] : 0;
        x[i] = positive * positive;
    }
}
