// The output head's log-probabilities, and their gradient in place of the logits.
//
// With z' = cap · tanh(z / cap), or z without a cap: log p = z'[target] - log Σ exp(z'), and
//     dz = factor · (onehot - softmax(z')) · (1 - (z' / cap)²)
#include "block.cuh"

/// logits: [rows, stride], of which `width` columns count; overwritten by the capped ones, or by dz
/// if there are `factors`: [rows], dL/d(log p), or null. log_probabilities: [rows].
///
/// Launch: a block a row, 512 threads.
KERNEL(512)
cross_entropy(
    float *logits, const int *targets, const float *factors, float *log_probabilities, int width,
    int stride, float cap) {
    float *z = logits + static_cast<long long>(blockIdx.x) * stride;
    float most = minus_infinity();
#pragma unroll 4
    for (int i = threadIdx.x; i < width; i += 512) {
        float value = z[i];
        if (cap > 0) z[i] = value = cap * tanhf(value / cap);
        most = fmaxf(most, value);
    }
    most = block_max(most);
    float sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x; i < width; i += 512) sum += expf(z[i] - most);
    const float log_sum = most + logf(block_sum(sum));
    const int target = targets[blockIdx.x];
    // The block's barriers are behind: every thread sees the capped logit.
    if (threadIdx.x == 0) log_probabilities[blockIdx.x] = z[target] - log_sum;
    if (!factors) return;
    BARRIER();
    const float factor = factors[blockIdx.x];
#pragma unroll 4
    for (int i = threadIdx.x; i < width; i += 512) {
        const float value = z[i], p = expf(value - log_sum);
        const float slope = cap > 0 ? 1 - value / cap * (value / cap) : 1;
        z[i] = factor * ((i == target ? 1 : 0) - p) * slope;
    }
}
