#include "ck_matmul.h"

// Columns widened at a time: 48 rows × 128 columns are 24 KiB, so panel and activations stay in L1.
#define CK_CHUNK(w)                                                                                \
    ((w)->form == CK_FORM_ROWS && (w)->block_elements > 128 ? (w)->block_elements : 128)

#define CK_BODY "matmul_body.h"
#include "variants.h"

int64_t ck_matmul_scratch(const ck_matrix *w, int64_t m) {
    return 49 * CK_CHUNK(w) + 48 * m;
}

void ck_matmul_f32(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                   const ck_matrix *w, const float *bias, int accumulate, int64_t begin,
                   int64_t end, float *scratch, ck_isa isa) {
    CK_DISPATCH(isa, matmul, y, y_stride, x, x_stride, m, w, bias, accumulate, begin, end, scratch)
}
