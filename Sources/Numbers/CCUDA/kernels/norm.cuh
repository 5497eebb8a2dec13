// The norm of one vector, by all threads of a block: root mean square, or mean and variance
// (`centred`). Sums are in float: over a thread's strided columns, then over the block.
#pragma once
#include "block.cuh"

/// A row's mean (0 for root mean square) and 1/√(variance + epsilon).
struct Moments {
    float mean;
    float scale;
};

template <bool centred>
DEVICE Moments moments(const float *x, int width, float epsilon) {
    float mean = 0;
    if (centred) {
        float sum = 0;
        for (int i = threadIdx.x; i < width; i += blockDim.x) sum += x[i];
        mean = block_sum(sum) / (float)width;
    }
    float squares = 0;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        const float difference = x[i] - mean;
        squares = fmaf(difference, difference, squares);
    }
    return {mean, 1 / sqrtf(block_sum(squares) / (float)width + epsilon)};
}

/// An element of the norm; `bias` may be null.
DEVICE float normalised(
    float x, Moments moments, const float *gain, const float *bias, int column) {
    const float value = (x - moments.mean) * moments.scale * gain[column];
    return bias ? value + bias[column] : value;
}
