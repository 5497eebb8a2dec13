// Gradients of weights for one instruction set; see ck_gemm.h and variants.h.

#include "add_scaled_body.h"
#include "gemm_tile_body.h"

static void CK(pack_columns)(float *out, const float *x, int64_t x_stride, int64_t columns,
                             const ck_rows *blocks, int64_t block_count) {
    for (int64_t b = 0; b < block_count; b++) {
        int64_t count = blocks[b].end - blocks[b].begin;
        CK(copy_panel)(out, CK_PANEL / 16, x + blocks[b].begin * x_stride, x_stride, count,
                       columns);
        out += count * CK_PANEL;
    }
}

static void CK(accumulate_tile)(int groups, float *acc, const float *dy, const float *x,
                                int64_t count) {
#define CK_CASE(n)                                                                                 \
    CK(gemm_tile)(CK_TILE_ROWS, n, acc, dy, 1, CK_PANEL, x, CK_PANEL, count, 1)
#if CK_TILE_GROUPS >= 3
    if (groups == 3) CK_CASE(3);
    else if (groups == 2) CK_CASE(2);
    else CK_CASE(1);
#else
    (void)groups;
    CK_CASE(1);
#endif
#undef CK_CASE
}

static void CK(accumulate)(float *dw, int64_t dw_stride, const float *dy, const float *x,
                           float scale, const ck_rows *blocks, int64_t block_count, int64_t rows,
                           int64_t columns) {
    float acc[CK_TILE_ROWS * CK_TILE_GROUPS * 16];
    for (int64_t n = 0; n < rows; n += CK_TILE_ROWS) {
        for (int64_t k = 0; k < columns; k += CK_TILE_GROUPS * 16) {
            int groups = (int)((columns - k + 15) / 16);
            if (groups > CK_TILE_GROUPS) groups = CK_TILE_GROUPS;
            const float *a = dy + n, *panel = x + k;
            for (int64_t b = 0; b < block_count; b++) {
                int64_t count = blocks[b].end - blocks[b].begin;
                CK(accumulate_tile)(groups, acc, a, panel, count);
                for (int64_t i = 0; i < CK_TILE_ROWS && n + i < rows; i++) {
                    CK(add_scaled)(dw + (n + i) * dw_stride + k, acc + i * groups * 16, scale,
                                   columns - k, groups);
                }
                a += count * CK_PANEL;
                panel += count * CK_PANEL;
            }
        }
    }
}
