// Rows by their numbers: read, and added to in a fixed order. Embeddings and their gradient too.
//
// Launch: grid (rows, or groups of equal rows; ⌈width / 128⌉), 128 threads.
#include "dialect.cuh"

/// y[i] = scale · x[rows[i]].
KERNEL(128)
gather_rows(
    float *y, int y_stride, const float *x, int x_stride, const int *rows, int width,
    float scale) {
    const int column = blockIdx.y * 128 + threadIdx.x;
    if (column >= width) return;
    const long long from = rows[blockIdx.x], to = blockIdx.x;
    y[to * y_stride + column] = scale * x[from * x_stride + column];
}

/// x[rows[g]] = x[rows[g]] + scale · y[i] for each i of group g, in the order of `order`: from
/// order[starts[g]] to before order[starts[g + 1]]. No row is in two groups.
KERNEL(128)
scatter_rows(
    float *x, int x_stride, const float *y, int y_stride, const int *rows, const int *starts,
    const int *order, int width, float scale) {
    const int column = blockIdx.y * 128 + threadIdx.x;
    if (column >= width) return;
    float *to = x + static_cast<long long>(rows[blockIdx.x]) * x_stride + column;
    float sum = *to;
    const int end = starts[blockIdx.x + 1];
#pragma unroll 4
    for (int i = starts[blockIdx.x]; i < end; ++i)
        sum = sum + scale * y[static_cast<long long>(order[i]) * y_stride + column];
    *to = sum;
}
