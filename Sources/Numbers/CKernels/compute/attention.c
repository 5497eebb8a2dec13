#include "ck_attention.h"
#include <string.h>

#define CK_BODY "attention_body.h"
#include "variants.h"

int64_t ck_cache_tile(int64_t head_dim) {
    return 16 * head_dim + 16 * ((head_dim + 15) / 16 * 16);
}

void ck_cache_store(void *block, int64_t slot, const float *keys, const float *values,
                    int64_t heads, int64_t head_dim, int fp16, ck_isa isa) {
    CK_DISPATCH(isa, cache_store, block, slot, keys, values, heads, head_dim, fp16)
}

int64_t ck_attention_scratch(int64_t positions, int64_t group) {
    return (positions + 15) / 16 * 16 * (group < 4 ? group : 4);
}

void ck_attention_f32(float *out, const float *q, const void *cache, const int32_t *table,
                      int64_t block_stride, int64_t positions, int64_t group, int64_t head_dim,
                      float scale, float *scratch, int fp16, ck_isa isa) {
    CK_DISPATCH(isa, attention, out, q, cache, table, block_stride, positions, group, head_dim,
                scale, scratch, fp16)
}
