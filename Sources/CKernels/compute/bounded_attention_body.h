// Attention over a window, with soft caps, for one instruction set; see ck_bounded_attention.h.

#include "cached_body.h"
#include "soft_cap_body.h"

/// Scores of one query head against the blocks that hold `first..<positions`; -∞ outside of them.
CK_INLINE ck_f16 CK(bounded_scores)(float *scores, const float *q, const void *cache,
                                    const int32_t *table, int64_t block_stride, int64_t first,
                                    int64_t positions, int64_t head_dim, float scale, float cap,
                                    int halves) {
    ck_f16 nothing = CK_SPLAT(-__builtin_inff()), most = nothing;
    for (int64_t start = first / 16 * 16; start < positions; start += 16) {
        int64_t keys = table[start / 16] * block_stride;
        ck_f16 sum = CK_SPLAT(0);
        for (int64_t d = 0; d < head_dim; d++) {
            sum = CK_FMA(CK_SPLAT(q[d]), CK(cached)(cache, keys + d * 16, halves), sum);
        }
        ck_f16 s = sum * scale;
        if (cap > 0) s = CK(soft_cap)(s, cap);
        s = CK_SELECT(CK_LANES < (int32_t)(positions - start), s, nothing);
        s = CK_SELECT(CK_LANES >= (int32_t)(first - start), s, nothing);
        CK_STORE(scores, s);
        most = CK_MAX(most, s);
        scores += 16;
    }
    return most;
}

/// Turns scores into weights e^(s - most) and gives 1 / their sum.
CK_INLINE float CK(bounded_weights)(float *scores, int64_t count, float most) {
    ck_f16 total = CK_SPLAT(0);
    for (int64_t i = 0; i < count; i += 16) {
        ck_f16 p = CK(exp)(CK_LOAD(scores + i) - most);
        CK_STORE(scores + i, p);
        total = total + p;
    }
    return 1.0f / CK(sum)(total);
}

CK_INLINE void CK(bounded_mix)(float *out, const void *cache, const int32_t *table,
                               int64_t block_stride, int64_t first, int64_t positions,
                               int64_t head_dim, const float *weights, float inverse,
                               int halves) {
    int64_t width = (head_dim + 15) / 16 * 16, start = first / 16 * 16;
    for (int64_t d = 0; d < head_dim; d += 16) {
        ck_f16 sum = CK_SPLAT(0);
        for (int64_t t = first; t < positions; t++) {
            int64_t values = table[t / 16] * block_stride + head_dim * 16 + t % 16 * width;
            ck_f16 v = CK(cached)(cache, values + d, halves);
            sum = CK_FMA(CK_SPLAT(weights[t - start]), v, sum);
        }
        CK(store_part)(out + d, sum * inverse, head_dim - d);
    }
}

static void CK(bounded_attention)(float *out, const float *q, const void *cache,
                                  const int32_t *table, int64_t block_stride, int64_t first,
                                  int64_t positions, int64_t group, int64_t head_dim, float scale,
                                  float cap, float *scratch, int halves) {
    for (int64_t h = 0; h < group; h++, out += head_dim, q += head_dim) {
        ck_f16 most = CK(bounded_scores)(scratch, q, cache, table, block_stride, first, positions,
                                         head_dim, scale, cap, halves);
        int64_t count = positions - first / 16 * 16;
        float inverse = CK(bounded_weights)(scratch, count, CK(greatest)(most));
        CK(bounded_mix)(out, cache, table, block_stride, first, positions, head_dim, scratch,
                        inverse, halves);
    }
}
