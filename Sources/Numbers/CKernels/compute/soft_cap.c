#include "ck_soft_cap.h"

#define CK_BODY "soft_cap_all_body.h"
#include "variants.h"

void ck_soft_cap_f32(float *x, int64_t count, float cap, ck_isa isa) {
    CK_DISPATCH(isa, soft_cap_all, x, count, cap)
}
