#include "ck_adam_8bit.h"

#define CK_BODY "../differentiable/adam_8bit_body.h"
#include "../compute/variants.h"

void ck_adam_8bit(float *p, ck_moments *m, ck_moments *v, const float *gradient, int64_t count,
                  const ck_adam *step, const ck_code_map *first, const ck_code_map *second,
                  ck_isa isa) {
    CK_DISPATCH(isa, adam_8bit, p, m, v, gradient, count, step, first, second)
}
