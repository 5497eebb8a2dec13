// Soft caps of a whole vector for one instruction set; see ck_soft_cap.h and variants.h.

#include "soft_cap_body.h"

static void CK(soft_cap_all)(float *x, int64_t count, float cap) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) CK_STORE(x + i, CK(soft_cap)(CK_LOAD(x + i), cap));
    if (i < count) {
        CK(store_part)(x + i, CK(soft_cap)(CK(load_part)(x + i, count - i, 0), cap), count - i);
    }
}
