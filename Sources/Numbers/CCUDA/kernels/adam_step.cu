// One step of AdamW on a parameter.
//
//     g = scale · gradient
//     m = m + (1 - beta1) · (g - m)
//     v = beta2 · v + (1 - beta2) · g²
//     p = p · kept - rate · m / (√v / root + epsilon)
//
// kept = 1 - learningRate · decay, rate = learningRate / (1 - beta1ᵗ), root = √(1 - beta2ᵗ),
// rounded from double precision by the caller, in the order of torch.optim.AdamW.
// Source: Loshchilov & Hutter 2019 (arXiv:1711.05101), algorithm 2.
#include "dialect.cuh"

/// parameter, gradient, first, second: [count].
///
/// Launch: ⌈count / 256⌉ blocks, 256 threads.
KERNEL(256)
adam_step(
    float *parameter, const float *gradient, float *first, float *second, long long count,
    float scale, float rest1, float beta2, float rest2, float kept, float rate, float root,
    float epsilon) {
    const long long i = static_cast<long long>(blockIdx.x) * 256 + threadIdx.x;
    if (i >= count) return;
    const float g = scale * gradient[i];
    const float m = fmaf(rest1, g - first[i], first[i]);
    const float v = fmaf(rest2 * g, g, beta2 * second[i]);
    first[i] = m;
    second[i] = v;
    parameter[i] = parameter[i] * kept - rate * (m / (sqrtf(v) / root + epsilon));
}
