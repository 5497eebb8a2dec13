#include "ck_squared_norm.h"

#define CK_BODY "../differentiable/squared_norm_body.h"
#include "../compute/variants.h"

double ck_squared_norm_f32(const float *x, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, squared_norm, x, count)
}
