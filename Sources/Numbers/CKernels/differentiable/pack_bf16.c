#include "ck_gemm_bf16.h"

#define CK_BODY "../differentiable/pack_bf16_body.h"
#include "../compute/variants.h"

void ck_pack_rows_bf16(uint32_t *out, int64_t out_stride, const float *x, int64_t x_stride,
                       int64_t rows, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, pack_rows_bf16, out, out_stride, x, x_stride, rows, count)
}

void ck_pack_columns_bf16(uint32_t *out, const float *x, int64_t x_stride, int64_t columns,
                          const ck_rows *blocks, int64_t block_count, ck_isa isa) {
    CK_DISPATCH(isa, pack_columns_bf16, out, x, x_stride, columns, blocks, block_count)
}
