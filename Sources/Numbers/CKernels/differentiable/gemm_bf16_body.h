// Products of bf16 pairs for one instruction set; see ck_gemm_bf16.h and variants.h.

#include "../compute/write_sums_body.h"
#include "add_scaled_body.h"
#include "round_pairs_body.h"
#include "transpose_body.h"

/// 0 of the same sign for what is below 2⁻¹²⁶.
CK_INLINE ck_f16 CK(flush)(ck_f16 x) {
    ck_u16 is_normal = (ck_u16)(((ck_u16)x & 0x7f800000u) != 0);
    return (ck_f16)((ck_u16)x & (is_normal | 0x80000000u));
}

/// c + the products of a pair of x and each lane's pair of w, the second product first.
CK_INLINE ck_f16 CK(add_pairs)(ck_f16 c, uint32_t x, ck_u16 w) {
#ifdef CK_PAIR_DOTS
    return (ck_f16)_mm512_dpbf16_ps((__m512)c, (__m512bh)CK(splat_int)((int32_t)x), (__m512bh)w);
#else
    ck_f16 first = CK_SPLAT(ck_float_from_bits(x << 16));
    ck_f16 second = CK_SPLAT(ck_float_from_bits(x & 0xffff0000u));
    c = CK(flush)(CK_FMA(second, (ck_f16)(w & 0xffff0000u), c));
    return CK(flush)(CK_FMA(first, (ck_f16)(w << 16), c));
#endif
}

/// acc[i][·] += Σₚ a[i, p]·panel[p][·] over `count` pairs, a whole tile of `groups` vectors.
///
/// `a[i, p]` lies at `a[i·row_step + p·pair_step]`, a row of the panel is 48 pairs. The sums start
/// at 0 if `first`, else at what `acc` holds.
CK_INLINE void CK(pair_tile)(int groups, float *acc, const uint32_t *a, int64_t row_step,
                             int64_t pair_step, const uint32_t *panel, int64_t count, int first) {
    ck_f16 c[CK_TILE_ROWS][CK_TILE_GROUPS];
#pragma clang loop unroll(full)
    for (int i = 0; i < CK_TILE_ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) {
            c[i][j] = first ? CK_SPLAT(0) : CK_LOAD(acc + (i * groups + j) * 16);
        }
    }
    for (int64_t p = 0; p < count; p++) {
        ck_u16 b[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) b[j] = *(const ck_u16u *)(panel + p * CK_PANEL + j * 16);
#pragma clang loop unroll(full)
        for (int i = 0; i < CK_TILE_ROWS; i++) {
            uint32_t x = a[i * row_step + p * pair_step];
#pragma clang loop unroll(full)
            for (int j = 0; j < groups; j++) c[i][j] = CK(add_pairs)(c[i][j], x, b[j]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < CK_TILE_ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) CK_STORE(acc + (i * groups + j) * 16, c[i][j]);
    }
}

#if CK_TILE_GROUPS >= 3
#define CK_PAIR_TILE(groups, ...)                                                                  \
    do {                                                                                           \
        if ((groups) == 3) CK(pair_tile)(3, __VA_ARGS__);                                          \
        else if ((groups) == 2) CK(pair_tile)(2, __VA_ARGS__);                                     \
        else CK(pair_tile)(1, __VA_ARGS__);                                                        \
    } while (0)
#else
#define CK_PAIR_TILE(groups, ...) CK(pair_tile)(1, __VA_ARGS__)
#endif

/// Packs `count` columns of up to 48 rows of weights from `row` and `column` on as a panel,
/// [pair of columns][48].
static void CK(transpose_pairs)(uint32_t *panel, const float *w, int64_t stride, int64_t count,
                                int64_t rows, int64_t row, int64_t column) {
    w += row * stride + column;
    for (int64_t j = 0; j < CK_PANEL; j += 16) {
        for (int64_t k = 0; k < count; k += 32) {
            ck_f16 r[16];
            for (int64_t i = 0; i < 16; i++) {
                r[i] = j + i < rows
                           ? (ck_f16)CK(pairs_of_weights)(w + (j + i) * stride + k, count - k,
                                                          row + j + i, column + k)
                           : CK_SPLAT(0);
            }
            CK(transpose)(r);
            for (int64_t i = 0; i < 16 && k + 2 * i < count; i++) {
                CK_STORE((float *)(panel + (k / 2 + i) * CK_PANEL + j), r[i]);
            }
        }
    }
}

static void CK(multiply_bf16)(float *y, int64_t y_stride, const uint32_t *x, int64_t x_stride,
                              int64_t m, const float *w, int64_t w_stride, int64_t count,
                              int backward, const float *bias, int adding, int64_t begin,
                              int64_t end, uint32_t *scratch) {
    int64_t chunk = count < CK_CHUNK ? count : CK_CHUNK;
    uint32_t *panel = scratch;
    float *acc = (float *)(panel + CK_PANEL * ((chunk + 1) / 2));
    for (int64_t n = begin; n < end; n += CK_PANEL) {
        int64_t columns = end - n < CK_PANEL ? end - n : CK_PANEL;
        // One chunk: a tile's sums are written at once. Several: they wait in `acc`.
        int64_t acc_stride = count > chunk ? CK_PANEL : 0;
        int64_t k = 0;
        do {
            int64_t width = count - k < chunk ? count - k : chunk;
            if (backward) CK(pair_rows)(panel, w + n, w_stride, k, k + width, columns, 1, n);
            else CK(transpose_pairs)(panel, w, w_stride, width, columns, n, k);
            for (int64_t i = 0; i < m; i += CK_TILE_ROWS) {
                const uint32_t *from = x + i * x_stride + k / 2;
                float *sums = acc + i * acc_stride;
                for (int64_t j = 0; j < columns; j += CK_TILE_GROUPS * 16) {
                    int groups = (int)((columns - j + 15) / 16);
                    if (groups > CK_TILE_GROUPS) groups = CK_TILE_GROUPS;
                    CK_PAIR_TILE(groups, sums, from, x_stride, 1, panel + j, (width + 1) / 2,
                                 k == 0);
                    for (int64_t r = 0; k + width == count && r < CK_TILE_ROWS && i + r < m; r++) {
                        for (int64_t g = 0; g < groups; g++) {
                            int64_t at = j + g * 16;
                            CK(write_sums)(y + (i + r) * y_stride + n + at,
                                           CK_LOAD(sums + (r * groups + g) * 16), columns - at,
                                           bias ? bias + n + at : bias, adding);
                        }
                    }
                    sums += CK_TILE_ROWS * groups * 16;
                }
            }
            k += width;
        } while (k < count);
    }
}

static void CK(accumulate_bf16)(float *dw, int64_t dw_stride, const uint32_t *dy, const uint32_t *x,
                                float scale, const ck_rows *blocks, int64_t block_count,
                                int64_t rows, int64_t columns) {
    float acc[CK_TILE_ROWS * CK_TILE_GROUPS * 16];
    for (int64_t n = 0; n < rows; n += CK_TILE_ROWS) {
        for (int64_t j = 0; j < columns; j += CK_TILE_GROUPS * 16) {
            int groups = (int)((columns - j + 15) / 16);
            if (groups > CK_TILE_GROUPS) groups = CK_TILE_GROUPS;
            const uint32_t *a = dy + n, *panel = x + j;
            for (int64_t b = 0; b < block_count; b++) {
                int64_t pairs = (blocks[b].end - blocks[b].begin + 1) / 2;
                CK_PAIR_TILE(groups, acc, a, 1, CK_PANEL, panel, pairs, 1);
                for (int64_t i = 0; i < CK_TILE_ROWS && n + i < rows; i++) {
                    CK(add_scaled)(dw + (n + i) * dw_stride + j, acc + i * groups * 16, scale,
                                   columns - j, groups);
                }
                a += pairs * CK_PANEL;
                panel += pairs * CK_PANEL;
            }
        }
    }
}

#undef CK_PAIR_TILE
