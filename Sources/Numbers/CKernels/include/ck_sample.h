#ifndef CK_SAMPLE_H
#define CK_SAMPLE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Returns the index of the greatest value, the lowest one of equals; `count` must not be 0.
int64_t ck_argmax_f32(const float *x, int64_t count, ck_isa isa);

/// Writes out[i] = e^((x[i] - shift) · scale) and returns their sum.
///
/// `out` may be `x`, or null for the sum alone. The sum is made of sixteen partial sums in double,
/// added in order.
double ck_exp_sum_f32(float *_Nullable out, const float *x, int64_t count, float shift, float scale,
                      ck_isa isa);

/// Writes the indices, ascending, of values that are at least `threshold`; returns their number.
///
/// `indices` has room for `count`.
int64_t ck_select_f32(int32_t *indices, const float *x, int64_t count, float threshold, ck_isa isa);

/// weights[i] = e^((x[indices[i]] - most) / temperature), in double; no value may exceed `most`.
void ck_weights_f64(double *weights, const float *x, const int32_t *indices, int64_t count,
                    float most, double temperature, ck_isa isa);

/// Keeps the fewest heaviest entries whose weights reach `mass`; returns their number, or -1 if all
/// entries together do not reach it.
///
/// Kept entries stay in order; of equal weights the first are kept. `space` has room for `count`
/// doubles. Time is linear in `count`.
int64_t ck_keep_heaviest_f64(int32_t *indices, double *weights, int64_t count, double mass,
                             double *space);

/// Returns the k-th greatest value, 1 ≤ k ≤ count. `heap` has room for k floats.
float ck_kth_greatest_f32(const float *x, int64_t count, int64_t k, float *heap, ck_isa isa);

/// Returns the first index at which the running sum of `weights` exceeds `target`; the last index
/// with a positive weight if none does. The sum is made in double, of blocks of 512.
int64_t ck_draw_f32(const float *weights, int64_t count, double target, ck_isa isa);

/// y[i] = x[i] where bit i of `mask` is set, 64 to a word, else -∞; `y` may be `x`.
void ck_mask_f32(float *y, const float *x, const uint64_t *mask, int64_t count);

#pragma clang assume_nonnull end

#endif
