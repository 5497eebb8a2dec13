// One step of AdamW for one instruction set; see ck_adam.h and variants.h.

#include "adam_step_body.h"

static void CK(adam)(float *p, float *m, float *v, const float *gradient, int64_t count,
                     const ck_adam *step) {
    const ck_adam factors = *step;
    for (int64_t i = 0; i < count; i += 16) {
        int64_t left = count - i;
        if (left >= 16) {
            ck_f16 a = CK_LOAD(p + i), b = CK_LOAD(m + i), c = CK_LOAD(v + i);
            CK(adam_step)(&a, &b, &c, CK_LOAD(gradient + i), &factors);
            CK_STORE(p + i, a);
            CK_STORE(m + i, b);
            CK_STORE(v + i, c);
        } else {
            ck_f16 a = CK(load_part)(p + i, left, 0), b = CK(load_part)(m + i, left, 0);
            ck_f16 c = CK(load_part)(v + i, left, 0);
            CK(adam_step)(&a, &b, &c, CK(load_part)(gradient + i, left, 0), &factors);
            CK(store_part)(p + i, a, left);
            CK(store_part)(m + i, b, left);
            CK(store_part)(v + i, c, left);
        }
    }
}
