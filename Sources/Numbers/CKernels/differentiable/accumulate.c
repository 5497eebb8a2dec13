#include "ck_gemm.h"

#define CK_BODY "../differentiable/accumulate_body.h"
#include "../compute/variants.h"

void ck_pack_columns_f32(float *out, const float *x, int64_t x_stride, int64_t columns,
                         const ck_rows *blocks, int64_t block_count, ck_isa isa) {
    CK_DISPATCH(isa, pack_columns, out, x, x_stride, columns, blocks, block_count)
}

void ck_accumulate_f32(float *dw, int64_t dw_stride, const float *dy, const float *x, float scale,
                       const ck_rows *blocks, int64_t block_count, int64_t rows, int64_t columns,
                       ck_isa isa) {
    CK_DISPATCH(isa, accumulate, dw, dw_stride, dy, x, scale, blocks, block_count, rows, columns)
}
