// Reductions over all threads of a block, a multiple of 32. Every thread gets the same bits, in
// whatever order threads run.
#pragma once
#include "dialect.cuh"

/// Σ value: butterflies in each warp, then the warps' sums in ascending order.
DEVICE float block_sum(float value) {
    __shared__ float sums[32];
    float sum = warp_sum(value);
    if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = sum;
    BARRIER();
    sum = 0;
    for (int warp = 0; warp < blockDim.x / 32; ++warp) sum += sums[warp];
    // The next call overwrites `sums`.
    BARRIER();
    return sum;
}

/// The block's greatest value.
DEVICE float block_max(float value) {
    __shared__ float greatest[32];
    float most = warp_max(value);
    if (threadIdx.x % 32 == 0) greatest[threadIdx.x / 32] = most;
    BARRIER();
    most = greatest[0];
    for (int warp = 1; warp < blockDim.x / 32; ++warp) most = fmaxf(most, greatest[warp]);
    BARRIER();
    return most;
}

/// Σ value in double precision, by all `threads` of the block, a power of two: halves are added to
/// each other. Takes 8 bytes of dynamic shared memory a thread.
template <int threads> DEVICE double block_sum_double(double value) {
    DYNAMIC_SHARED(shared);
    double *sums = reinterpret_cast<double *>(shared);
    sums[threadIdx.x] = value;
    for (int half = threads / 2; half > 0; half /= 2) {
        BARRIER();
        if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
    }
    BARRIER();
    value = sums[0];
    BARRIER();
    return value;
}
