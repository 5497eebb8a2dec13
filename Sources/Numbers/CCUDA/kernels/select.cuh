// Which of a row's tokens may be drawn.
#pragma once
#include "weights.cuh"

/// The tokens that are kept: those above an order, and of those at it the ones up to an id; of all
/// these none that is too light, or whose information is too far from the entropy.
struct Kept {
    unsigned least;
    /// The last id at `least`.
    int last;
    weight_t lightest;
    /// The entropy of what top-k, top-p and min-p keep, and the logarithm of its weight over the
    /// greatest's, in nats.
    float entropy;
    float log_total;
    float farthest;
};

static const int unlimited = 0x7fffffff;

DEVICE Kept everything() { return {0, unlimited, 0, 0, 0, bits_to_float(0x7f800000u)}; }

/// How far a token's information -log p is from the entropy.
DEVICE float distance(float logit, Scale scale, Kept kept) {
    return fabsf(kept.log_total - (logit - scale.greatest) * scale.inverse - kept.entropy);
}

/// What a token counts: nothing if it is not kept.
DEVICE weight_t kept_weight(Row row, int token, Scale scale, Kept kept) {
    const float logit = row.logits[token];
    const unsigned order = order_of(logit);
    if (order < kept.least || (order == kept.least && token > kept.last)) return 0;
    const weight_t weight = weight_of(logit, scale);
    return weight >= kept.lightest && distance(logit, scale, kept) <= kept.farthest ? weight : 0;
}

/// What is counted to find an order.
///
/// `typical_weights`: weights too, of tokens that stand the higher the nearer they are to the entropy.
enum Counted { tokens, weights, typical_weights };

/// Where a token stands among the others.
DEVICE unsigned standing(Row row, int token, Counted counted, Scale scale, Kept kept) {
    const float logit = row.logits[token];
    return order_of(counted == typical_weights ? -distance(logit, scale, kept) : logit);
}

/// An order, and what those above it reach together.
struct Found {
    unsigned order;
    weight_t above;
};

/// Finds the greatest order such that the tokens at it or above it reach `goal`: eight bits at a
/// time, from the top. It is the lowest of all if they never do.
DEVICE Found find_order(Row row, weight_t goal, Counted counted, Scale scale, Kept kept) {
    __shared__ weight_t bins[256];
    __shared__ Found shared_found;
    Found found = {0, 0};
    for (int shift = 24; shift >= 0; shift -= 8) {
        for (int bin = threadIdx.x; bin < 256; bin += blockDim.x) bins[bin] = 0;
        BARRIER();
        for (int token = threadIdx.x; token < row.count; token += blockDim.x) {
            const unsigned order = standing(row, token, counted, scale, kept);
            if (shift < 24 && order >> (shift + 8) != found.order) continue;
            const weight_t value = counted == tokens ? 1 : kept_weight(row, token, scale, kept);
            if (value > 0) atomic_add(&bins[order >> shift & 255], value);
        }
        BARRIER();
        if (threadIdx.x == 0) {
            weight_t reached = found.above;
            int bin = 255;
            while (bin > 0 && reached + bins[bin] < goal) reached += bins[bin--];
            shared_found = {found.order << 8 | (unsigned)bin, reached};
        }
        BARRIER();
        found = shared_found;
        BARRIER();
    }
    return found;
}

/// The weight of the tokens that are kept.
DEVICE weight_t total(Row row, Scale scale, Kept kept) {
    weight_t mine = 0;
    for (int token = threadIdx.x; token < row.count; token += blockDim.x)
        mine += kept_weight(row, token, scale, kept);
    return block_total(mine);
}

/// The id of the n-th token at an order, counted from 1 in ascending order; `unlimited` if there are
/// fewer. A warp looks through a contiguous part of the row.
DEVICE int nth_at(Row row, unsigned order, weight_t n) {
    __shared__ int counts[32];
    __shared__ int found;
    const int warps = blockDim.x / 32, warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    const int length = (row.count + warps - 1) / warps;
    const int start = min(warp * length, row.count), end = min(start + length, row.count);
    if (threadIdx.x == 0) found = unlimited;
    int count = 0;
    for (int first = start; first < end; first += 32) {
        const int token = first + lane;
        count += population(ballot(token < end && order_of(row.logits[token]) == order));
    }
    if (lane == 0) counts[warp] = count;
    BARRIER();
    weight_t before = 0;
    for (int other = 0; other < warp; ++other) before += counts[other];
    if (before < n && before + count >= n) {
        for (int first = start; first < end; first += 32) {
            const int token = first + lane;
            const bool is_at = token < end && order_of(row.logits[token]) == order;
            const unsigned lanes = ballot(is_at);
            const int through = population(lanes & (0xffffffffu >> (31 - lane)));
            if (is_at && before + through == n) found = token;
            before += population(lanes);
        }
    }
    BARRIER();
    return found;
}

/// A share of a weight, rounded up.
DEVICE weight_t share_of(weight_t all, float share) {
    const double exact = (double)share * (double)all;
    const weight_t whole = (weight_t)exact;
    const weight_t up = (double)whole < exact ? whole + 1 : whole;
    return up < all ? up : all;
}

/// Keeps logits of at least the k-th greatest.
DEVICE void keep_most_likely(Row row, int k, Scale scale, Kept &kept) {
    kept.least = find_order(row, (weight_t)k, tokens, scale, kept).order;
}

/// Keeps the fewest most likely of the tokens kept so far that reach a share of their weight.
DEVICE void keep_nucleus(Row row, float share, Scale scale, Kept &kept) {
    const weight_t goal = share_of(total(row, scale, kept), share);
    const Found found = find_order(row, goal, weights, scale, kept);
    if (found.order < kept.least) return;
    // All tokens at one order weigh the same.
    const weight_t each = weight_of(value_of(found.order), scale);
    const weight_t missing = goal - found.above;
    if (each > 0) kept.last = nth_at(row, found.order, (missing + each - 1) / each);
    kept.least = found.order;
}

/// Keeps the tokens whose information is nearest to the entropy, until they reach a share of the
/// weight of those kept so far (Meister et al. 2022, arXiv:2202.00666); those as far from it as the
/// last one stay too.
DEVICE void keep_typical(Row row, float share, Scale scale, Kept &kept) {
    const weight_t all = total(row, scale, kept);
    kept.log_total = (float)log((double)all / (double)weight_one);
    double mine = 0;
    for (int token = threadIdx.x; token < row.count; token += blockDim.x) {
        const float relative = (row.logits[token] - scale.greatest) * scale.inverse;
        const weight_t weight = kept_weight(row, token, scale, kept);
        if (weight > 0) mine += (double)weight * (double)(kept.log_total - relative);
    }
    // In units of 2^-40 nats, so that the sum over threads is exact.
    const weight_t sum = block_total((weight_t)((mine > 0 ? mine : 0) / (double)all * (double)weight_one));
    kept.entropy = (float)((double)sum / (double)weight_one);
    const Found found = find_order(row, share_of(all, share), typical_weights, scale, kept);
    kept.farthest = -value_of(found.order);
}
