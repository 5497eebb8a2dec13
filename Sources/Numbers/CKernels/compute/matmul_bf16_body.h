// The matrix product of bf16 for one instruction set; see ck_matmul_bf16.h and variants.h.

#include "write_sums_body.h"

/// c + the product of a pair of x and each lane's pair of w.
CK_INLINE ck_f16 CK(dot_pairs)(ck_f16 c, uint32_t x, ck_u16 w) {
#ifdef CK_PAIR_DOTS
    return (ck_f16)_mm512_dpbf16_ps((__m512)c, (__m512bh)CK(splat_int)((int32_t)x), (__m512bh)w);
#else
    ck_f16 even = CK_SPLAT(ck_float_from_bits(x << 16));
    ck_f16 odd = CK_SPLAT(ck_float_from_bits(x & 0xffff0000u));
    return CK_FMA(odd, (ck_f16)(w & 0xffff0000u), CK_FMA(even, (ck_f16)(w << 16), c));
#endif
}

CK_INLINE void CK(bf16_tile)(int tile_rows, int64_t valid, int groups, float *y, int64_t y_stride,
                             const uint16_t *x, int64_t x_stride, const uint16_t *w,
                             int64_t columns, const float *bias, int accumulate, int64_t left) {
    ck_f16 c[CK_TILE_ROWS][CK_TILE_GROUPS];
#pragma clang loop unroll(full)
    for (int r = 0; r < tile_rows; r++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) c[r][g] = CK_SPLAT(0);
    }
    for (int64_t k = 0; k < columns; k += 2) {
        ck_u16 q[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) {
            q[g] = *(const ck_u16u *)(w + (g * columns + k) * 16);
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < tile_rows; r++) {
            // Rows past `valid` repeat row 0; their sums are not written.
            uint32_t pair;
            memcpy(&pair, x + (r < valid ? r : 0) * x_stride + k, 4);
#pragma clang loop unroll(full)
            for (int g = 0; g < groups; g++) c[r][g] = CK(dot_pairs)(c[r][g], pair, q[g]);
        }
    }
    for (int r = 0; r < tile_rows && r < valid; r++) {
        for (int g = 0; g < groups; g++) {
            CK(write_sums)(y + r * y_stride + g * 16, c[r][g], left - g * 16,
                           bias ? bias + g * 16 : bias, accumulate);
        }
    }
}

static void CK(matmul_bf16)(float *y, int64_t y_stride, const uint16_t *x, int64_t x_stride,
                            int64_t m, const uint16_t *w, int64_t rows, int64_t columns,
                            const float *bias, int accumulate, int64_t begin, int64_t end) {
    for (int64_t group = begin; group < end;) {
        int64_t groups = end - group < CK_TILE_GROUPS ? 1 : CK_TILE_GROUPS, n = group * 16;
        for (int64_t i = 0; i < m; i += CK_TILE_ROWS) {
            const uint16_t *from = w + n * columns;
            const float *part = bias ? bias + n : 0;
#define CK_BF16_TILE(r, g)                                                                         \
    CK(bf16_tile)(r, m - i, g, y + i * y_stride + n, y_stride, x + i * x_stride, x_stride, from,   \
                  columns, part, accumulate, rows - n)
            if (groups > 1 && m - i > 1) CK_BF16_TILE(CK_TILE_ROWS, CK_TILE_GROUPS);
            else if (groups > 1) CK_BF16_TILE(1, CK_TILE_GROUPS);
            else if (m - i > 1) CK_BF16_TILE(CK_TILE_ROWS, 1);
            else CK_BF16_TILE(1, 1);
#undef CK_BF16_TILE
        }
        group += groups;
    }
}

#ifndef CK_PAIR_DOTS
static void CK(round_bf16)(uint16_t *out, const float *x, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        ck_u16 bits = (ck_u16)CK_LOAD(x + i);
        ck_u16 rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
        // Rounding could carry a NaN's bits over to infinity or zero, so its upper half is kept.
        ck_u16 isNaN = (ck_u16)((bits & 0x7fffffffu) > 0x7f800000u);
        ck_u16 v = (rounded & ~isNaN) | ((bits >> 16 | 0x40u) & isNaN);
        *(ck_h16 *)(out + i) = __builtin_convertvector(v, ck_h16);
    }
    for (; i < count; i++) out[i] = ck_f32_to_bf16(x[i]);
}
#endif
