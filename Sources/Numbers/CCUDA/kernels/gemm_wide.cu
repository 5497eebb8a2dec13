#include "plain_output.cuh"

// Products with many rows.
//
// Launch, with the tile's rows of W by rows of x in the kernel's name (R x C):
//     grid (N rounded up to R) / R * (M rounded up to C) / C, in x alone; the blocks that run
//     together share rows of both operands.
//     block and dynamic shared memory: 128x256: 256 and 98,304 bytes; 128x128: 128 and 65,536;
//     64x128: 128 and 49,152; 32x64: 128 and 98,304.
// 128x256 for prefill, 128x128 and 64x128 where that gives too few blocks for the GPU, 32x64 for
// 17 to 64 rows.

#define GEMM_WIDE(name, ...)                                                                       \
    KERNEL((Shape<__VA_ARGS__>::threads))                                                          \
    name(float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int n, int k, int add,  \
         float cap) {                                                                              \
        const PlainOutput<NoScales> output = {{}, y, bias, m, n, add != 0, cap};                   \
        gemm_wide<Shape<__VA_ARGS__>, BF16>(output, x, w, m, n, k);                               \
    }

GEMM_WIDE(gemm_wide_128x256, 2, 4, 4, 8, 1, 4)
GEMM_WIDE(gemm_wide_128x128, 2, 2, 4, 8, 1, 4)
GEMM_WIDE(gemm_wide_64x128, 2, 2, 2, 8, 1, 4)
GEMM_WIDE(gemm_wide_32x64, 2, 2, 1, 4, 2, 8)
