// The output head's log-probabilities, and their gradient in place of the logits.
//
// With z' = cap · tanh(z / cap), or z without a cap: log p = z'[target] - log Σ exp(z'), and
//     dz = factor · (onehot - softmax(z')) · (1 - (z' / cap)²)
#include "block.cuh"

/// logits: [rows, stride], of which `width` columns count; overwritten by the capped ones, or by dz
/// if there are `factors`: [rows], dL/d(log p), or null. log_probabilities: [rows].
///
/// Launch: a block a row, 512 threads, 4,096 bytes.
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
    // What equals the maximum is counted, so that log p near 0 and 1 - p keep their digits.
    float others = 0, maxima = 0;
#pragma unroll 4
    for (int i = threadIdx.x; i < width; i += 512) {
        if (z[i] == most) maxima += 1;
        else others += expf(z[i] - most);
    }
    const double rest = block_sum_double<512>(others) + (block_sum(maxima) - 1);
    const int target = targets[blockIdx.x];
    const float hit = z[target] - most;
    if (threadIdx.x == 0)
        log_probabilities[blockIdx.x] = static_cast<float>(hit - log1p(rest));
    if (!factors) return;
    BARRIER();
    const float factor = factors[blockIdx.x], share = static_cast<float>(1 / (1 + rest));
    const float missing = hit == 0 ? static_cast<float>(rest / (1 + rest)) : 1 - expf(hit) * share;
#pragma unroll 4
    for (int i = threadIdx.x; i < width; i += 512) {
        const float value = z[i];
        const float slope = cap > 0 ? 1 - value / cap * (value / cap) : 1;
        z[i] = factor * (i == target ? missing : -expf(value - most) * share) * slope;
    }
}
