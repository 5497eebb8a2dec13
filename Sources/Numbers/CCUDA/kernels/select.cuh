// Selects the tokens of a row that may be drawn: top-k, top-p and typical-p.
#pragma once
#include "weights.cuh"

/// The kept tokens: all above order `least`, and at it those up to id `last`. A token lighter than
/// `lightest`, or with information farther than `farthest` from the entropy, is not kept.
struct Kept {
    unsigned least;
    /// The last id at `least`.
    int last;
    weight_t lightest;
    /// Entropy of the tokens that top-k, top-p and min-p keep, and the logarithm of their total
    /// weight over the greatest weight; in nats.
    float entropy;
    float log_total;
    float farthest;
};

static const int unlimited = 0x7fffffff;

DEVICE Kept everything() { return {0, unlimited, 0, 0, 0, bits_to_float(0x7f800000u)}; }

/// Distance of a token's information, -log p, from the entropy.
DEVICE float distance(float logit, Scale scale, Kept kept) {
    return fabsf(kept.log_total - (logit - scale.greatest) * scale.inverse - kept.entropy);
}

/// Weight of a token; 0 if it is not kept.
DEVICE weight_t kept_weight(Row row, int token, Scale scale, Kept kept) {
    const float logit = row.logits[token];
    const unsigned order = order_of(logit);
    if (order < kept.least || (order == kept.least && token > kept.last)) return 0;
    const weight_t weight = weight_of(logit, scale);
    return weight >= kept.lightest && distance(logit, scale, kept) <= kept.farthest ? weight : 0;
}

/// What find_order counts.
///
/// `typical_weights`: weights, with tokens ordered by their nearness to the entropy, not by logit.
enum Counted { tokens, weights, typical_weights };

/// The order by which a token is ranked, greatest first.
DEVICE unsigned standing(Row row, int token, Counted counted, Scale scale, Kept kept) {
    const float logit = row.logits[token];
    return order_of(counted == typical_weights ? -distance(logit, scale, kept) : logit);
}

/// An order, and the sum that the tokens above it reach together.
struct Found {
    unsigned order;
    weight_t above;
};

/// Finds the greatest order such that the tokens at it or above it reach `goal`; 0 if all tokens
/// together do not. A radix search: eight bits at a time, from the top.
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
        // The next round, or the next call, overwrites the shared memory.
        BARRIER();
    }
    return found;
}

/// Total weight of the kept tokens.
DEVICE weight_t total(Row row, Scale scale, Kept kept) {
    weight_t mine = 0;
    for (int token = threadIdx.x; token < row.count; token += blockDim.x)
        mine += kept_weight(row, token, scale, kept);
    return block_total(mine);
}

/// Returns the id of the n-th token at an order, counted from 1 in ascending order; `unlimited` if
/// there are fewer. Each warp searches a contiguous part of the row.
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

/// A share of a weight, rounded up; at most the weight itself.
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

/// Of the tokens kept so far, keeps the fewest most likely ones that reach a share of their weight.
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

/// Of the tokens kept so far, keeps those with information nearest to the entropy that reach a
/// share of the weight (Meister et al. 2022, arXiv:2202.00666), and all as near as the last one.
DEVICE void keep_typical(Row row, float share, Scale scale, Kept &kept) {
    const weight_t all = total(row, scale, kept);
    kept.log_total = (float)log((double)all / (double)weight_one);
    double mine = 0;
    for (int token = threadIdx.x; token < row.count; token += blockDim.x) {
        const float relative = (row.logits[token] - scale.greatest) * scale.inverse;
        const weight_t weight = kept_weight(row, token, scale, kept);
        if (weight > 0) mine += (double)weight * (double)(kept.log_total - relative);
    }
    // Integers in units of 2^-40 nats, so that the sum over threads is exact.
    const weight_t sum = block_total((weight_t)((mine > 0 ? mine : 0) / (double)all * (double)weight_one));
    kept.entropy = (float)((double)sum / (double)weight_one);
    const Found found = find_order(row, share_of(all, share), typical_weights, scale, kept);
    kept.farthest = -value_of(found.order);
}
