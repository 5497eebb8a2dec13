#include "ck_scale.h"

#define CK_BODY "../differentiable/scale_body.h"
#include "../compute/variants.h"

void ck_scale_f32(float *y, const float *x, float scale, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, scale, y, x, scale, count)
}
