// Attention over a window, with soft caps, for one instruction set; see ck_bounded_attention.h.

#include "cached_body.h"
#include "soft_cap_body.h"

/// Computes scores of `heads` query heads against the blocks that hold `first..<positions`, -∞
/// outside these positions, and each head's greatest score in `most`.
CK_INLINE void CK(bounded_scores)(int heads, float *scores, int64_t stride, float *most,
                                  const float *q, const void *cache, const int32_t *table,
                                  int64_t block_stride, int64_t first, int64_t positions,
                                  int64_t head_dim, float scale, float cap, int fp16) {
    ck_f16 nothing = CK_SPLAT(-__builtin_inff()), greatest[4];
#pragma clang loop unroll(full)
    for (int h = 0; h < heads; h++) greatest[h] = nothing;
    for (int64_t start = first / 16 * 16; start < positions; start += 16, scores += 16) {
        int64_t keys = table[start / 16] * block_stride;
        ck_f16 sum[4];
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) sum[h] = CK_SPLAT(0);
        for (int64_t d = 0; d < head_dim; d++) {
            ck_f16 k = CK(cached)(cache, keys + d * 16, fp16);
#pragma clang loop unroll(full)
            for (int h = 0; h < heads; h++) {
                sum[h] = CK_FMA(CK_SPLAT(q[h * head_dim + d]), k, sum[h]);
            }
        }
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) {
            ck_f16 s = sum[h] * scale;
            if (cap > 0) s = CK(soft_cap)(s, cap);
            s = CK_SELECT(CK_LANES < (int32_t)(positions - start), s, nothing);
            s = CK_SELECT(CK_LANES >= (int32_t)(first - start), s, nothing);
            CK_STORE(scores + h * stride, s);
            greatest[h] = CK_MAX(greatest[h], s);
        }
    }
#pragma clang loop unroll(full)
    for (int h = 0; h < heads; h++) most[h] = CK(greatest)(greatest[h]);
}

/// Turns scores into weights e^(s - most); returns 1 / their sum.
CK_INLINE float CK(bounded_weights)(float *scores, int64_t count, float most) {
    ck_f16 total = CK_SPLAT(0);
    for (int64_t i = 0; i < count; i += 16) {
        ck_f16 p = CK(exp)(CK_LOAD(scores + i) - most);
        CK_STORE(scores + i, p);
        total = total + p;
    }
    return 1.0f / CK(sum)(total);
}

/// Adds the weighted values of `first..<positions` to `heads` heads.
CK_INLINE void CK(bounded_mix)(int heads, float *out, const void *cache, const int32_t *table,
                               int64_t block_stride, int64_t first, int64_t positions,
                               int64_t head_dim, const float *weights, int64_t stride,
                               const float *inverse, int fp16) {
    int64_t width = (head_dim + 15) / 16 * 16, start = first / 16 * 16;
    for (int64_t d = 0; d < head_dim; d += 16) {
        ck_f16 sum[4];
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) sum[h] = CK_SPLAT(0);
        for (int64_t t = first; t < positions; t++) {
            int64_t values = table[t / 16] * block_stride + head_dim * 16 + t % 16 * width;
            ck_f16 v = CK(cached)(cache, values + d, fp16);
#pragma clang loop unroll(full)
            for (int h = 0; h < heads; h++) {
                sum[h] = CK_FMA(CK_SPLAT(weights[h * stride + t - start]), v, sum[h]);
            }
        }
#pragma clang loop unroll(full)
        for (int h = 0; h < heads; h++) {
            CK(store_part)(out + h * head_dim + d, sum[h] * inverse[h], head_dim - d);
        }
    }
}

CK_INLINE void CK(bounded_attend)(int heads, float *out, const float *q, const void *cache,
                                  const int32_t *table, int64_t block_stride, int64_t first,
                                  int64_t positions, int64_t head_dim, float scale, float cap,
                                  float *scratch, int fp16) {
    int64_t stride = (positions - first / 16 * 16 + 15) / 16 * 16;
    float most[4], inverse[4];
    CK(bounded_scores)(heads, scratch, stride, most, q, cache, table, block_stride, first, positions,
                       head_dim, scale, cap, fp16);
    for (int h = 0; h < heads; h++) {
        inverse[h] = CK(bounded_weights)(scratch + h * stride, stride, most[h]);
    }
    CK(bounded_mix)(heads, out, cache, table, block_stride, first, positions, head_dim, scratch,
                    stride, inverse, fp16);
}

static void CK(bounded_attention)(float *out, const float *q, const void *cache,
                                  const int32_t *table, int64_t block_stride, int64_t first,
                                  int64_t positions, int64_t group, int64_t head_dim, float scale,
                                  float cap, float *scratch, int fp16) {
#define CK_ATTEND(n)                                                                               \
    CK(bounded_attend)(n, out, q, cache, table, block_stride, first, positions, head_dim, scale,   \
                       cap, scratch, fp16)
    while (group > 0) {
        int heads = group < 4 ? (int)group : 4;
        switch (heads) {
        case 4: CK_ATTEND(4); break;
        case 3: CK_ATTEND(3); break;
        case 2: CK_ATTEND(2); break;
        default: CK_ATTEND(1);
        }
        out += heads * head_dim;
        q += heads * head_dim;
        group -= heads;
    }
#undef CK_ATTEND
}
