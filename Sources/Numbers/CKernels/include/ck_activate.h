#ifndef CK_ACTIVATE_H
#define CK_ACTIVATE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Gradients of silu(gate)·up (`ck_swiglu_f32`), silu(a) = a·σ(a), σ(a) = 1/(1 + e⁻ᵃ):
/// d_gate = d_y·up·σ·(1 + gate·(1 − σ)), d_up = d_y·gate·σ.
///
/// The gradients may be where `gate` and `up` are. Source: Shazeer 2020 (arXiv:2002.05202), eq. 5.
void ck_swiglu_backward_f32(float *d_gate, float *d_up, const float *d_y, const float *gate,
                            const float *up, int64_t count, ck_isa isa);

/// Gradients of gelu(gate)·up (`ck_geglu_f32`), gelu(a) = a·σ(2u), u = √(2/π)·(a + 0.044715·a³):
/// d_gate = d_y·up·(σ + gate·σ·(1 − σ)·2·u'), u' = √(2/π)·(1 + 0.134145·a²), d_up = d_y·gate·σ.
///
/// The gradients may be where `gate` and `up` are.
void ck_geglu_backward_f32(float *d_gate, float *d_up, const float *d_y, const float *gate,
                           const float *up, int64_t count, ck_isa isa);

/// y = max(x, 0)². Source: So et al. 2021 (arXiv:2109.08668), section 3.
void ck_activate_squared_relu_f32(float *y, const float *x, int64_t count, ck_isa isa);

/// d_x = d_y·2·max(x, 0); `d_x` may be `x` or `d_y`.
void ck_squared_relu_backward_f32(float *d_x, const float *d_y, const float *x, int64_t count,
                                  ck_isa isa);

#pragma clang assume_nonnull end

#endif
