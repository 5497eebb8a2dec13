// Sums in double precision: products of rows, squares of a whole matrix.
#include "block.cuh"

/// products[row] = Σ x[row] · y[row].
///
/// Launch: a block a row, 128 threads.
KERNEL(128)
row_products(
    float *products, const float *x, int x_stride, const float *y, int y_stride, int width) {
    const float *left = x + static_cast<long long>(blockIdx.x) * x_stride;
    const float *right = y + static_cast<long long>(blockIdx.x) * y_stride;
    double sum = 0;
    for (int i = threadIdx.x; i < width; i += 128)
        sum += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    sum = block_sum_double<128>(sum);
    if (threadIdx.x == 0) products[blockIdx.x] = static_cast<float>(sum);
}

/// sums[b] = Σ x² over the b-th 4,096 of `count` floats.
///
/// Launch: ⌈count / 4,096⌉ blocks, 256 threads.
KERNEL(256)
squared_sums(double *sums, const float *x, long long count) {
    const long long first = static_cast<long long>(blockIdx.x) * 4096;
    double sum = 0;
#pragma unroll
    for (int i = 0; i < 4096; i += 256) {
        const long long at = first + i + threadIdx.x;
        const double value = at < count ? x[at] : 0;
        sum += value * value;
    }
    sum = block_sum_double<256>(sum);
    if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}
