// Packs operands as pairs of bf16 for one instruction set; see ck_gemm_bf16.h and variants.h.

#include "round_pairs_body.h"

static void CK(pack_rows_bf16)(uint32_t *out, int64_t out_stride, const float *x, int64_t x_stride,
                               int64_t rows, int64_t count) {
    for (int64_t i = 0; i < rows; i++, out += out_stride, x += x_stride) {
        int64_t k = 0;
        for (; k + 32 <= count; k += 32) *(ck_u16u *)(out + k / 2) = CK(pairs_of_row)(x + k, 32);
        if (k == count) continue;
        ck_u16 last = CK(pairs_of_row)(x + k, count - k);
        for (int64_t p = 0; p < (count - k + 1) / 2; p++) out[k / 2 + p] = last[p];
    }
}

static void CK(pack_columns_bf16)(uint32_t *out, const float *x, int64_t x_stride, int64_t columns,
                                  const ck_rows *blocks, int64_t block_count) {
    for (int64_t b = 0; b < block_count; b++) {
        out = CK(pair_rows)(out, x, x_stride, blocks[b].begin, blocks[b].end, columns, 0, 0);
    }
}
