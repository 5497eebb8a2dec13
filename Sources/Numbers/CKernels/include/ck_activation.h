#ifndef CK_ACTIVATION_H
#define CK_ACTIVATION_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// out[i] = silu(gate[i]) · up[i], silu(x) = x / (1 + e⁻ˣ).
void ck_swiglu_f32(float *out, const float *gate, const float *up, int64_t count, ck_isa isa);

/// x[i] = max(x[i], 0)², in place.
void ck_squared_relu_f32(float *x, int64_t count);

#pragma clang assume_nonnull end

#endif
