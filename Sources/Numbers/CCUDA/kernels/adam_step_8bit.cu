// One step of AdamW on a parameter whose moments have 8 bits: the same bits as ck_adam_8bit's
// (Sources/Numbers/CKernels/include/ck_adam_8bit.h, which says what is kept and how it is coded).
//
//     g = scale · gradient
//     m = m + (g - m) · rest1
//     v = r² · beta2 + g · rest2 · g
//     p = p · kept + m · rate / (√v / root + epsilon)
//
// with r, the root of v, in v's place; rate = -learningRate / (1 - beta1ᵗ), the rest as adam_step.cu.
// Source: Dettmers et al. 2022 (arXiv:2110.02861).
#include "block.cuh"

/// What a block's codes stand for, and the bounds between them.
struct CodeMap {
    float values[256];
    float bounds[256];
};

/// 256 moments: a moment is the map's value of its code, times `scale`.
struct EightBitMoments {
    unsigned char codes[256];
    float scale;
};

/// Codes a thread's value, none of the block's being further from 0 than `scale`.
DEVICE void encode(EightBitMoments *moments, float value, float scale, const CodeMap &map) {
    const float x = scale != 0 ? value / scale : 0;
    int code = 0;
    for (int half = 128; half > 0; half /= 2) code += x > map.bounds[code + half - 1] ? half : 0;
    moments->codes[threadIdx.x] = static_cast<unsigned char>(code == 0 && x > 0 ? 1 : code);
    if (threadIdx.x == 0) moments->scale = scale;
}

/// parameter, gradient: [count]; first, second: [⌈count / 256⌉]; maps: those of first and second.
///
/// Launch: ⌈count / 256⌉ blocks, 256 threads.
KERNEL(256)
adam_step_8bit(
    float *parameter, const float *gradient, float *first, float *second, const float *maps,
    long long count, float scale, float rest1, float beta2, float rest2, float kept, float rate,
    float root, float epsilon) {
    __shared__ CodeMap means, roots;
    const CodeMap *given = reinterpret_cast<const CodeMap *>(maps);
    means.values[threadIdx.x] = given[0].values[threadIdx.x];
    means.bounds[threadIdx.x] = given[0].bounds[threadIdx.x];
    roots.values[threadIdx.x] = given[1].values[threadIdx.x];
    roots.bounds[threadIdx.x] = given[1].bounds[threadIdx.x];
    EightBitMoments *mean = reinterpret_cast<EightBitMoments *>(first) + blockIdx.x;
    EightBitMoments *square = reinterpret_cast<EightBitMoments *>(second) + blockIdx.x;
    BARRIER();

    const long long i = static_cast<long long>(blockIdx.x) * 256 + threadIdx.x;
    float m = 0, r = 0;
    if (i < count) {
        const float g = scale * gradient[i];
        m = means.values[mean->codes[threadIdx.x]] * mean->scale;
        r = roots.values[square->codes[threadIdx.x]] * square->scale;
        m = m + (g - m) * rest1;
        r = sqrtf(r * r * beta2 + g * rest2 * g);
        parameter[i] = parameter[i] * kept + m * rate / (r / root + epsilon);
    }
    // Barriers within: every thread has read the scales before they are written.
    const float positive = block_max(m), negative = block_max(-m), greatest = block_max(r);
    const float extremum = positive >= negative ? positive : -negative;
    encode(mean, m, positive == 0 && negative == 0 ? 0.0f : extremum, means);
    encode(square, r, greatest, roots);
}
