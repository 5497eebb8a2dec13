#include "gated_output.cuh"

// Products with gate and up for many rows, with the activation fused: out = act(x · Gᵀ) * (x · Uᵀ)
// as bf16, the same bits as a product followed by `swiglu` or `geglu`, without storing floats.
//
// W is [2 * width, k], the rows of G before those of U; width is a multiple of 16. Tiles of both
// alternate, so that a warp has a column's gate and up.
//
// Launch: like gemm_wide.cu's kernel of that tile, with N = 2 * width. `y`, float [M, 2 * width],
// holds totals where there are several slices, k > 4,096; otherwise it may be null.
// out: bf16 [M, stride], whose columns from width on become zero.

#define GEMM_GATED(name, ...)                                                                      \
    KERNEL((Shape<__VA_ARGS__>::threads))                                                          \
    name(bf16 *out, float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int width,   \
         int k, int stride, int is_gelu) {                                                         \
        const GatedOutput output = {out, y, bias, m, width, stride, is_gelu != 0};                 \
        gemm_wide<Shape<__VA_ARGS__>, BF16>(output, x, w, m, 2 * width, k);                       \
    }

GEMM_GATED(gemm_gated_128x256, 2, 4, 4, 8, 1, 4)
GEMM_GATED(gemm_gated_128x128, 2, 2, 4, 8, 1, 4)
GEMM_GATED(gemm_gated_64x128, 2, 2, 2, 8, 1, 4)
