#include "ck_adam.h"

#define CK_BODY "../differentiable/adam_body.h"
#include "../compute/variants.h"

void ck_adam_f32(float *p, float *m, float *v, const float *gradient, int64_t count,
                 const ck_adam *step, ck_isa isa) {
    CK_DISPATCH(isa, adam, p, m, v, gradient, count, step)
}
