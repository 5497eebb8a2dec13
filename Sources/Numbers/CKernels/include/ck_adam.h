#ifndef CK_ADAM_H
#define CK_ADAM_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Factors of one step of AdamW, rounded to float from what is computed in double.
typedef struct ck_adam {
    float gradient_scale;
    float keep;         ///< 1 − learning rate · decay
    float first;        ///< 1 − beta1
    float second_keep;  ///< beta2
    float second;       ///< 1 − beta2
    float root;         ///< √(1 − beta2ᵗ)
    float epsilon;
    float step;         ///< −learning rate / (1 − beta1ᵗ)
} ck_adam;

/// g = gradient_scale·gradient; p = p·keep; m = m + first·(g − m); v = v·second_keep + second·g·g;
/// p = p + step·m / (√v/root + epsilon), each operation rounded to float.
///
/// Source: Loshchilov & Hutter 2019 (arXiv:1711.05101), algorithm 2, in the order of
/// torch.optim.AdamW.
void ck_adam_f32(float *p, float *m, float *v, const float *gradient, int64_t count,
                 const ck_adam *step, ck_isa isa);

#pragma clang assume_nonnull end

#endif
