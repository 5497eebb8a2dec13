// Paged attention for one instruction set; see ck_attention.h and variants.h.

#include "cached_body.h"

/// Prefetches a cache line of the cache, from index `at` on.
CK_INLINE void CK(fetch)(const void *cache, int64_t at, int fp16) {
    __builtin_prefetch((const char *)cache + at * (fp16 ? 2 : 4), 0, 3);
}

static void CK(store_fp16)(uint16_t *keys_to, uint16_t *values_to, const float *keys,
                             const float *values, int64_t head_dim) {
    for (int64_t d = 0; d < head_dim; d += 16) {
        int64_t left = head_dim - d;
        uint16_t k[16], v[16];
        ck_f16 key = left >= 16 ? CK_LOAD(keys + d) : CK(load_part)(keys + d, left, 0);
        ck_f16 value = left >= 16 ? CK_LOAD(values + d) : CK(load_part)(values + d, left, 0);
        CK(narrow_fp16)(k, key);
        CK(narrow_fp16)(v, value);
        for (int i = 0; i < 16 && i < left; i++) keys_to[(d + i) * 16] = k[i];
        memcpy(values_to + d, v, 32);
    }
}

static void CK(cache_store)(void *block, int64_t slot, const float *keys, const float *values,
                            int64_t heads, int64_t head_dim, int fp16) {
    int64_t width = (head_dim + 15) / 16 * 16;
    for (int64_t h = 0; h < heads; h++, keys += head_dim, values += head_dim) {
        int64_t key = h * ck_cache_tile(head_dim) + slot;
        int64_t value = h * ck_cache_tile(head_dim) + 16 * head_dim + slot * width;
        if (fp16) {
            uint16_t *to = block;
            CK(store_fp16)(to + key, to + value, keys, values, head_dim);
        } else {
            float *to = block;
            for (int64_t d = 0; d < head_dim; d++) to[key + d * 16] = keys[d];
            memcpy(to + value, values, (size_t)head_dim * 4);
        }
    }
}

// Blocks of keys, or vectors of values, that are processed at a time for a number of heads: as many
// as there are registers for the sums.
#undef CK_ATTENTION_TILE
#define CK_ATTENTION_TILE(heads) (CK_LEVEL >= 2 || (heads) == 1 ? 4 : (heads) < 4 ? 2 : 1)

// Where registers are few, makes the compiler read operands again instead of holding them, so that
// the sums stay in registers.
#undef CK_FORGET
#if CK_LEVEL >= 2
#define CK_FORGET()
#else
#define CK_FORGET() __asm__ volatile("" ::: "memory")
#endif

/// Computes scores of `heads` query heads against the 16 keys of each of `count` blocks; lanes are
/// positions.
CK_INLINE void CK(score)(int heads, int count, float *scores, int64_t score_stride, const float *q,
                         const void *cache, const int32_t *table, int64_t ahead,
                         int64_t block_stride, int64_t head_dim, float scale, int fp16) {
    int64_t keys[4];
    ck_f16 c[4][4];
#pragma clang loop unroll(full)
    for (int b = 0; b < count; b++) {
        keys[b] = table[b] * block_stride;
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) c[b][h] = CK_SPLAT(0);
    }
    for (int64_t d = 0; d < head_dim; d++) {
#pragma clang loop unroll(full)
        for (int b = 0; b < count; b++) {
            ck_f16 k = CK(cached)(cache, keys[b] + d * 16, fp16);
            if (ahead > 0) CK(fetch)(cache, table[b + ahead] * block_stride + d * 16, fp16);
#pragma clang loop unroll(full)
            for (int h = 0; h < heads; h++) {
                c[b][h] = CK_FMA(CK_SPLAT(q[h * head_dim + d]), k, c[b][h]);
            }
            CK_FORGET();
        }
    }
#pragma clang loop unroll(full)
    for (int b = 0; b < count; b++) {
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) {
            CK_STORE(scores + h * score_stride + b * 16, c[b][h] * scale);
        }
    }
}

/// Turns scores into weights e^(s - max), zero past `positions`; returns 1 / their sum.
static float CK(weigh)(float *scores, int64_t positions) {
    int64_t blocks = (positions + 15) / 16;
    ck_f16 most = CK_SPLAT(-__builtin_inff());
    for (int64_t b = 0; b < blocks; b++) {
        int32_t valid = (int32_t)(positions - b * 16);
        // Scores past `positions` come from unused slots and must not raise the maximum.
        ck_f16 s = CK_LOAD(scores + b * 16);
        most = CK_MAX(most, CK_SELECT(CK_LANES < valid, s, CK_SPLAT(-__builtin_inff())));
    }
    ck_f16 shift = CK_SPLAT(CK(greatest)(most)), total = CK_SPLAT(0);
    for (int64_t b = 0; b < blocks; b++) {
        int32_t valid = (int32_t)(positions - b * 16);
        ck_f16 p = CK(exp)(CK_LOAD(scores + b * 16) - shift);
        p = CK_SELECT(CK_LANES < valid, p, CK_SPLAT(0));
        CK_STORE(scores + b * 16, p);
        total = total + p;
    }
    return 1.0f / CK(sum)(total);
}

/// Adds the weighted values of every position to `heads` heads, `vectors` × 16 dimensions.
CK_INLINE void CK(mix)(int heads, int vectors, float *out, int64_t head_dim, int64_t d,
                       const void *cache, int64_t value_offset, const int32_t *table,
                       int64_t block_stride, int64_t positions, const float *weights,
                       int64_t weight_stride, const float *inverse, int fp16) {
    ck_f16 c[4][4];
    int64_t width = (head_dim + 15) / 16 * 16;
#pragma clang loop unroll(full)
    for (int h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) c[h][j] = CK_SPLAT(0);
    }
    for (int64_t first = 0; first < positions; first += 16) {
        int64_t v = table[first / 16] * block_stride + value_offset + d;
        int64_t count = positions - first < 16 ? positions - first : 16;
        int64_t ahead = first + 16 < positions
                            ? table[first / 16 + 1] * block_stride + value_offset + d - v : 0;
        for (int64_t t = 0; t < count; t++) {
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                if (ahead) CK(fetch)(cache, v + ahead + t * width + j * 16, fp16);
            }
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                ck_f16 x = CK(cached)(cache, v + t * width + j * 16, fp16);
#pragma clang loop unroll(full)
                for (int h = 0; h < heads; h++) {
                    c[h][j] = CK_FMA(CK_SPLAT(weights[h * weight_stride + first + t]), x, c[h][j]);
                }
                CK_FORGET();
            }
        }
    }
#pragma clang loop unroll(full)
    for (int h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            CK(store_part)(out + h * head_dim + d + j * 16, c[h][j] * inverse[h],
                           head_dim - d - j * 16);
        }
    }
}

CK_INLINE void CK(attend)(int heads, float *out, const float *q, const void *cache,
                          const int32_t *table, int64_t block_stride, int64_t positions,
                          int64_t head_dim, float scale, float *scratch, int fp16) {
    const int tile = CK_ATTENTION_TILE(heads);
    int64_t blocks = (positions + 15) / 16, stride = blocks * 16, b = 0;
    for (; b + tile <= blocks; b += tile) {
        CK(score)(heads, tile, scratch + b * 16, stride, q, cache, table + b,
                  b + 2 * tile <= blocks ? tile : 0, block_stride, head_dim, scale, fp16);
    }
    for (; b < blocks; b++) {
        CK(score)(heads, 1, scratch + b * 16, stride, q, cache, table + b, b + 1 < blocks,
                  block_stride, head_dim, scale, fp16);
    }
    float inverse[4];
    for (int h = 0; h < heads; h++) inverse[h] = CK(weigh)(scratch + h * stride, positions);
    int64_t offset = head_dim * 16, width = (head_dim + 15) / 16 * 16, d = 0;
    for (; d + 16 * tile <= width; d += 16 * tile) {
        CK(mix)(heads, tile, out, head_dim, d, cache, offset, table, block_stride, positions,
                scratch, stride, inverse, fp16);
    }
    for (; d < width; d += 16) {
        CK(mix)(heads, 1, out, head_dim, d, cache, offset, table, block_stride, positions, scratch,
                stride, inverse, fp16);
    }
}

/// Computes up to four heads at a time, which share the keys and values in registers.
CK_INLINE void CK(attend_any)(int heads, float *out, const float *q, const void *cache,
                              const int32_t *table, int64_t block_stride, int64_t positions,
                              int64_t head_dim, float scale, float *scratch, int fp16) {
#define CK_ATTEND(n)                                                                               \
    CK(attend)(n, out, q, cache, table, block_stride, positions, head_dim, scale, scratch, fp16)
    switch (heads) {
    case 4: return CK_ATTEND(4);
    case 3: return CK_ATTEND(3);
    case 2: return CK_ATTEND(2);
    default: return CK_ATTEND(1);
    }
#undef CK_ATTEND
}

static void CK(attention)(float *out, const float *q, const void *cache, const int32_t *table,
                          int64_t block_stride, int64_t positions, int64_t group, int64_t head_dim,
                          float scale, float *scratch, int fp16) {
    while (group > 0) {
        int heads = group < 4 ? (int)group : 4;
        // Two calls with a constant `fp16`, so that each inlined loop has one format.
        if (fp16) {
            CK(attend_any)(heads, out, q, cache, table, block_stride, positions, head_dim, scale,
                           scratch, 1);
        } else {
            CK(attend_any)(heads, out, q, cache, table, block_stride, positions, head_dim, scale,
                           scratch, 0);
        }
        out += heads * head_dim;
        q += heads * head_dim;
        group -= heads;
    }
}
