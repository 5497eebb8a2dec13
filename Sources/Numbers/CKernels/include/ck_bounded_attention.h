#ifndef CK_BOUNDED_ATTENTION_H
#define CK_BOUNDED_ATTENTION_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Computes attention over the positions `first..<positions`, with scores soft-capped to
/// cap·tanh(score / cap) if `cap` is above 0. Otherwise like `ck_attention_f32`.
///
/// Needs `ck_attention_scratch(positions - first / 16 * 16, group)` floats of scratch. The order of
/// every sum depends on `first` and `positions` alone.
void ck_bounded_attention_f32(float *out, const float *q, const void *cache, const int32_t *table,
                              int64_t block_stride, int64_t first, int64_t positions,
                              int64_t group, int64_t head_dim, float scale, float cap,
                              float *scratch, int fp16, ck_isa isa);

#pragma clang assume_nonnull end

#endif
