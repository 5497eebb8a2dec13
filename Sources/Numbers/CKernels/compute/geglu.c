#include "ck_geglu.h"

#define CK_BODY "geglu_body.h"
#include "variants.h"

void ck_geglu_f32(float *out, const float *gate, const float *up, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, geglu, out, gate, up, count)
}
