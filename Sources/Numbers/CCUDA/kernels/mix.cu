// Gathers rows for the experts that they are routed to, and adds the experts' results.
//
// Launch: a block a row of the output, 128 threads.
#include "dialect.cuh"

/// y: bf16 [slots, stride]: each slot is the row of x that `rows` names, or zeros if negative.
KERNEL(128)
gather(bf16 *y, const bf16 *x, const int *rows, int stride) {
    const int row = rows[blockIdx.x];
    bf16 *target = y + (long long)blockIdx.x * stride;
    const bf16 *source = x + (long long)(row < 0 ? 0 : row) * stride;
    for (int i = threadIdx.x; i < stride; i += blockDim.x) target[i] = row < 0 ? 0 : source[i];
}

/// y = y + Σ share · x over the `used` slots of a row, in their order.
/// y: [rows, width]. x: [slots, width]. slots, shares: [rows, used].
KERNEL(128)
add_shares(float *y, const float *x, const int *slots, const float *shares, int used, int width) {
    float *target = y + (long long)blockIdx.x * width;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        float sum = target[i];
        for (int rank = 0; rank < used; ++rank) {
            const int index = blockIdx.x * used + rank;
            sum = fmaf(shares[index], x[(long long)slots[index] * width + i], sum);
        }
        target[i] = sum;
    }
}
