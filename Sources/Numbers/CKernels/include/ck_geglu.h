#ifndef CK_GEGLU_H
#define CK_GEGLU_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// out[i] = gelu(gate[i]) · up[i], gelu(x) = x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³))).
///
/// Source: Hendrycks & Gimpel 2016 (arXiv:1606.08415), section 2.
void ck_geglu_f32(float *out, const float *gate, const float *up, int64_t count, ck_isa isa);

#pragma clang assume_nonnull end

#endif
