#ifndef CK_CROSS_ENTROPY_H
#define CK_CROSS_ENTROPY_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Returns log p[target] in nats, of p = softmax(z) over `count` logits; with `cap` > 0, z is
/// replaced by cap·tanh(z / cap) first, in place.
///
/// log p = (z[target] − max) − log Σ exp(z − max), the exponentials in float, sums and logarithm
/// in double. What equals the maximum is counted rather than summed, so that log p near 0 keeps
/// its digits.
double ck_log_probability_f32(float *z, int64_t count, int64_t target, float cap, ck_isa isa);

/// As `ck_log_probability_f32`, and writes the derivative of factor·log p over the logits:
/// z = factor·(onehot − p), by the chain rule times 1 − (z / cap)² with `cap` > 0.
double ck_cross_entropy_f32(float *z, int64_t count, int64_t target, float cap, float factor,
                            ck_isa isa);

#pragma clang assume_nonnull end

#endif
