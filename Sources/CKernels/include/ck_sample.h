#ifndef CK_SAMPLE_H
#define CK_SAMPLE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// The index of the greatest value, the lowest one of equals; `count` must not be 0.
int64_t ck_argmax_f32(const float *x, int64_t count, ck_isa isa);

/// out[i] = e^((x[i] - shift) · scale) and their sum; `out` may be `x`, or null for the sum alone.
///
/// The sum is made of sixteen partial sums in double, added in order.
double ck_exp_sum_f32(float *_Nullable out, const float *x, int64_t count, float shift, float scale,
                      ck_isa isa);

/// Writes the indices, ascending, of values that are at least `threshold`; gives their number.
int64_t ck_select_f32(int32_t *indices, const float *x, int64_t count, float threshold, ck_isa isa);

/// The k-th greatest value, 1 ≤ k ≤ count. `heap` has room for k floats.
float ck_kth_greatest_f32(const float *x, int64_t count, int64_t k, float *heap, ck_isa isa);

/// The first index at which the running sum of `weights` exceeds `target`; the last index with a
/// positive weight if none does.
int64_t ck_draw_f32(const float *weights, int64_t count, double target);

#pragma clang assume_nonnull end

#endif
