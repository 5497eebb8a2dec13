#include "ck_rope.h"

#define CK_BODY "rope_body.h"
#include "variants.h"

void ck_rope_f32(float *x, int64_t heads, int64_t head_dim, int64_t rotary, const float *cosines,
                 const float *sines, int interleaved, ck_isa isa) {
    CK_DISPATCH(isa, rope, x, heads, head_dim, rotary, cosines, sines, interleaved)
}
