// The feed-forward's activations: y = act(gate) · up, or max(up, 0)².
//
// Launch: grid (⌈stride / 256⌉, rows), 256 threads.
#include "activation.cuh"

DEVICE float squared_positive(float x) {
    const float positive = fmaxf(x, 0);
    return positive * positive;
}

/// y: bf16 [rows, stride], whose columns from `width` on become 0. x: [rows, 2·width] gate and up
/// side by side, or [rows, width].
KERNEL(256)
swiglu(bf16 *y, const float *x, int width, int stride) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    const float *row = x + (long long)blockIdx.y * 2 * width + column;
    if (column < stride)
        y[(long long)blockIdx.y * stride + column] =
            column < width ? float_to_bf16(silu(row[0]) * row[width]) : 0;
}

KERNEL(256)
geglu(bf16 *y, const float *x, int width, int stride) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    const float *row = x + (long long)blockIdx.y * 2 * width + column;
    if (column < stride)
        y[(long long)blockIdx.y * stride + column] =
            column < width ? float_to_bf16(gelu(row[0]) * row[width]) : 0;
}

KERNEL(256)
squared_relu(bf16 *y, const float *x, int width, int stride) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    const float *row = x + (long long)blockIdx.y * width + column;
    if (column < stride)
        y[(long long)blockIdx.y * stride + column] =
            column < width ? float_to_bf16(squared_positive(row[0])) : 0;
}
