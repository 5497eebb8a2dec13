// The matrix product in integers for one instruction set; see ck_matmul_rounded.h and variants.h.

#include "write_sums_body.h"

/// CK_PANEL_BLOCKS blocks of columns of CK_TILE_GROUPS groups of weights, widened for the tiles.
typedef struct CK(panel) {
    uint8_t codes[CK_PANEL_BLOCKS][8][CK_TILE_GROUPS][64];
    float d[CK_PANEL_BLOCKS][2][CK_TILE_GROUPS][16];
    float m[CK_PANEL_BLOCKS][2][CK_TILE_GROUPS][16];
} CK(panel);

CK_INLINE const uint8_t *CK(load_scales)(float *out, const uint8_t *from, int fp16) {
    CK_STORE(out, fp16 ? CK(widen_fp16)(*(const ck_h16 *)from) : CK_LOAD((const float *)from));
    return from + (fp16 ? 32 : 64);
}

/// Widens one block of 32 columns of one group; returns the address after it.
CK_INLINE const uint8_t *CK(load_block)(CK(panel) *panel, int b, int g, const uint8_t *from, int bits,
                                        int subs, int affine, int fp16) {
    for (int s = 0; s < subs; s++) from = CK(load_scales)(panel->d[b][s][g], from, fp16);
    for (int s = 0; s < subs && affine; s++) {
        from = CK(load_scales)(panel->m[b][s][g], from, fp16);
    }
    for (int v = 0; v < 4; v++) {
        if (bits == 4) {
            ck_u16 pair = *(const ck_u16u *)(from + 64 * v);
            *(ck_u16 *)panel->codes[b][v][g] = pair & 0x0f0f0f0fu;
            *(ck_u16 *)panel->codes[b][v + 4][g] = pair >> 4 & 0x0f0f0f0fu;
        } else {
            *(ck_u16 *)panel->codes[b][v][g] = *(const ck_u16u *)(from + 64 * v);
            *(ck_u16 *)panel->codes[b][v + 4][g] = *(const ck_u16u *)(from + 64 * (v + 4));
        }
    }
    return from + 64 * bits;
}

CK_INLINE void CK(load_groups)(CK(panel) *panel, const ck_quantized *w, int64_t group,
                               int64_t groups, int64_t block, int blocks, int bits, int subs,
                               int affine, int fp16) {
    int64_t size = CK_QUANTIZED_BLOCK(w), count = w->columns / 32;
    for (int64_t g = 0; g < groups; g++) {
        const uint8_t *from = (const uint8_t *)w->data + ((group + g) * count + block) * size;
        for (int b = 0; b < blocks; b++) {
            from = CK(load_block)(panel, b, (int)g, from, bits, subs, affine, fp16);
        }
    }
}

static void CK(load_panel)(CK(panel) *panel, const ck_quantized *w, int64_t group, int64_t groups,
                           int64_t block, int blocks) {
    int subs = 32 / w->block;
    if (w->bits == 4 && subs == 1 && w->fp16) {
        CK(load_groups)(panel, w, group, groups, block, blocks, 4, 1, w->affine, 1);
    } else if (w->bits == 8 && subs == 1 && w->fp16) {
        CK(load_groups)(panel, w, group, groups, block, blocks, 8, 1, w->affine, 1);
    } else {
        CK(load_groups)(panel, w, group, groups, block, blocks, w->bits, subs, w->affine,
                        w->fp16);
    }
}

/// c[r][g] += the products of `steps` steps of four columns, from step `first` on.
CK_INLINE void CK(sum_codes)(int rows, int wide, ck_i16 c[CK_ROUNDED_TILE][CK_TILE_GROUPS],
                             const ck_rounded *x, int lane,
                             const uint8_t codes[8][CK_TILE_GROUPS][64], int first, int steps) {
    for (int k = first; k < first + steps; k++) {
        ck_i16 q[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int g = 0; g < CK_TILE_GROUPS; g++) q[g] = *(const ck_i16 *)codes[k][g];
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            ck_i16 a = CK(splat_int)(*(const int32_t *)x->codes[k][lane + r]);
#pragma clang loop unroll(full)
            for (int g = 0; g < CK_TILE_GROUPS; g++) c[r][g] = CK(dot)(c[r][g], q[g], a, wide);
        }
    }
}

/// The same for small codes, with sums in 16 bits on the way where that is faster.
CK_INLINE void CK(sum_small)(int rows, ck_i16 c[CK_ROUNDED_TILE][CK_TILE_GROUPS],
                             const ck_rounded *x, int lane,
                             const uint8_t codes[8][CK_TILE_GROUPS][64], int first, int steps) {
#if CK_LEVEL == 1 || CK_LEVEL == 2
    CK(pairs) sums[CK_ROUNDED_TILE][CK_TILE_GROUPS];
#pragma clang loop unroll(full)
    for (int k = first; k < first + steps; k++) {
        ck_i16 q[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int g = 0; g < CK_TILE_GROUPS; g++) q[g] = *(const ck_i16 *)codes[k][g];
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            ck_i16 a = CK(splat_int)(*(const int32_t *)x->codes[k][lane + r]);
#pragma clang loop unroll(full)
            for (int g = 0; g < CK_TILE_GROUPS; g++) {
                sums[r][g] = k == first ? CK(first_pairs)(q[g], a)
                                        : CK(add_pairs)(sums[r][g], q[g], a);
            }
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < CK_TILE_GROUPS; g++) c[r][g] = CK(join_pairs)(c[r][g], sums[r][g]);
    }
#else
    CK(sum_codes)(rows, 0, c, x, lane, codes, first, steps);
#endif
}

/// acc[r][g] += the products of `rows` rows with the panel's groups, block after block.
///
/// A sum of integers becomes a float with one rounding, that of its product with the scale.
CK_INLINE void CK(rounded_tile)(int rows, int subs, int affine, int size, float *acc,
                                const ck_rounded *x, int lane, const CK(panel) *panel, int blocks,
                                int zero) {
    if (affine) zero = 0;
    if (size == CK_CODES_WIDE) zero -= CK_WIDE_ZERO;
    for (int b = 0; b < blocks; b++) {
        for (int s = 0; s < subs; s++) {
            ck_i16 c[CK_ROUNDED_TILE][CK_TILE_GROUPS];
            const int32_t *totals = x[b].total[subs == 1 ? 2 : s] + lane;
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                // Σ (q - zero)·a = Σ q·a - zero·Σ a, and Σ a is known.
                int32_t start = CK_START_BITS - zero * totals[r];
#pragma clang loop unroll(full)
                for (int g = 0; g < CK_TILE_GROUPS; g++) c[r][g] = CK(splat_int)(start);
            }
            if (size == CK_CODES_SMALL) {
                CK(sum_small)(rows, c, x + b, lane, panel->codes[b], s * (8 / subs), 8 / subs);
            } else {
                CK(sum_codes)(rows, size == CK_CODES_WIDE, c, x + b, lane, panel->codes[b],
                              s * (8 / subs), 8 / subs);
            }
            // A single group's scales are loaded once: the compiler cannot know that writing sums
            // to `acc` does not change them. More groups leave no registers for that.
            const ck_f16 only_d = CK_LOAD(panel->d[b][s][0]);
            const ck_f16 only_m = affine ? CK_LOAD(panel->m[b][s][0]) : only_d;
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                ck_f16 scale = CK_SPLAT(x[b].scale[lane + r]), shift = CK_SPLAT(x[b].shift[lane + r]);
                float sum = subs == 1 ? x[b].sum[lane + r] : x[b].scale[lane + r] * (float)totals[r];
#pragma clang loop unroll(full)
                for (int g = 0; g < CK_TILE_GROUPS; g++) {
                    float *out = acc + (r * CK_TILE_GROUPS + g) * 16;
                    ck_f16 d = CK_TILE_GROUPS == 1 ? only_d : CK_LOAD(panel->d[b][s][g]);
                    ck_f16 v = CK_FMA(CK_SCALED(c[r][g], scale, shift), d, CK_LOAD(out));
                    if (affine) {
                        ck_f16 m = CK_TILE_GROUPS == 1 ? only_m : CK_LOAD(panel->m[b][s][g]);
                        v = CK_FMA(CK_SPLAT(sum), m, v);
                    }
                    CK_STORE(out, v);
                }
            }
            // Keeps the compiler from holding the sums in registers that the integers need.
            __asm__ volatile("" ::: "memory");
        }
    }
}

CK_INLINE void CK(rounded_rows)(int rows, const ck_quantized *w, float *acc, const ck_rounded *x,
                                int lane, const CK(panel) *panel, int blocks) {
#define CK_TILE(subs, affine, size)                                                                \
    CK(rounded_tile)(rows, subs, affine, size, acc, x, lane, panel, blocks, w->zero)
#define CK_TILE_OF_SIZE(subs, affine)                                                              \
    if (w->most <= 15) CK_TILE(subs, affine, CK_CODES_SMALL);                                      \
    else if (w->most <= 128) CK_TILE(subs, affine, CK_CODES_NARROW);                               \
    else CK_TILE(subs, affine, CK_CODES_WIDE)
    if (w->block == 32 && w->affine) {
        CK_TILE_OF_SIZE(1, 1);
    } else if (w->block == 32) {
        CK_TILE_OF_SIZE(1, 0);
    } else {
        CK_TILE_OF_SIZE(2, w->affine);
    }
#undef CK_TILE
#undef CK_TILE_OF_SIZE
}

/// Computes `rows` rows from lane `lane` on, in the narrowest tile that holds them.
static void CK(rounded_any)(int rows, const ck_quantized *w, float *acc, const ck_rounded *x,
                            int lane, const CK(panel) *panel, int blocks) {
#if CK_ROUNDED_TILE == 8
    if (rows > 4) return CK(rounded_rows)(8, w, acc, x, lane, panel, blocks);
#endif
    if (rows > 2) return CK(rounded_rows)(4, w, acc, x, lane, panel, blocks);
    if (rows > 1) return CK(rounded_rows)(2, w, acc, x, lane, panel, blocks);
    CK(rounded_rows)(1, w, acc, x, lane, panel, blocks);
}

/// Prefetches `lines` cache lines, from line `first` on, of what load_panel reads next for each of
/// these groups, while the tiles before are computed.
CK_INLINE void CK(fetch_panel)(const ck_quantized *w, int64_t group, int64_t groups, int64_t block,
                               int64_t first, int64_t lines) {
    int64_t size = CK_QUANTIZED_BLOCK(w), count = w->columns / 32;
    for (int64_t g = 0; g < groups; g++) {
        const char *from = (const char *)w->data + ((group + g) * count + block) * size;
        for (int64_t i = first; i < first + lines; i++) __builtin_prefetch(from + i * 64, 0, 2);
    }
}

CK_INLINE void CK(write_rounded)(float *y, int64_t y_stride, const float *acc, int64_t m,
                                 int64_t groups, int64_t first, int64_t rows, const float *bias,
                                 int accumulate) {
    for (int64_t i = 0; i < m; i++) {
        for (int64_t g = 0; g < groups; g++) {
            int64_t n = first + g * 16;
            CK(write_sums)(y + i * y_stride + n, CK_LOAD(acc + (i * CK_TILE_GROUPS + g) * 16),
                           rows - n, bias ? bias + n : bias, accumulate);
        }
    }
}

static void CK(matmul_rounded)(float *y, int64_t y_stride, const ck_rounded *x, int64_t m,
                               const ck_quantized *w, const float *bias, int accumulate,
                               int64_t begin, int64_t end, int64_t next, void *scratch) {
    CK(panel) *panel = scratch;
    float *acc = (float *)(panel + 1);
    int64_t all = w->columns / 32;
    for (int64_t group = begin; group < end; group += CK_TILE_GROUPS) {
        int64_t groups = end - group < CK_TILE_GROUPS ? end - group : CK_TILE_GROUPS;
        for (int64_t first = 0; first < m; first += CK_ROWS_AT_ONCE) {
            int64_t count = m - first < CK_ROWS_AT_ONCE ? m - first : CK_ROWS_AT_ONCE;
            memset(acc, 0, (size_t)((count + 7) / 8 * 8) * CK_TILE_GROUPS * 64);
            for (int64_t block = 0; block < all; block += CK_PANEL_BLOCKS) {
                int blocks = all - block < CK_PANEL_BLOCKS ? (int)(all - block) : CK_PANEL_BLOCKS;
                CK(load_panel)(panel, w, group, groups, block, blocks);
                int64_t later = block + blocks, ahead = later < all ? group : next;
                if (later == all) later = 0;
                int64_t left = all - later < CK_PANEL_BLOCKS ? all - later : CK_PANEL_BLOCKS;
                int64_t tiles = (count + CK_ROUNDED_TILE - 1) / CK_ROUNDED_TILE;
                int64_t lines = (left * CK_QUANTIZED_BLOCK(w) + 63) / 64;
                int64_t at_once = (lines + tiles - 1) / tiles, fetched = 0;
                for (int64_t i = 0; i < count; i += CK_ROUNDED_TILE) {
                    if (ahead >= 0 && fetched < lines) {
                        CK(fetch_panel)(w, ahead, groups, later, fetched, at_once);
                        fetched += at_once;
                    }
                    int rows = count - i < CK_ROUNDED_TILE ? (int)(count - i) : CK_ROUNDED_TILE;
                    const ck_rounded *rounded = x + (first + i) / 8 * all + block;
                    CK(rounded_any)(rows, w, acc + i * CK_TILE_GROUPS * 16, rounded,
                                    (int)(i % 8), panel, blocks);
                }
            }
            CK(write_rounded)(y + first * y_stride, y_stride, acc, count, groups, group * 16,
                              w->rows, bias, accumulate);
        }
    }
}
