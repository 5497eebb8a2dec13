#include "ck_gemm.h"

#define CK_BODY "../differentiable/accumulate_bias_body.h"
#include "../compute/variants.h"

void ck_accumulate_bias_f32(float *db, const float *dy, int64_t dy_stride, const ck_rows *blocks,
                            int64_t block_count, int64_t begin, int64_t end, ck_isa isa) {
    CK_DISPATCH(isa, accumulate_bias, db, dy, dy_stride, blocks, block_count, begin, end)
}
