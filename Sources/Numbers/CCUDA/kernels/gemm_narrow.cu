#include "gemm_narrow.cuh"

// Launch: see gemm_narrow.cuh.

/// M at most 8.
KERNEL(384) gemm_narrow_8(float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int n,
                          int k, int depth, int add, float cap) {
    gemm_narrow<BF16, 1>(y, x, w, bias, m, n, k, depth, add, cap, NoScales());
}

/// M at most 16.
KERNEL(384) gemm_narrow_16(float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int n,
                           int k, int depth, int add, float cap) {
    gemm_narrow<BF16, 2>(y, x, w, bias, m, n, k, depth, add, cap, NoScales());
}
