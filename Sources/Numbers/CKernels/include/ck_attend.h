#ifndef CK_ATTEND_H
#define CK_ATTEND_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Most query rows of one tile: two vectors of lanes.
#define CK_ATTEND_ROWS 32
/// Most keys of one tile.
#define CK_ATTEND_KEYS 64
/// Rows that may be read past the last key or value, of any finite numbers.
#define CK_ATTEND_SPARE 8

/// A window that reaches back to every position.
#define CK_ATTEND_ALL (1 << 30)

/// Options of causal attention over packed documents.
typedef struct ck_attend_shape {
    int64_t head_dim;
    int64_t window;  ///< Positions that a row sees, itself included; CK_ATTEND_ALL for all.
    float scale;     ///< Factor of q·k.
    float cap;       ///< Soft cap of scores; 0 for none.
} ck_attend_shape;

/// Keys and values of consecutive positions, one head, rows of `ck_attend_width` floats.
typedef struct ck_attend_keys {
    const float *_Nullable keys;
    const float *_Nullable values;
    int64_t count;
    int64_t position;  ///< Of the first key.
} ck_attend_keys;

/// Returns the head dimension rounded up to whole vectors.
int64_t ck_attend_width(int64_t head_dim);

/// Returns the floats of scratch for one call of `ck_attend_f32` or `ck_attend_backward_f32`.
int64_t ck_attend_scratch(int64_t head_dim);

/// Returns the floats that `ck_attend_pack_f32` writes.
int64_t ck_attend_tile(int64_t head_dim);

/// o[i] = Σⱼ pᵢⱼ·v[j], p = softmax(z), z = cap·tanh(scale·q[i]·k[j] / cap), of one head's `rows`
/// query rows, at most `CK_ATTEND_ROWS`, at consecutive positions from `position` on.
///
/// Row i sees the keys at positions up to its own and less than `window` before it. `own` goes on
/// where `prefix` ends and reaches at least to the last row; keys past it are not read as such.
/// `log_sum[i·log_sum_stride]` becomes log Σⱼ exp(zᵢⱼ). A row's sums run over the keys in order,
/// rescaled to a new maximum at every multiple of `CK_ATTEND_KEYS` positions, so that its bits
/// depend neither on its place in the tile nor on where the prefix ends.
/// Source: Dao 2023 (arXiv:2307.08691), algorithm 1.
void ck_attend_f32(float *o, int64_t o_stride, float *log_sum, int64_t log_sum_stride,
                   const float *q, int64_t q_stride, int64_t rows, int64_t position,
                   const ck_attend_keys *prefix, const ck_attend_keys *own,
                   const ck_attend_shape *shape, float *scratch, ck_isa isa);

/// Packs what the backward pass reads of one head's query rows: q·scale and dO, each by row and by
/// column, `log_sum`, and D[i] = Σ dO[i]·o[i].
void ck_attend_pack_f32(float *tile, const float *q, int64_t q_stride, const float *d_o,
                        int64_t d_o_stride, const float *o, int64_t o_stride,
                        const float *log_sum, int64_t log_sum_stride, int64_t rows,
                        const ck_attend_shape *shape, ck_isa isa);

/// Adds the gradients of one tile of queries and one of keys, at most `CK_ATTEND_KEYS`.
///
/// dz = p·(dO·v − D)·(1 − (z/cap)²); d_q[i] += Σⱼ dz·k[j], still without `scale`;
/// d_k[j] += scale·Σᵢ dz·q[i]; d_v[j] += Σᵢ p·dO[i]. Rows of the gradients are `ck_attend_width`
/// floats; `d_q` has room for `CK_ATTEND_ROWS` of them, `d_k` and `d_v` for `count` rounded up to 8.
/// Either `d_q` or both others may be null. Every sum is one chain of fused multiply-adds, over keys
/// or over queries in order, so that its bits don't depend on the tiles.
/// Source: Dao 2023 (arXiv:2307.08691), algorithm 2.
void ck_attend_backward_f32(float *_Nullable d_q, float *_Nullable d_k, float *_Nullable d_v,
                            const float *tile, int64_t rows, int64_t position,
                            const ck_attend_keys *keys, const ck_attend_shape *shape,
                            float *scratch, ck_isa isa);

#pragma clang assume_nonnull end

#endif
