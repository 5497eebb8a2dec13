#include "ck_add.h"

#define CK_BODY "add_body.h"
#include "variants.h"

void ck_add_scaled_f32(float *y, const float *x, float scale, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, add_scaled, y, x, scale, count)
}
