// A warp's work on a tile: scores, weights and sums of values, all in registers.
#pragma once

#include "formats.cuh"
#include "attention_cache.cuh"

/// An mma row: one query head of one row. Kept in shared memory, to leave registers for the sums.
struct HeadRow {
    int row, head;   // `row` counts from the entry's first; -1 for padding.
    int first, last; // Positions that the row sees; none for padding.
};

/// Scale and soft cap that make a score of a product of query and key.
struct Score {
    float scale, cap;
};

static constexpr float log2_e = 1.44269504f;

/// cap * tanh(x / cap) = cap - 2 cap / (1 + e^(2 x / cap)), to some 1e-7 of the cap.
DEVICE float soft_capped(float x, float cap) {
    return cap - __fdividef(2.0f * cap, 1.0f + exp2_fast(x * __fdividef(2.0f * log2_e, cap)));
}

/// The queries of 16 rows as a-fragments: [block of 32 dimensions][step].
template <class S>
DEVICE void load_queries(uint4 a[S::blocks][2], const bf16 *q, int q_stride, int width,
                         const HeadRow *head_rows, int first_row) {
    // A lane takes 8 neighbouring dimensions of a row where mma has other columns. tile_scores
    // reads keys in the same order, so that the products are the right ones.
    const HeadRow rows[2] = {head_rows[0], head_rows[8]};
#pragma unroll
    for (int block = 0; block < S::blocks; block++) {
        const int from = 32 * block + 8 * (threadIdx.x % 4);
        uint4 two[2];
#pragma unroll
        for (int i = 0; i < 2; i++) {
            const bool valid = rows[i].row >= 0 && from < width;
            const long long offset = static_cast<long long>(first_row + rows[i].row) * q_stride +
                                    rows[i].head * width + from;
            two[i] = valid ? load_16(q + offset) : make_uint4(0, 0, 0, 0);
        }
        a[block][0] = make_uint4(two[0].x, two[1].x, two[0].y, two[1].y);
        a[block][1] = make_uint4(two[0].z, two[1].z, two[0].w, two[1].w);
    }
}

/// Computes a tile's scores, times log2 e; minus infinity at positions that a row does not see.
template <class S>
DEVICE void tile_scores(float s[S::score_tiles][4], const uint4 a[S::blocks][2],
                        const unsigned char *keys, int tile, const HeadRow *head_rows,
                        Score score) {
    const int lane = threadIdx.x % 32, g = lane / 4, t = lane % 4;
    const unsigned char *key = keys + g * S::key_stride + 16 * t;
#pragma unroll
    for (int i = 0; i < 4 * S::score_tiles; i++) s[i / 4][i % 4] = 0.0f;
    // Several tiles of positions at a time, so that products do not wait for each other.
    constexpr int some = S::dimension > 128 ? 2 : 4;
#pragma unroll
    for (int first = 0; first < S::score_tiles; first += some)
#pragma unroll
        for (int block = 0; block < S::blocks; block++) {
            uint4 b[some];
#pragma unroll
            for (int n = 0; n < some; n++)
                b[n] = load_16(key + 8 * (first + n) * S::key_stride + 64 * block);
#pragma unroll
            for (int i = 0; i < 2 * some; i++)
                BF16::step(s[first + i % some], a[block][i / some], b[i % some], i / some);
        }
#pragma unroll
    for (int i = 0; i < 4 * S::score_tiles; i++) s[i / 4][i % 4] *= score.scale;
    if (score.cap > 0.0f)
#pragma unroll
        for (int i = 0; i < 4 * S::score_tiles; i++)
            s[i / 4][i % 4] = soft_capped(s[i / 4][i % 4], score.cap);
    const HeadRow two[2] = {head_rows[0], head_rows[8]};
#pragma unroll
    for (int i = 0; i < 4 * S::score_tiles; i++) {
        const int position = tile * S::positions + 8 * (i / 4) + 2 * t + i % 2;
        const HeadRow &row = two[i % 4 / 2];
        const bool seen = position >= row.first && position <= row.last;
        s[i / 4][i % 4] = seen ? s[i / 4][i % 4] * log2_e : minus_infinity();
    }
}

/// Turns scores into weights; returns the factor of the sums so far, for both rows.
template <class S>
DEVICE float2 tile_weights(float s[S::score_tiles][4], Softmax state[2]) {
    float factor[2];
#pragma unroll
    for (int i = 0; i < 2; i++) {
        float maximum = state[i].maximum;
#pragma unroll
        for (int n = 0; n < S::score_tiles; n++)
            maximum = fmaxf(maximum, fmaxf(s[n][2 * i], s[n][2 * i + 1]));
        maximum = fmaxf(maximum, shuffle_xor(maximum, 1));
        maximum = fmaxf(maximum, shuffle_xor(maximum, 2));
        // While nothing is visible, base 0 makes weights of 0 instead of NaN.
        const float base = maximum == minus_infinity() ? 0.0f : maximum;
        factor[i] = exp2_fast(state[i].maximum - base);
        float sum = 0.0f;
#pragma unroll
        for (int n = 0; n < S::score_tiles; n++) {
            s[n][2 * i] = exp2_fast(s[n][2 * i] - base);
            s[n][2 * i + 1] = exp2_fast(s[n][2 * i + 1] - base);
            sum += s[n][2 * i] + s[n][2 * i + 1];
        }
        sum += shuffle_xor(sum, 1);
        sum += shuffle_xor(sum, 2);
        state[i] = {maximum, state[i].sum * factor[i] + sum};
    }
    return make_float2(factor[0], factor[1]);
}

/// o = o * factor + weights · values, for this warp's share of the dimensions.
template <class S>
DEVICE void add_values(float o[S::value_tiles][4], const float p[S::score_tiles][4], float2 factor,
                       const unsigned char *values) {
    const int lane = threadIdx.x % 32;
    // Lanes 0-15 point at 16 positions of one tile of 8 dimensions, 16-31 at those of the next.
    const unsigned char *row = values + lane % 16 * S::value_stride + lane / 16 * 16;
#pragma unroll
    for (int n = 0; n < S::value_tiles; n++) {
        o[n][0] *= factor.x;
        o[n][1] *= factor.x;
        o[n][2] *= factor.y;
        o[n][3] *= factor.y;
    }
#pragma unroll
    for (int step = 0; step < S::positions / 16; step++) {
        // Sums of two neighbouring score tiles lie in registers as the a-fragment needs them.
        const float *left = p[2 * step], *right = p[2 * step + 1];
        const unsigned a[4] = {pack_bf16x2(left[0], left[1]), pack_bf16x2(left[2], left[3]),
                               pack_bf16x2(right[0], right[1]), pack_bf16x2(right[2], right[3])};
#pragma unroll
        for (int n = 0; n < S::value_tiles; n += 2) {
            unsigned b[4];
            load_matrices_transposed(b, row + 16 * step * S::value_stride + 16 * n);
            mma_m16n8k16_bf16(o[n], a, b);
            mma_m16n8k16_bf16(o[n + 1], a, b + 2);
        }
    }
}
