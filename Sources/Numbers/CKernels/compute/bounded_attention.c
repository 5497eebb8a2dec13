#include "ck_bounded_attention.h"

#define CK_BODY "bounded_attention_body.h"
#include "variants.h"

void ck_bounded_attention_f32(float *out, const float *q, const void *cache, const int32_t *table,
                              int64_t block_stride, int64_t first, int64_t positions,
                              int64_t group, int64_t head_dim, float scale, float cap,
                              float *scratch, int fp16, ck_isa isa) {
    CK_DISPATCH(isa, bounded_attention, out, q, cache, table, block_stride, first, positions, group,
                head_dim, scale, cap, scratch, fp16)
}
