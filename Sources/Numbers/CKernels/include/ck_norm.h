#ifndef CK_NORM_H
#define CK_NORM_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// y[c] = weight[c] · (x[c] / sqrt(mean(x²) + epsilon)). Source: Zhang & Sennrich 2019, eq. 4.
///
/// Sixteen partial sums over c, added as a tree: the same bits on every instruction set.
void ck_rms_norm_f32(float *y, const float *x, const float *weight, int64_t count, float epsilon,
                     ck_isa isa);

/// y[c] = (x[c] - mean(x)) / sqrt(variance(x) + epsilon) · weight[c] + bias[c]; `bias` may be null.
void ck_layer_norm_f32(float *y, const float *x, const float *weight,
                       const float *_Nullable bias,
                       int64_t count, float epsilon, ck_isa isa);

#pragma clang assume_nonnull end

#endif
