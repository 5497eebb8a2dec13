#include "gemm_narrow.cuh"
#include "plain_output.cuh"

// Products of fp8 (E4M3), on GPUs of compute capability 8.9 and later: half the bytes of bf16.
// Hopper has no such instruction for a warp and converts to fp16 first, which leaves larger tiles
// no registers.
//
// x: E4M3 [M, 2k] row-major. W: E4M3 in the order of gemm.cuh, with pairs of columns in place of
// columns; k counts pairs and is a multiple of 32. row_scales: [M] and column_scales: [N] are the
// divisors of the rows of x and of W.
//
// Launch: as the bf16 kernels of the same tile; 64x128 with 256 threads.

/// M at most 8.
KERNEL(384)
gemm_fp8_narrow_8(float *y, const bf16 *x, const bf16 *w, const float *bias,
                  const float *row_scales, const float *column_scales, int m, int n, int k,
                  int depth, int add, float cap) {
    const Scales scales = {row_scales, column_scales};
    gemm_narrow<FP8, 1>(y, x, w, bias, m, n, k, depth, add, cap, scales);
}

/// M at most 16.
KERNEL(384)
gemm_fp8_narrow_16(float *y, const bf16 *x, const bf16 *w, const float *bias,
                   const float *row_scales, const float *column_scales, int m, int n, int k,
                   int depth, int add, float cap) {
    const Scales scales = {row_scales, column_scales};
    gemm_narrow<FP8, 2>(y, x, w, bias, m, n, k, depth, add, cap, scales);
}

#define GEMM_FP8(name, ...)                                                                        \
    KERNEL((Shape<__VA_ARGS__>::threads))                                                          \
    name(float *y, const bf16 *x, const bf16 *w, const float *bias, const float *row_scales,       \
         const float *column_scales, int m, int n, int k, int add, float cap) {                    \
        const Scales scales = {row_scales, column_scales};                                         \
        const PlainOutput<Scales> output = {scales, y, bias, m, n, add != 0, cap};                 \
        gemm_wide<Shape<__VA_ARGS__>, FP8>(output, x, w, m, n, k);                               \
    }

GEMM_FP8(gemm_fp8_wide_64x128, 4, 2, 1, 8, 1, 4)
GEMM_FP8(gemm_fp8_wide_32x64, 2, 2, 1, 4, 2, 8)
