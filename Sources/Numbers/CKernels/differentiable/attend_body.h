// Attention over packed documents and its gradients, for one instruction set; see ck_attend.h and
// variants.h. Scores lie [key][32 queries]: lanes are queries, so that a row's sums over keys are
// plain chains.

#include "../compute/soft_cap_body.h"

// Keys, and vectors of queries, of one tile of scores in registers; rows and vectors of columns of
// one tile of weighted sums.
#undef CK_SCORE_KEYS
#undef CK_SCORE_GROUPS
#undef CK_MIX_ROWS
#undef CK_MIX_GROUPS
#if CK_LEVEL >= 2
#define CK_SCORE_KEYS 8
#define CK_SCORE_GROUPS 2
#define CK_MIX_ROWS 8
#define CK_MIX_GROUPS 3
#elif CK_LEVEL == 1
#define CK_SCORE_KEYS 4
#define CK_SCORE_GROUPS 1
#define CK_MIX_ROWS 4
#define CK_MIX_GROUPS 1
#else
#define CK_SCORE_KEYS 2
#define CK_SCORE_GROUPS 1
#define CK_MIX_ROWS 2
#define CK_MIX_GROUPS 1
#endif

CK_INLINE int64_t CK(least)(int64_t a, int64_t b) { return a < b ? a : b; }

CK_INLINE int64_t CK(most)(int64_t a, int64_t b) { return a > b ? a : b; }

/// s[key][query] = Σ_d q[d][query]·k[key][d] for `keys` keys and `groups` vectors of queries.
CK_INLINE void CK(score)(int keys, int groups, float *s, const float *q, const float *k,
                         int64_t width, int64_t head_dim) {
    ck_f16 c[8][2];
#pragma clang loop unroll(full)
    for (int j = 0; j < keys; j++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) c[j][g] = CK_SPLAT(0);
    }
    for (int64_t d = 0; d < head_dim; d++) {
        ck_f16 x[2];
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) x[g] = CK_LOAD(q + d * 32 + g * 16);
#pragma clang loop unroll(full)
        for (int j = 0; j < keys; j++) {
            ck_f16 y = CK_SPLAT(k[j * width + d]);
#pragma clang loop unroll(full)
            for (int g = 0; g < groups; g++) c[j][g] = CK_FMA(y, x[g], c[j][g]);
        }
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < keys; j++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) CK_STORE(s + j * 32 + g * 16, c[j][g]);
    }
}

/// Scores of 8 keys and the vectors `from..<to` of queries.
CK_INLINE void CK(score_block)(float *s, const float *q, const float *k, int64_t width,
                               int64_t head_dim, int64_t from, int64_t to) {
    if (CK_SCORE_GROUPS == 2 && to - from == 2) {
        CK(score)(CK_SCORE_KEYS, 2, s, q, k, width, head_dim);
        return;
    }
    for (int64_t g = from; g < to; g++) {
        for (int64_t j = 0; j < 8; j += CK_SCORE_KEYS) {
            CK(score)(CK_SCORE_KEYS, 1, s + j * 32 + g * 16, q + g * 16, k + j * width, width,
                      head_dim);
        }
    }
}

/// out[r][16·groups] = out·factors[r] + Σₖ w[r·row_step + k·step]·x[k]; null factors are 1.
CK_INLINE void CK(mix)(int rows, int groups, float *out, const float *w, int64_t row_step,
                       int64_t step, const float *x, int64_t width, int64_t count,
                       const float *factors) {
    ck_f16 c[8][3];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) {
            c[r][g] = CK_LOAD(out + r * width + g * 16);
            if (factors) c[r][g] = c[r][g] * factors[r];
        }
    }
    for (int64_t k = 0; k < count; k++) {
        ck_f16 y[3];
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) y[g] = CK_LOAD(x + k * width + g * 16);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            ck_f16 f = CK_SPLAT(w[r * row_step + k * step]);
#pragma clang loop unroll(full)
            for (int g = 0; g < groups; g++) c[r][g] = CK_FMA(f, y[g], c[r][g]);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) CK_STORE(out + r * width + g * 16, c[r][g]);
    }
}

/// `CK(mix)` of 8 rows and all columns.
CK_INLINE void CK(mix_block)(float *out, const float *w, int64_t row_step, int64_t step,
                             const float *x, int64_t width, int64_t count, const float *factors) {
    for (int64_t g = 0; g < width / 16;) {
        int64_t left = width / 16 - g;
        int groups = left >= 3 && left != 4 ? 3 : left >= 2 ? 2 : 1;
        if (groups > CK_MIX_GROUPS) groups = CK_MIX_GROUPS;
        for (int64_t r = 0; r < 8; r += CK_MIX_ROWS) {
            float *to = out + r * width + g * 16;
            const float *weights = w + r * row_step, *columns = x + g * 16;
            const float *scales = factors ? factors + r : 0;
#define CK_MIX(n)                                                                                  \
    CK(mix)(CK_MIX_ROWS, n, to, weights, row_step, step, columns, width, count, scales)
            if (groups == 1) CK_MIX(1);
#if CK_MIX_GROUPS == 3
            else if (groups == 2) CK_MIX(2);
            else CK_MIX(3);
#endif
#undef CK_MIX
        }
        g += groups;
    }
}

/// Transposes 16 rows of 16.
CK_INLINE void CK(transpose)(ck_f16 *a) {
    for (int round = 0; round < 4; round++) {
        ck_f16 b[16];
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++) {
            b[2 * i] = __builtin_shufflevector(a[i], a[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5,
                                               21, 6, 22, 7, 23);
            b[2 * i + 1] = __builtin_shufflevector(a[i], a[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12,
                                                   28, 13, 29, 14, 30, 15, 31);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) a[i] = b[i];
    }
}

/// Packs rows of x times `scale` by column, [d][32], and, if `copy` is given, by row, [32][width];
/// zeros past the last row and column.
CK_INLINE void CK(pack_rows)(float *columns, float *copy, const float *x, int64_t stride,
                             int64_t rows, int64_t head_dim, float scale) {
    int64_t width = (head_dim + 15) / 16 * 16;
    for (int64_t first = 0; first < 32; first += 16) {
        for (int64_t d = 0; d < head_dim; d += 16) {
            ck_f16 a[16];
            for (int64_t r = 0; r < 16; r++) {
                int64_t row = first + r, left = head_dim - d;
                a[r] = CK_SPLAT(0);
                if (row < rows) {
                    const float *from = x + row * stride + d;
                    a[r] = (left >= 16 ? CK_LOAD(from) : CK(load_part)(from, left, 0)) * scale;
                }
                if (copy) CK_STORE(copy + row * width + d, a[r]);
            }
            CK(transpose)(a);
            for (int64_t i = 0; i < 16 && d + i < head_dim; i++) {
                CK_STORE(columns + (d + i) * 32 + first, a[i]);
            }
        }
    }
}

/// Which lanes, queries at positions from `query` on, see the key at position `key`.
CK_INLINE ck_i16 CK(sees)(int64_t query, int64_t key, int64_t window) {
    ck_i16 distance = CK_LANES + (int32_t)(query - key);
    return (distance >= 0) & (distance < (int32_t)window);
}

/// Computes scores of the keys at positions `from..<to`, in `s` from the row of `from` on.
///
/// Groups of queries that see none of 8 keys are left out.
CK_INLINE void CK(score_keys)(float *s, const float *q, const ck_attend_keys *keys, int64_t from,
                              int64_t to, int64_t query, int64_t groups,
                              const ck_attend_shape *shape) {
    int64_t head_dim = shape->head_dim, width = (head_dim + 15) / 16 * 16;
    for (int64_t key = from; key < to; key += 8, s += 8 * 32) {
        int64_t first = key < query + 16 ? 0 : 1;
        int64_t last = groups == 2 && key + 7 > query + 16 - shape->window ? 2 : 1;
        if (first == 0 && key + 7 <= query - shape->window) first = 1;
        CK(score_block)(s, q, keys->keys + (key - keys->position) * width, width, head_dim, first,
                        last);
    }
}

/// One step of the softmax of 16 queries: turns the scores of keys at positions `from..<to` into
/// e^(z - most), adds them to `total`, and returns what earlier sums are to be multiplied with.
CK_INLINE ck_f16 CK(soften)(float *s, int64_t from, int64_t to, int64_t query, float *most,
                            float *total, const ck_attend_shape *shape) {
    int partly = to - 1 > query || from <= query + 15 - shape->window;
    ck_f16 before = CK_LOAD(most), greatest = before, nothing = CK_SPLAT(-__builtin_inff());
    for (int64_t key = from; key < to; key++) {
        float *row = s + (key - from) * 32;
        ck_f16 z = CK_LOAD(row);
        if (shape->cap > 0) z = CK(soft_cap)(z, shape->cap);
        if (partly) z = CK_SELECT(CK(sees)(query, key, shape->window), z, nothing);
        if (partly || shape->cap > 0) CK_STORE(row, z);
        greatest = CK_MAX(greatest, z);
    }
    ck_f16 factor = CK(exp)(before - greatest), sum = CK_LOAD(total) * factor;
    for (int64_t key = from; key < to; key++) {
        float *row = s + (key - from) * 32;
        ck_f16 p = CK(exp)(CK_LOAD(row) - greatest);
        sum = sum + p;
        CK_STORE(row, p);
    }
    CK_STORE(most, greatest);
    CK_STORE(total, sum);
    return factor;
}

/// Adds the values of keys at positions `from..<to` to 8 rows of `out`.
CK_INLINE void CK(mix_keys)(float *out, const float *p, const ck_attend_keys *keys, int64_t from,
                            int64_t to, int64_t width, const float *factors) {
    const float *values = keys->values + (from - keys->position) * width;
    CK(mix_block)(out, p, 1, 32, values, width, to - from, factors);
}

static void CK(attend)(float *o, int64_t o_stride, float *log_sum, int64_t log_sum_stride,
                       const float *q, int64_t q_stride, int64_t rows, int64_t position,
                       const ck_attend_keys *prefix, const ck_attend_keys *own,
                       const ck_attend_shape *shape, float *scratch) {
    int64_t head_dim = shape->head_dim, width = (head_dim + 15) / 16 * 16;
    float *panel = scratch, *out = panel + 32 * head_dim, *s = out + 32 * width;
    float most[32], total[32], factors[32];
    CK(pack_rows)(panel, 0, q, q_stride, rows, head_dim, shape->scale);
    memset(out, 0, sizeof(float) * 32 * (size_t)width);
    for (int i = 0; i < 32; i++) most[i] = -1e30f, total[i] = 0;

    int64_t groups = (rows + 15) / 16, end = position + rows, split = own->position;
    int64_t first = CK(most)(0, position - shape->window + 1);
    for (int64_t tile = first / CK_ATTEND_KEYS * CK_ATTEND_KEYS; tile < end;
         tile += CK_ATTEND_KEYS) {
        int64_t from = CK(most)(tile, first), to = CK(least)(tile + CK_ATTEND_KEYS, end);
        if (from < split) {
            CK(score_keys)(s + (from - tile) * 32, panel, prefix, from, CK(least)(to, split),
                           position, groups, shape);
        }
        if (to > split) {
            int64_t start = CK(most)(from, split);
            CK(score_keys)(s + (start - tile) * 32, panel, own, start, to, position, groups, shape);
        }
        for (int64_t g = 0; g < groups; g++) {
            int64_t query = position + 16 * g, end_seen = CK(least)(to, query + 16);
            int64_t start = CK(most)(from, query - shape->window + 1);
            ck_f16 factor = CK_SPLAT(1);
            if (start < end_seen) {
                factor = CK(soften)(s + (start - tile) * 32 + 16 * g, start, end_seen, query,
                                    most + 16 * g, total + 16 * g, shape);
            }
            CK_STORE(factors + 16 * g, factor);
        }
        for (int64_t r = 0; r < rows; r += 8) {
            int64_t query = position + r, end_seen = CK(least)(to, query + 8);
            int64_t start = CK(most)(from, query - shape->window + 1);
            if (start >= end_seen) continue;
            float *sums = out + r * width;
            const float *scales = factors + r;
            if (start < split) {
                int64_t stop = CK(least)(end_seen, split);
                CK(mix_keys)(sums, s + (start - tile) * 32 + r, prefix, start, stop, width, scales);
                scales = 0;
                start = stop;
            }
            if (start < end_seen) {
                CK(mix_keys)(sums, s + (start - tile) * 32 + r, own, start, end_seen, width,
                             scales);
            }
        }
    }
    for (int64_t r = 0; r < rows; r++) {
        float inverse = 1.0f / total[r];
        for (int64_t d = 0; d < head_dim; d++) o[r * o_stride + d] = out[r * width + d] * inverse;
        log_sum[r * log_sum_stride] = (float)((double)most[r] + log((double)total[r]));
    }
}

static void CK(attend_pack)(float *tile, const float *q, int64_t q_stride, const float *d_o,
                            int64_t d_o_stride, const float *o, int64_t o_stride,
                            const float *log_sum, int64_t log_sum_stride, int64_t rows,
                            const ck_attend_shape *shape) {
    int64_t head_dim = shape->head_dim, width = (head_dim + 15) / 16 * 16;
    float *q_columns = tile, *d_o_columns = tile + 32 * head_dim;
    float *q_rows = d_o_columns + 32 * head_dim, *d_o_rows = q_rows + 32 * width;
    float *sums = d_o_rows + 32 * width, *deltas = sums + 32;
    CK(pack_rows)(q_columns, q_rows, q, q_stride, rows, head_dim, shape->scale);
    CK(pack_rows)(d_o_columns, d_o_rows, d_o, d_o_stride, rows, head_dim, 1);
    for (int64_t r = 0; r < 32; r++) {
        // Rows past the last have weights e^-∞ = 0.
        sums[r] = r < rows ? log_sum[r * log_sum_stride] : __builtin_inff();
        ck_f16 delta = CK_SPLAT(0);
        for (int64_t d = 0; d < head_dim && r < rows; d += 16) {
            const float *from = o + r * o_stride + d;
            int64_t left = head_dim - d;
            ck_f16 v = left >= 16 ? CK_LOAD(from) : CK(load_part)(from, left, 0);
            delta = CK_FMA(v, CK_LOAD(d_o_rows + r * width + d), delta);
        }
        deltas[r] = CK(sum)(delta);
    }
}

/// Turns 8 keys' scores `p` into weights, and `dz` from dO·v into the gradients of the scores.
CK_INLINE void CK(differentiate)(float *p, float *dz, const float *log_sum, const float *delta,
                                 int64_t key, int64_t query, const ck_attend_shape *shape) {
    ck_f16 sums = CK_LOAD(log_sum), deltas = CK_LOAD(delta);
    int partly = key + 7 > query || key <= query + 15 - shape->window;
    float cap = shape->cap, inverse = cap > 0 ? 1 / cap : 0;
    for (int64_t j = 0; j < 8; j++, p += 32, dz += 32) {
        ck_f16 z = CK_LOAD(p);
        if (cap > 0) z = CK(soft_cap)(z, cap);
        ck_f16 weight = CK(exp)(z - sums);
        if (partly) {
            weight = CK_SELECT(CK(sees)(query, key + j, shape->window), weight, CK_SPLAT(0));
        }
        ck_f16 gradient = weight * (CK_LOAD(dz) - deltas);
        if (cap > 0) {
            ck_f16 t = z * inverse;
            gradient = gradient * CK_FMA(-t, t, CK_SPLAT(1));
        }
        CK_STORE(p, weight);
        CK_STORE(dz, gradient);
    }
}

static void CK(attend_backward)(float *d_q, float *d_k, float *d_v, const float *tile, int64_t rows,
                                int64_t position, const ck_attend_keys *keys,
                                const ck_attend_shape *shape, float *scratch) {
    int64_t head_dim = shape->head_dim, width = (head_dim + 15) / 16 * 16;
    const float *q_columns = tile, *d_o_columns = tile + 32 * head_dim;
    const float *q_rows = d_o_columns + 32 * head_dim, *d_o_rows = q_rows + 32 * width;
    const float *sums = d_o_rows + 32 * width, *deltas = sums + 32;
    float *p = scratch, *dz = scratch + 32 * (CK_ATTEND_KEYS + CK_ATTEND_SPARE);
    int64_t groups = (rows + 15) / 16;
    int64_t end = CK(least)(keys->count, position + rows - keys->position);
    for (int64_t j = 0; j < end; j += 8) {
        int64_t key = keys->position + j;
        int64_t from = key < position + 16 ? 0 : 1, to = groups;
        while (from < to && key + 7 <= position + 16 * from - shape->window) from++;
        while (from < to && key + 7 <= position + 16 * (to - 1) - shape->window) to--;
        if (from >= to) continue;
        CK(score_block)(p + j * 32, q_columns, keys->keys + j * width, width, head_dim, from, to);
        CK(score_block)(dz + j * 32, d_o_columns, keys->values + j * width, width, head_dim, from,
                        to);
        for (int64_t g = from; g < to; g++) {
            CK(differentiate)(p + j * 32 + 16 * g, dz + j * 32 + 16 * g, sums + 16 * g,
                              deltas + 16 * g, key, position + 16 * g, shape);
        }
        if (d_k == 0 || d_v == 0) continue;
        int64_t first = CK(most)(0, key - position);
        int64_t last = CK(least)(rows, key + 7 + shape->window - position);
        if (first >= last) continue;
        CK(mix_block)(d_v + j * width, p + j * 32 + first, 32, 1, d_o_rows + first * width, width,
                      last - first, 0);
        CK(mix_block)(d_k + j * width, dz + j * 32 + first, 32, 1, q_rows + first * width, width,
                      last - first, 0);
    }
    for (int64_t r = 0; r < rows && d_q; r += 8) {
        int64_t query = position + r;
        int64_t first = CK(most)(0, query - shape->window + 1 - keys->position);
        int64_t last = CK(least)(end, query + 8 - keys->position);
        if (first >= last) continue;
        CK(mix_block)(d_q + r * width, dz + first * 32 + r, 1, 32, keys->keys + first * width,
                      width, last - first, 0);
    }
}
