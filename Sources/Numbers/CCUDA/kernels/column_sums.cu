// Sums over rows, block by block: a block's sum begins at zero, and is then added.
#include "dialect.cuh"

/// sums[b] = Σ of x's rows from bounds[2b] to before bounds[2b + 1], ascending. sums: [blocks,
/// width].
///
/// Launch: grid (⌈width / 128⌉, blocks), 128 threads.
KERNEL(128)
column_sums(float *sums, const float *x, int stride, const int *bounds, int width) {
    const int column = blockIdx.x * 128 + threadIdx.x;
    if (column >= width) return;
    const int end = bounds[2 * blockIdx.y + 1];
    float sum = 0;
#pragma unroll 4
    for (int row = bounds[2 * blockIdx.y]; row < end; ++row)
        sum += x[static_cast<long long>(row) * stride + column];
    sums[static_cast<long long>(blockIdx.y) * width + column] = sum;
}

/// y = y + sums[0] + sums[1]...: one after the other.
///
/// Launch: grid ⌈width / 128⌉, 128 threads.
KERNEL(128)
add_sums(float *y, const float *sums, int blocks, int width) {
    const int column = blockIdx.x * 128 + threadIdx.x;
    if (column >= width) return;
    float sum = y[column];
#pragma unroll 4
    for (int block = 0; block < blocks; ++block)
        sum += sums[static_cast<long long>(block) * width + column];
    y[column] = sum;
}
