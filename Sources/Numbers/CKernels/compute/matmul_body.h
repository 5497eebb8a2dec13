// The matrix product for one instruction set; see ck_matmul.h and variants.h.

#include "write_sums_body.h"

// Loaders: widen `count` columns of one group of 16 rows to `out`, a vector a column, `stride`
// floats apart. Bytes of a block of 32 columns: q8_0 544, q4_0 288, q4_1 320 (see ck_form).

CK_INLINE void CK(widen_f32)(float *out, int64_t stride, const float *w, int64_t count) {
    for (int64_t k = 0; k < count; k++) CK_STORE(out + k * stride, CK_LOAD(w + k * 16));
}

CK_INLINE void CK(widen_f16)(float *out, int64_t stride, const uint16_t *w, int64_t count) {
    for (int64_t k = 0; k < count; k++) {
        CK_STORE(out + k * stride, CK(widen_fp16)(*(const ck_h16 *)(w + k * 16)));
    }
}

CK_INLINE void CK(widen_bf16)(float *out, int64_t stride, const uint16_t *w, int64_t count) {
    for (int64_t k = 0; k < count; k++) {
        CK_STORE(out + k * stride, CK(widen_bfloat)(*(const ck_h16 *)(w + k * 16)));
    }
}

CK_INLINE void CK(widen_q8_0)(float *out, int64_t stride, const uint8_t *w, int64_t count) {
    for (int64_t b = 0; b < count / 32; b++, w += 544, out += 32 * stride) {
        ck_f16 d = CK(widen_fp16)(*(const ck_h16 *)w);
        for (int k = 0; k < 32; k++) {
            ck_c16 q = *(const ck_c16 *)(w + 32 + k * 16);
            CK_STORE(out + k * stride, __builtin_convertvector(q, ck_f16) * d);
        }
    }
}

CK_INLINE void CK(widen_nibbles)(float *out, int64_t stride, const uint8_t *q, ck_f16 d, ck_f16 m) {
    for (int k = 0; k < 16; k++) {
        ck_i16 pair = __builtin_convertvector(*(const ck_b16 *)(q + k * 16), ck_i16);
        ck_f16 low = __builtin_convertvector(pair & 15, ck_f16);
        ck_f16 high = __builtin_convertvector((ck_i16)((ck_u16)pair >> 4), ck_f16);
        CK_STORE(out + k * stride, CK_FMA(low, d, m));
        CK_STORE(out + (k + 16) * stride, CK_FMA(high, d, m));
    }
}

CK_INLINE void CK(widen_q4_0)(float *out, int64_t stride, const uint8_t *w, int64_t count) {
    for (int64_t b = 0; b < count / 32; b++, w += 288, out += 32 * stride) {
        ck_f16 d = CK(widen_fp16)(*(const ck_h16 *)w);
        CK(widen_nibbles)(out, stride, w + 32, d, d * CK_SPLAT(-8));
    }
}

CK_INLINE void CK(widen_q4_1)(float *out, int64_t stride, const uint8_t *w, int64_t count) {
    for (int64_t b = 0; b < count / 32; b++, w += 320, out += 32 * stride) {
        ck_f16 d = CK(widen_fp16)(*(const ck_h16 *)w);
        ck_f16 m = CK(widen_fp16)(*(const ck_h16 *)(w + 32));
        CK(widen_nibbles)(out, stride, w + 64, d, m);
    }
}

/// Rows as stored: each is widened into `line`, then spread over its lane.
static void CK(widen_rows)(float *out, int64_t stride, const ck_matrix *w, int64_t group, int64_t k,
                           int64_t count, float *line) {
    int64_t row_bytes = w->columns / w->block_elements * w->block_bytes;
    for (int64_t lane = 0; lane < 16; lane++) {
        int64_t row = group * 16 + lane;
        if (row < w->rows) {
            const char *stored = (const char *)w->data + row * row_bytes;
            w->widen(line, stored + k / w->block_elements * w->block_bytes, count);
            for (int64_t c = 0; c < count; c++) out[c * stride + lane] = line[c];
        } else {
            for (int64_t c = 0; c < count; c++) out[c * stride + lane] = 0;
        }
    }
}

static void CK(load_group)(float *out, int64_t stride, const ck_matrix *w, int64_t group, int64_t k,
                           int64_t count, float *line) {
    const uint8_t *data = w->data;
    int64_t first = group * w->columns + k;  // in columns of 16
    switch (w->form) {
    case CK_FORM_F32: return CK(widen_f32)(out, stride, (const float *)data + first * 16, count);
    case CK_FORM_F16: return CK(widen_f16)(out, stride, (const uint16_t *)data + first * 16, count);
    case CK_FORM_BF16:
        return CK(widen_bf16)(out, stride, (const uint16_t *)data + first * 16, count);
    case CK_FORM_Q8_0: return CK(widen_q8_0)(out, stride, data + first / 32 * 544, count);
    case CK_FORM_Q4_0: return CK(widen_q4_0)(out, stride, data + first / 32 * 288, count);
    case CK_FORM_Q4_1: return CK(widen_q4_1)(out, stride, data + first / 32 * 320, count);
    case CK_FORM_ROWS: return CK(widen_rows)(out, stride, w, group, k, count, line);
    }
}

/// acc[i][·] += x[i, k]·panel[k][·] over `count` columns, `rows` × `groups` in registers.
CK_INLINE void CK(tile)(int rows, int groups, float *acc, const float *x, int64_t x_stride,
                        const float *panel, int64_t count) {
    ck_f16 c[CK_TILE_ROWS][CK_TILE_GROUPS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) c[i][j] = CK_LOAD(acc + (i * groups + j) * 16);
    }
    for (int64_t k = 0; k < count; k++) {
        ck_f16 w[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) w[j] = CK_LOAD(panel + (k * groups + j) * 16);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            ck_f16 a = CK_SPLAT(x[i * x_stride + k]);
#pragma clang loop unroll(full)
            for (int j = 0; j < groups; j++) c[i][j] = CK_FMA(a, w[j], c[i][j]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) CK_STORE(acc + (i * groups + j) * 16, c[i][j]);
    }
}

/// The tile for `rows` known only at run time: each case is its own unrolled loop.
CK_INLINE void CK(tile_rows)(int rows, int groups, float *acc, const float *x, int64_t x_stride,
                             const float *panel, int64_t count) {
    switch (rows) {
#if CK_TILE_ROWS >= 8
    case 8: return CK(tile)(8, groups, acc, x, x_stride, panel, count);
    case 7: return CK(tile)(7, groups, acc, x, x_stride, panel, count);
#endif
#if CK_TILE_ROWS >= 6
    case 6: return CK(tile)(6, groups, acc, x, x_stride, panel, count);
    case 5: return CK(tile)(5, groups, acc, x, x_stride, panel, count);
#endif
    case 4: return CK(tile)(4, groups, acc, x, x_stride, panel, count);
    case 3: return CK(tile)(3, groups, acc, x, x_stride, panel, count);
    case 2: return CK(tile)(2, groups, acc, x, x_stride, panel, count);
    default: return CK(tile)(1, groups, acc, x, x_stride, panel, count);
    }
}

static void CK(tile_any)(int rows, int groups, float *acc, const float *x, int64_t x_stride,
                         const float *panel, int64_t count) {
    switch (groups) {
#if CK_TILE_GROUPS >= 3
    case 3: return CK(tile_rows)(rows, 3, acc, x, x_stride, panel, count);
    case 2: return CK(tile_rows)(rows, 2, acc, x, x_stride, panel, count);
#endif
    default: return CK(tile_rows)(rows, 1, acc, x, x_stride, panel, count);
    }
}

CK_INLINE void CK(finish)(float *y, int64_t y_stride, const float *acc, int64_t m, int64_t groups,
                          int64_t first_row, int64_t rows, const float *bias, int accumulate) {
    for (int64_t i = 0; i < m; i++) {
        for (int64_t j = 0; j < groups; j++) {
            int64_t n = first_row + j * 16;
            CK(write_sums)(y + i * y_stride + n, CK_LOAD(acc + (i * groups + j) * 16), rows - n,
                           bias ? bias + n : bias, accumulate);
        }
    }
}

static void CK(matmul)(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                       const ck_matrix *w, const float *bias, int accumulate, int64_t begin,
                       int64_t end, float *scratch) {
    int64_t chunk = CK_CHUNK(w);
    // 48 floats: at most three groups of 16. ck_matmul_scratch counts the same.
    float *panel = scratch, *line = panel + 48 * chunk, *acc = line + chunk;
    for (int64_t group = begin; group < end;) {
        int64_t groups = end - group < CK_TILE_GROUPS ? end - group : CK_TILE_GROUPS;
        for (int64_t i = 0; i < m * groups * 16; i++) acc[i] = 0;
        for (int64_t k = 0; k < w->columns; k += chunk) {
            int64_t count = w->columns - k < chunk ? w->columns - k : chunk;
            for (int64_t g = 0; g < groups; g++) {
                CK(load_group)(panel + g * 16, groups * 16, w, group + g, k, count, line);
            }
            for (int64_t i = 0; i < m; i += CK_TILE_ROWS) {
                int rows = m - i < CK_TILE_ROWS ? (int)(m - i) : CK_TILE_ROWS;
                CK(tile_any)(rows, (int)groups, acc + i * groups * 16, x + i * x_stride + k,
                             x_stride, panel, count);
            }
        }
        CK(finish)(y, y_stride, acc, m, groups, group * 16, w->rows, bias, accumulate);
        group += groups;
    }
}
