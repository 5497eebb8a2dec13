// Attention over packed documents in floats, forward and backward, without atomics.
//
// Memory
//   qkv      float [rows, stride]: a row's query, key and value heads side by side.
//   o, dO    float [rows, heads · dimension]; log_sum, delta float [rows, heads].
//
// A row sees a prefix and its own span up to itself (PackedBatch.Span), numbered from 0 through
// both: its position. Keys are read in tiles of 32 positions counted from 0, and what a row does
// not see adds exact zeros, so that a row's bits do not depend on its tile's neighbours.
//
// A block is four warps. A warp owns R rows of a side (queries forward and for dQ, keys for dK and
// dV); its lanes are the 32 rows of the other side's tile in products of rows, and columns of the
// head in sums over that tile.
// Source: Dao 2023 (arXiv:2307.08691), algorithms 1 and 2, dQ in a kernel of its own.
#pragma once
#include "float_tile.cuh"

/// D: the head's dimension, rounded up; R: rows that a warp owns.
template <int D_, int R_> struct AttentionRows {
    static constexpr int D = D_, R = R_, columns = D / 32;
    /// Rows that a block owns.
    static constexpr int rows = 4 * R;
    /// Floats of a row in shared memory: eight rows' fours cover every bank once.
    static constexpr int stride = D + 4;
};

/// A layer's attention.
struct AttentionOptions {
    int heads, key_heads, dimension;
    float scale, cap;
    int window;

    DEVICE_MEMBER bool sees(int position, int key) const {
        return key <= position && (window == 0 || position - key < window);
    }
    DEVICE_MEMBER float score(float product) const {
        const float z = product * scale;
        return cap > 0 ? cap * tanhf(z / cap) : z;
    }
    /// d score / d (scale · product).
    DEVICE_MEMBER float slope(float score) const {
        return cap > 0 ? 1 - score / cap * (score / cap) : 1;
    }
    DEVICE_MEMBER int key_head(int head) const { return head / (heads / key_heads); }
};

/// Copies rows of a head to a tile: `row_of(i)` for i < count, negative for a row of zeros.
template <class S, int count, class RowOf>
DEVICE void load_rows(
    float *tile, const float *head, int stride, int dimension, const RowOf &row_of) {
    const bool aligned = is_aligned(head, stride);
    for (int i = threadIdx.x; i < count * (S::D / 4); i += 128) {
        const int row = i / (S::D / 4), column = i % (S::D / 4) * 4, source = row_of(row);
        const float4 x = load_four(
            head + static_cast<long long>(max(source, 0)) * stride + column,
            source < 0 ? 0 : dimension - column, aligned);
        *reinterpret_cast<float4 *>(tile + row * S::stride + column) = x;
    }
}

/// product[r] = ⟨rows[r], the lane's row⟩.
template <class S>
DEVICE void row_dots(float product[S::R], const float *rows, const float *lane_row, int dimension) {
#pragma unroll
    for (int r = 0; r < S::R; ++r) product[r] = 0;
    for (int column = 0; column < dimension; column += 4) {
        const float4 y = *reinterpret_cast<const float4 *>(lane_row + column);
#pragma unroll
        for (int r = 0; r < S::R; ++r) {
            const float4 x = *reinterpret_cast<const float4 *>(rows + r * S::stride + column);
            product[r] = fmaf(x.x, y.x, product[r]);
            product[r] = fmaf(x.y, y.y, product[r]);
            product[r] = fmaf(x.z, y.z, product[r]);
            product[r] = fmaf(x.w, y.w, product[r]);
        }
    }
}

/// sums[r][c] += Σ weights[r][i] · tile[i][lane + 32 c] over the 32 rows i of a tile, ascending.
template <class S>
DEVICE void add_weighted(float sums[S::R][S::columns], const float *weights, const float *tile) {
    const int lane = threadIdx.x % 32;
#pragma unroll 2
    for (int first = 0; first < 32; first += 4) {
        float4 weight[S::R];
#pragma unroll
        for (int r = 0; r < S::R; ++r)
            weight[r] = *reinterpret_cast<const float4 *>(weights + 32 * r + first);
#pragma unroll
        for (int i = 0; i < 4; ++i)
#pragma unroll
            for (int c = 0; c < S::columns; ++c) {
                const float x = tile[(first + i) * S::stride + lane + 32 * c];
#pragma unroll
                for (int r = 0; r < S::R; ++r) {
                    const float w =
                        i == 0 ? weight[r].x : i == 1 ? weight[r].y : i == 2 ? weight[r].z
                                                                            : weight[r].w;
                    sums[r][c] = fmaf(w, x, sums[r][c]);
                }
            }
    }
}

/// Writes a warp's sums times a factor for each row: to row `first + r` of a head, r < count.
template <class S>
DEVICE void store_rows(
    float *head, int stride, int dimension, int first, int count,
    const float sums[S::R][S::columns], const float factors[S::R]) {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int r = 0; r < S::R; ++r)
#pragma unroll
        for (int c = 0; c < S::columns; ++c)
            if (r < count && lane + 32 * c < dimension)
                head[static_cast<long long>(first + r) * stride + lane + 32 * c] =
                    sums[r][c] * factors[r];
}

/// Rows of one span that a block of threads owns as queries.
struct QueryTile {
    /// First row and number of rows; position of the first.
    int row, count, position;
    int prefix_start, prefix_count;

    /// The row of a key's position, -1 from `end` on.
    DEVICE_MEMBER int key_row(int key, int end) const {
        if (key >= end) return -1;
        return key < prefix_count ? prefix_start + key : row - position + key;
    }
    /// A position behind the last that a row of the tile sees.
    DEVICE_MEMBER int end() const { return position + count; }
    /// The first tile of keys that a row of the tile sees.
    DEVICE_MEMBER int first_key(int window) const {
        return window == 0 ? 0 : max(0, position - window + 1) / 32 * 32;
    }
};

DEVICE QueryTile query_tile(const int *tiles) {
    const int *tile = tiles + 5 * blockIdx.x;
    return {tile[0], tile[1], tile[2], tile[3], tile[4]};
}

/// Rows of a span that see some rows as keys.
struct Viewers {
    /// First row and number of rows; position of the first.
    int row, count, position;
    /// Rows from `key_begin` to `key_end` are seen, row r at position r - base.
    int base, key_begin, key_end;

    /// The first tile of 32 of these rows that sees a key from `start` on.
    DEVICE_MEMBER int begin(int start) const {
        return max(0, max(start, key_begin) - base - position) / 32 * 32;
    }
    /// A row behind the last that sees one of `keys` keys from `start` on.
    DEVICE_MEMBER int end(int start, int keys, int window) const {
        const int last = min(start + keys, key_end) - 1 - base;
        return window == 0 ? count : min(count, last + window - position);
    }
    /// Whether the index-th of these rows sees the key of a row.
    DEVICE_MEMBER bool sees(int index, int key, const AttentionOptions &options) const {
        return index < count && key >= key_begin && key < key_end
            && options.sees(position + index, key - base);
    }
};

DEVICE Viewers viewers_at(const int *viewers, int index) {
    const int *one = viewers + 6 * index;
    return {one[0], one[1], one[2], one[3], one[4], one[5]};
}

/// What the backward kernels read of the forward pass and of dO.
struct AttentionGradient {
    const float *d_o, *qkv, *log_sum, *delta;
    int d_o_stride, stride, log_stride;
};
