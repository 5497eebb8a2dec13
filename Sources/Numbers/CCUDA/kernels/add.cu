#include "dialect.cuh"

/// y[i] += x[i] for i < count.
///
/// Launch: grid (count + 255) / 256, block 256.
KERNEL(256) add(float *y, const float *x, long long count) {
    const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) y[i] += x[i];
}
