// Rows of floats: filled, copied, added, scaled. A matrix without gaps between its rows comes as
// one long row.
//
// Launch: grid (⌈width / 256⌉, at most 65,535 rows), 256 threads; a block takes every gridDim.y-th
// row.
#include "dialect.cuh"

/// Calls `body(row, column)` for this thread's column of every row that the block takes.
template <class Body>
DEVICE void for_rows(int rows, long long width, const Body &body) {
    const long long column = static_cast<long long>(blockIdx.x) * 256 + threadIdx.x;
    if (column >= width) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) body(row, column);
}

/// y = value.
KERNEL(256) fill_rows(float *y, int stride, int rows, long long width, float value) {
    for_rows(rows, width, [&](long long row, long long column) {
        y[row * stride + column] = value;
    });
}

/// y = x.
KERNEL(256)
copy_rows(float *y, int y_stride, const float *x, int x_stride, int rows, long long width) {
    for_rows(rows, width, [&](long long row, long long column) {
        y[row * y_stride + column] = x[row * x_stride + column];
    });
}

/// y = y + scale · x.
KERNEL(256)
add_rows(
    float *y, int y_stride, const float *x, int x_stride, int rows, long long width, float scale) {
    for_rows(rows, width, [&](long long row, long long column) {
        float *to = y + row * y_stride + column;
        *to = *to + scale * x[row * x_stride + column];
    });
}

/// x[row] = factors[row] · x[row].
KERNEL(256)
scale_rows(float *x, int stride, const float *factors, int rows, long long width) {
    for_rows(rows, width, [&](long long row, long long column) {
        x[row * stride + column] *= factors[row];
    });
}
