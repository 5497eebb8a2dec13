#include "ck_gemm.h"

// Products of a sum packed at a time: 48 columns × 2,048 are 384 KiB, which stay in L2.
#define CK_CHUNK 2048

#define CK_BODY "../differentiable/multiply_body.h"
#include "../compute/variants.h"

int64_t ck_multiply_scratch(int64_t m, int64_t count) {
    // 48 floats: at most three groups of 16. One chunk needs the sums of a single tile.
    return count > CK_CHUNK ? 48 * (CK_CHUNK + m) : 48 * (count + 8);
}

void ck_multiply_f32(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                     const float *w, int64_t w_stride, int64_t inputs, const float *bias,
                     int adding, int64_t begin, int64_t end, float *scratch, ck_isa isa) {
    CK_DISPATCH(isa, multiply, y, y_stride, x, x_stride, m, w, w_stride, inputs, bias, adding,
                begin, end, scratch)
}

void ck_multiply_backward_f32(float *dx, int64_t dx_stride, const float *dy, int64_t dy_stride,
                              int64_t m, const float *w, int64_t w_stride, int64_t outputs,
                              int adding, int64_t begin, int64_t end, float *scratch, ck_isa isa) {
    CK_DISPATCH(isa, multiply_backward, dx, dx_stride, dy, dy_stride, m, w, w_stride, outputs,
                adding, begin, end, scratch)
}
