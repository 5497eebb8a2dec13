// Applies penalties (repetition, presence, frequency) and bans of tokens to logits.
//
// Launch: a block a row, 128 threads.
#include "dialect.cuh"

/// logits: [rows, stride]. first: [rows + 1], where each row's entries begin.
/// token: an entry's token, each at most once in a row, as entries are changed in parallel; count:
/// how often the reply has it, or -1 if it is banned.
/// repetition divides positive logits and multiplies negative ones; presence is subtracted where
/// the reply has the token, frequency as often as it does. All: [rows].
/// original: receives the entries' logits as they were, for `restore`.
KERNEL(128)
penalise(
    float *logits, float *original, int stride, const int *first, const int *token,
    const int *count, const float *repetition, const float *presence, const float *frequency) {
    const int row = blockIdx.x;
    for (int entry = first[row] + threadIdx.x; entry < first[row + 1]; entry += blockDim.x) {
        float *target = logits + (long long)row * stride + token[entry];
        float logit = *target;
        original[entry] = logit;
        logit = logit > 0 ? logit / repetition[row] : logit * repetition[row];
        if (count[entry] > 0)
            logit -= presence[row] + (float)count[entry] * frequency[row];
        *target = count[entry] < 0 ? -bits_to_float(0x7f800000u) : logit;
    }
}

/// Restores the logits that `penalise` changed.
KERNEL(128)
restore(float *logits, const float *original, int stride, const int *first, const int *token) {
    const int row = blockIdx.x;
    for (int entry = first[row] + threadIdx.x; entry < first[row + 1]; entry += blockDim.x)
        logits[(long long)row * stride + token[entry]] = original[entry];
}
