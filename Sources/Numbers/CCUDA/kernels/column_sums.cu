// Sums over rows, block by block: a block's sum begins at zero, and is then added.
#include "column_sums.cuh"

/// sums[b] = Σ of x's rows from bounds[2b] to before bounds[2b + 1]. sums: [blocks, width].
///
/// Launch: see column_sums.cuh.
KERNEL(256)
column_sums(float *sums, const float *x, int stride, const int *bounds, int width) {
    const long long first = bounds[2 * blockIdx.y];
    const int count = bounds[2 * blockIdx.y + 1] - bounds[2 * blockIdx.y];
    const int column = sum_column();
    float sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x / 32; i < count; i += sum_rows)
        sum += column < width ? x[(first + i) * stride + column] : 0;
    store_column_sum(sums, sum, width);
}

/// y = y + scale · sums[0] + scale · sums[1]...: one after the other. y: [rows, width]. sums:
/// [blocks, rows, width].
///
/// Launch: grid (⌈width / 128⌉, rows), 128 threads.
KERNEL(128)
add_sums(float *y, int stride, const float *sums, int blocks, int width, float scale) {
    const int column = blockIdx.x * 128 + threadIdx.x;
    if (column >= width) return;
    float *to = y + static_cast<long long>(blockIdx.y) * stride + column;
    const long long all = static_cast<long long>(gridDim.y) * width;
    sums += static_cast<long long>(blockIdx.y) * width + column;
    float sum = *to;
#pragma unroll 8
    for (int block = 0; block < blocks; ++block) sum += scale * sums[block * all];
    *to = sum;
}
