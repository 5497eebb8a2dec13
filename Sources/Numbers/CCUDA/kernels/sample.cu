// Chooses each row's next token from its logits. A choice depends on its row alone, to the last
// bit.
//
// Launch: a block a row, 512 threads.
#include "draw.cuh"

/// logits: [rows, stride], of which the first `count` are tokens.
/// temperature: 0 takes the most likely token, the lowest id of equals.
/// top_k: keeps logits of at least the k-th greatest; 0 keeps all.
/// top_p: keeps the fewest most likely tokens whose weights reach this share; 1 keeps all.
/// min_p: keeps tokens of at least this share of the greatest weight.
/// typical_p: keeps the tokens nearest to the entropy that reach this share; 1 keeps all.
/// uniform: the draw, in 0..<1; the tokens kept are walked in ascending order.
/// token, log_probability: [rows], the choice and the natural logarithm of its probability at
/// temperature 1.
KERNEL(512)
sample(
    int *token, float *log_probability, const float *logits, int count, int stride,
    const float *temperature, const int *top_k, const float *top_p, const float *min_p,
    const float *typical_p, const double *uniform) {
    const int index = blockIdx.x;
    const Row row = {logits + (long long)index * stride, count};
    int chosen = most_likely(row);
    const float greatest = row.logits[chosen];
    // If all logits are minus infinity, no token has a weight to draw by.
    if (temperature[index] > 0 && order_of(greatest) > order_of(-bits_to_float(0x7f800000u))) {
        const Scale scale = {greatest, 1 / temperature[index]};
        Kept kept = everything();
        if (top_k[index] > 0 && top_k[index] < count)
            keep_most_likely(row, top_k[index], scale, kept);
        if (top_p[index] < 1) keep_nucleus(row, top_p[index], scale, kept);
        kept.lightest = (weight_t)((double)min_p[index] * (double)weight_one);
        if (typical_p[index] < 1) keep_typical(row, typical_p[index], scale, kept);
        chosen = draw(row, scale, kept, uniform[index]);
    }
    const float found = log_probability_of(row, chosen, {greatest, 1});
    if (threadIdx.x == 0) {
        token[index] = chosen;
        log_probability[index] = found;
    }
}

/// Computes the natural logarithms of given tokens' probabilities, e.g. without penalties.
KERNEL(512)
score(
    float *log_probability, const int *token, const float *logits, int count, int stride) {
    const int index = blockIdx.x;
    const Row row = {logits + (long long)index * stride, count};
    const float greatest = row.logits[most_likely(row)];
    const float found = log_probability_of(row, token[index], {greatest, 1});
    if (threadIdx.x == 0) log_probability[index] = found;
}
