#include "ck_cross_entropy.h"
#include <math.h>

#define CK_BODY "../differentiable/cross_entropy_body.h"
#include "../compute/variants.h"

double ck_log_probability_f32(float *z, int64_t count, int64_t target, float cap, ck_isa isa) {
    CK_DISPATCH(isa, cross_entropy, z, count, target, cap, 0, 0)
}

double ck_cross_entropy_f32(float *z, int64_t count, int64_t target, float cap, float factor,
                            ck_isa isa) {
    CK_DISPATCH(isa, cross_entropy, z, count, target, cap, factor, 1)
}
