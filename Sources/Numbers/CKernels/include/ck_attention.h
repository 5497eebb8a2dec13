#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Positions in one block of the paged cache: one vector of scores.
#define CK_BLOCK_POSITIONS 16

/// Returns the size of one block of one key/value head, in numbers (float32 or fp16).
///
/// A block is keys [D][16], then values [16][D rounded up to 16].
int64_t ck_cache_tile(int64_t head_dim);

/// Writes one position's key and value of every head into its block, as float32 or as fp16
/// (rounded to the nearest, ties to even).
///
/// `block` is the block of the first head; heads follow each other `ck_cache_tile(head_dim)` apart.
void ck_cache_store(void *block, int64_t slot, const float *keys, const float *values,
                    int64_t heads, int64_t head_dim, int fp16, ck_isa isa);

/// Returns the floats of scratch for attention over `positions` with `group` query heads.
int64_t ck_attention_scratch(int64_t positions, int64_t group);

/// Computes attention of one token, for the `group` query heads that share one key/value head.
///
/// out[h, d] = Σₜ softmaxₜ(scale · q[h]·k[t]) · v[t, d] over the positions `0..<positions`.
/// Position t's block begins `table[t / 16] * block_stride` numbers after `cache`. Each score sums
/// over d in order, each lane of the softmax's denominator over blocks in order, each output over t
/// in order: the same bits for any batch and any chunking.
void ck_attention_f32(float *out, const float *q, const void *cache, const int32_t *table,
                      int64_t block_stride, int64_t positions, int64_t group, int64_t head_dim,
                      float scale, float *scratch, int fp16, ck_isa isa);

#pragma clang assume_nonnull end

#endif
