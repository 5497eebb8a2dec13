// The feed-forward's activations: y = act(gate) · up, or max(up, 0)².
//
// Launch: grid (⌈stride / 256⌉, rows), 256 threads.
#include "activation.cuh"

DEVICE float squared_positive(float x) {
    const float positive = fmaxf(x, 0);
    return positive * positive;
}

/// Writes this thread's column of a row of y; columns from `width` on are padding and become 0.
DEVICE void put(bf16 *y, int column, int width, int stride, float value) {
    if (column < stride)
        y[(long long)blockIdx.y * stride + column] = column < width ? float_to_bf16(value) : 0;
}

/// y: bf16 [rows, stride], whose columns from `width` on become 0. x: [rows, 2·width], gate and up
/// side by side.
DEVICE void gated(bf16 *y, const float *x, int width, int stride, bool is_gelu) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    // Threads in the padding read the last column, so that none reads past the row.
    const float *row = x + (long long)blockIdx.y * 2 * width + min(column, width - 1);
    put(y, column, width, stride, (is_gelu ? gelu(row[0]) : silu(row[0])) * row[width]);
}

KERNEL(256)
swiglu(bf16 *y, const float *x, int width, int stride) { gated(y, x, width, stride, false); }

KERNEL(256)
geglu(bf16 *y, const float *x, int width, int stride) { gated(y, x, width, stride, true); }

/// y = max(x, 0)². x: [rows, width], up alone; y as for `gated`.
KERNEL(256)
squared_relu(bf16 *y, const float *x, int width, int stride) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    const float *row = x + (long long)blockIdx.y * width + min(column, width - 1);
    put(y, column, width, stride, squared_positive(row[0]));
}
