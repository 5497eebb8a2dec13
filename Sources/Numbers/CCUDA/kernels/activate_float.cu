// The feed-forward's activations of floats, and their gradients.
//
// Launch: grid (⌈width / 256⌉, at most 65,535 rows), 256 threads; a block takes every gridDim.y-th
// row. `kind`: 0 silu(gate) · up, 1 gelu(gate) · up (tanh formula), 2 max(up, 0)².
#include "activation.cuh"

/// A value and its derivative.
struct Slope {
    float value, derivative;
};

DEVICE Slope silu_slope(float x) {
    const float sigmoid = 1 / (1 + expf(-x));
    return {x * sigmoid, sigmoid * (1 + x * (1 - sigmoid))};
}

/// Of GELU by its tanh formula, as in activation.cuh.
DEVICE Slope gelu_slope(float x) {
    const float k = 0.7978845608028654f, square = x * x;
    const float t = tanhf(k * fmaf(0.044715f * square, x, x));
    const float inner = k * fmaf(0.134145f, square, 1);
    return {0.5f * x * (1 + t), 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * inner};
}

/// y: [rows, width]. x: [rows, 2 · width], gate and up side by side, or [rows, width], up alone.
KERNEL(256)
activate_float(
    float *y, int y_stride, const float *x, int x_stride, int rows, int width, int kind) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    if (column >= width) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        const float *source = x + row * x_stride + column;
        const float first = *source, positive = fmaxf(first, 0);
        y[row * y_stride + column] = kind == 2
            ? positive * positive
            : (kind == 1 ? gelu_slope(first) : silu_slope(first)).value * source[width];
    }
}

/// dX of dY; dX may be x.
KERNEL(256)
activate_float_backward(
    float *dx, int dx_stride, const float *dy, int dy_stride, const float *x, int x_stride,
    int rows, int width, int kind) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    if (column >= width) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        const float gradient = dy[row * dy_stride + column];
        const float *source = x + row * x_stride + column;
        float *target = dx + row * dx_stride + column;
        const float first = *source;
        if (kind == 2) {
            *target = 2 * fmaxf(first, 0) * gradient;
            continue;
        }
        const Slope slope = kind == 1 ? gelu_slope(first) : silu_slope(first);
        const float up = source[width];
        target[0] = gradient * up * slope.derivative;
        target[width] = gradient * slope.value;
    }
}
