// Norms of rows: root mean square, or mean and variance.
//
// Launch: a block a row of the output, 256 threads.
#include "norm.cuh"

/// y = norm(x). x: [.., width]; y: bf16 [rows, stride], whose columns from `width` on become 0.
/// `rows`: for each row of y, the row of x to read; null for the same one.
template <bool centred>
DEVICE void normalise(
    bf16 *y, const float *x, const int *rows, const float *gain, const float *bias, int width,
    int stride, float epsilon) {
    const int row = rows ? rows[blockIdx.x] : blockIdx.x;
    const float *source = x + (long long)row * width;
    const Moments found = moments<centred>(source, width, epsilon);
    bf16 *target = y + (long long)blockIdx.x * stride;
    for (int i = threadIdx.x; i < stride; i += blockDim.x)
        target[i] = i < width ? float_to_bf16(normalised(source[i], found, gain, bias, i)) : 0;
}

/// y = y + norm(x). x and y: [rows, width].
template <bool centred>
DEVICE void add_normalised(
    float *y, const float *x, const float *gain, const float *bias, int width, float epsilon) {
    const float *source = x + (long long)blockIdx.x * width;
    const Moments found = moments<centred>(source, width, epsilon);
    float *target = y + (long long)blockIdx.x * width;
    for (int i = threadIdx.x; i < width; i += blockDim.x)
        target[i] += normalised(source[i], found, gain, bias, i);
}

KERNEL(256)
rms_norm(
    bf16 *y, const float *x, const int *rows, const float *gain, const float *bias, int width,
    int stride, float epsilon) {
    normalise<false>(y, x, rows, gain, bias, width, stride, epsilon);
}

KERNEL(256)
layer_norm(
    bf16 *y, const float *x, const int *rows, const float *gain, const float *bias, int width,
    int stride, float epsilon) {
    normalise<true>(y, x, rows, gain, bias, width, stride, epsilon);
}

KERNEL(256)
add_rms_norm(
    float *y, const float *x, const float *gain, const float *bias, int width, float epsilon) {
    add_normalised<false>(y, x, gain, bias, width, epsilon);
}

KERNEL(256)
add_layer_norm(
    float *y, const float *x, const float *gain, const float *bias, int width, float epsilon) {
    add_normalised<true>(y, x, gain, bias, width, epsilon);
}
