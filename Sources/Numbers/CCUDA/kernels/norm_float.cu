// Norms of floats and their gradients, over heads of `width` columns; root mean square, or mean and
// variance (`centred`).
//
// With n = (x - mean) · scale, g = gain + offset and h = dY · g:
//     y = n · g + bias
//     dX = scale · (h - mean(h) - n · mean(h · n)), without mean(h) unless centred
//     dGain = Σ dY · n, dBias = Σ dY
// Sources: Zhang & Sennrich 2019 (arXiv:1910.07467), Ba et al. 2016 (arXiv:1607.06450).
//
// Launch, but for the sums: a block a head of a row, 32 threads up to 256 columns, else 256.
#include "column_sums.cuh"
#include "norm.cuh"

DEVICE Moments head_moments(const float *x, int width, float epsilon, int centred) {
    return centred ? moments<true>(x, width, epsilon) : moments<false>(x, width, epsilon);
}

/// The first column of this block's head.
DEVICE long long head_start(int stride, int heads, int width) {
    return static_cast<long long>(blockIdx.x / heads) * stride + blockIdx.x % heads * width;
}

/// y = norm(x). x, y: [rows, heads · width]. gain, bias: [width]; bias may be null.
KERNEL(256)
norm_float(
    float *y, int y_stride, const float *x, int x_stride, const float *gain, float offset,
    const float *bias, int heads, int width, float epsilon, int centred) {
    const float *source = x + head_start(x_stride, heads, width);
    float *target = y + head_start(y_stride, heads, width);
    const Moments found = head_moments(source, width, epsilon, centred);
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        const float value = (source[i] - found.mean) * found.scale * (gain[i] + offset);
        target[i] = bias ? value + bias[i] : value;
    }
}

/// dX of dY; added to dX if `adding`, else dX may be dY.
KERNEL(256)
norm_float_backward(
    float *dx, int dx_stride, const float *dy, int dy_stride, const float *x, int x_stride,
    const float *gain, float offset, int heads, int width, float epsilon, int centred,
    int adding) {
    const float *source = x + head_start(x_stride, heads, width);
    const float *gradient = dy + head_start(dy_stride, heads, width);
    float *target = dx + head_start(dx_stride, heads, width);
    const Moments found = head_moments(source, width, epsilon, centred);
    float sum = 0, product = 0;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        const float h = gradient[i] * (gain[i] + offset);
        sum += h;
        product = fmaf(h, (source[i] - found.mean) * found.scale, product);
    }
    const float mean = centred ? block_sum(sum) / (float)width : 0;
    const float slope = block_sum(product) / (float)width;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        const float h = gradient[i] * (gain[i] + offset);
        const float n = (source[i] - found.mean) * found.scale;
        const float value = found.scale * (h - mean - n * slope);
        target[i] = adding ? target[i] + value : value;
    }
}

/// Mean and scale of every head of every row. moments: [rows · heads, 2].
KERNEL(256)
norm_float_moments(
    float *moments, const float *x, int x_stride, int heads, int width, float epsilon,
    int centred) {
    const Moments found =
        head_moments(x + head_start(x_stride, heads, width), width, epsilon, centred);
    if (threadIdx.x == 0) moments[2 * blockIdx.x] = found.mean;
    if (threadIdx.x == 0) moments[2 * blockIdx.x + 1] = found.scale;
}

/// For each block of rows, the sums over its rows and their heads of dGain and dBias; either may be
/// null. gain_sums, bias_sums: [blocks, width]. bounds: first and last row (exclusive) of each
/// block.
///
/// Launch: see column_sums.cuh.
KERNEL(256)
norm_float_sums(
    float *gain_sums, float *bias_sums, const float *dy, int dy_stride, const float *x,
    int x_stride, const float *moments, const int *bounds, int heads, int width) {
    const long long first = bounds[2 * blockIdx.y];
    const int count = (bounds[2 * blockIdx.y + 1] - bounds[2 * blockIdx.y]) * heads;
    const int column = sum_column();
    float gain = 0, bias = 0;
#pragma unroll 4
    for (int i = threadIdx.x / 32; i < count; i += sum_rows) {
        const long long row = first + i / heads;
        const int at = i % heads * width + column;
        const float *found = moments + 2 * (first * heads + i);
        const float gradient = column < width ? dy[row * dy_stride + at] : 0;
        const float value = column < width ? x[row * x_stride + at] : 0;
        gain = fmaf(gradient, (value - found[0]) * found[1], gain);
        bias += gradient;
    }
    if (gain_sums) store_column_sum(gain_sums, gain, width);
    if (bias_sums) store_column_sum(bias_sums, bias, width);
}
