// Weights of tokens as integers, so that their sums are exact and the same in whatever order
// threads add them.
#pragma once
#include "dialect.cuh"

typedef unsigned long long weight_t;

/// Weight of the most likely token; the sum over a vocabulary of 2^22 still fits in 64 bits.
static const weight_t weight_one = 1ull << 40;

/// A row of logits.
struct Row {
    const float *logits;
    int count;
};

/// The numbers that turn a row's logits into weights.
struct Scale {
    /// The greatest logit.
    float greatest;
    /// 1 / temperature.
    float inverse;
};

/// e^((logit - greatest) / temperature) · 2^40, rounded down.
DEVICE weight_t weight_of(float logit, Scale scale) {
    return (weight_t)(expf((logit - scale.greatest) * scale.inverse) * (float)weight_one);
}

/// Maps a float to its order: 32 bits that compare as the floats do.
DEVICE unsigned order_of(float value) {
    const unsigned bits = float_to_bits(value);
    // All bits of a negative float are flipped, only the sign of another.
    return bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u);
}

/// Maps an order back to its float.
DEVICE float value_of(unsigned order) {
    return bits_to_float(order ^ (order >> 31 ? 0x80000000u : 0xffffffffu));
}

/// 64 bits from a lane, in two halves.
DEVICE unsigned long long shuffle(unsigned long long x, int lane) {
    const unsigned low = shuffle((int)(unsigned)x, lane), high = shuffle((int)(x >> 32), lane);
    return (unsigned long long)high << 32 | low;
}

/// The warp's sum of integers, in every lane.
DEVICE unsigned long long warp_total(unsigned long long x) {
    for (int mask = 16; mask > 0; mask /= 2) x += shuffle(x, (threadIdx.x % 32) ^ mask);
    return x;
}

/// The sum of this lane's number and those of all lanes below.
DEVICE unsigned long long warp_running_total(unsigned long long x) {
    const int lane = threadIdx.x % 32;
    for (int step = 1; step < 32; step *= 2) {
        const unsigned long long below = shuffle(x, max(lane - step, 0));
        if (lane >= step) x += below;
    }
    return x;
}

/// Σ value over the block, the same in every thread.
DEVICE weight_t block_total(weight_t value) {
    __shared__ weight_t sum;
    // Threads may still be reading the sum of the call before.
    BARRIER();
    if (threadIdx.x == 0) sum = 0;
    BARRIER();
    if (value > 0) atomic_add(&sum, value);
    BARRIER();
    return sum;
}

/// The most likely token, the lowest id of equals.
DEVICE int most_likely(Row row) {
    // Logit's order in the high half, token's complement in the low: the greatest number is the
    // greatest logit and, of equals, the lowest id.
    __shared__ weight_t best;
    BARRIER();
    if (threadIdx.x == 0) best = 0;
    BARRIER();
    weight_t mine = 0;
    for (int token = threadIdx.x; token < row.count; token += blockDim.x) {
        const weight_t found = (weight_t)order_of(row.logits[token]) << 32 | ~(unsigned)token;
        if (found > mine) mine = found;
    }
    atomic_max(&best, mine);
    BARRIER();
    return (int)~(unsigned)best;
}

/// The natural logarithm of a token's probability at temperature 1; `scale` is that temperature's.
DEVICE float log_probability_of(Row row, int token, Scale scale) {
    weight_t mine = 0;
    for (int i = threadIdx.x; i < row.count; i += blockDim.x)
        mine += weight_of(row.logits[i], scale);
    const double all = (double)block_total(mine) / (double)weight_one;
    return (float)((double)(row.logits[token] - scale.greatest) - log(all));
}
