// Attention of attention_float.cuh on tensor cores: queries, keys, values, weights and gradients are
// rounded to bf16 where they are multiplied, sums and softmax stay in float.
//
// A block is four warps of 16 rows of its own side; the other side comes in tiles of 32 rows. With
// g = lane / 4 and t = lane % 4, a lane has rows g and g + 8 of its warp's, and columns 8j + 2t and
// 8j + 2t + 1 of a product: product[j][2 · half + i] (dialect.cuh, mma_m16n8k16_bf16).
#pragma once
#include "attention_float.cuh"

/// D: the head's dimension, rounded up.
template <int D_> struct AttentionTile {
    static constexpr int D = D_;
    /// Rows that a block owns, and of a tile of the other side.
    static constexpr int rows = 64, others = 32;
    /// bf16 of a row in shared memory; the padding keeps eight rows in different banks.
    static constexpr int stride = D + 8;
};

/// Copies rows of a head to a tile, rounded: `row_of(i)` for i < count, negative for zeros.
template <class S, int count, class RowOf>
DEVICE void load_rounded(
    bf16 *tile, const float *head, int stride, int dimension, const RowOf &row_of) {
    const bool aligned = is_aligned(head, stride);
    for (int i = threadIdx.x; i < count * (S::D / 4); i += 128) {
        const int row = i / (S::D / 4), column = i % (S::D / 4) * 4, source = row_of(row);
        const float4 x = load_four(
            head + static_cast<long long>(max(source, 0)) * stride + column,
            source < 0 ? 0 : dimension - column, aligned);
        *reinterpret_cast<uint2 *>(tile + row * S::stride + column) =
            make_uint2(pack_bf16x2(x.x, x.y), pack_bf16x2(x.z, x.w));
    }
}

/// product = own · otherᵀ: 16 rows of the warp's by the 32 of a tile.
template <class S>
DEVICE void tile_products(float product[4][4], const bf16 *own, const bf16 *other) {
    const int lane = threadIdx.x % 32, row = lane % 8, low = lane / 8 % 2 * 8, high = lane / 16 * 8;
#pragma unroll
    for (int i = 0; i < 16; ++i) product[i / 4][i % 4] = 0;
#pragma unroll
    for (int k = 0; k < S::D; k += 16) {
        const uint4 left = load_matrices(own + (low + row) * S::stride + k + high);
        const unsigned a[4] = {left.x, left.y, left.z, left.w};
#pragma unroll
        for (int j = 0; j < 4; j += 2) {
            const uint4 right = load_matrices(other + (8 * j + high + row) * S::stride + k + low);
            const unsigned b[4] = {right.x, right.y, right.z, right.w};
            mma_m16n8k16_bf16(product[j], a, b);
            mma_m16n8k16_bf16(product[j + 1], a, b + 2);
        }
    }
}

/// sums += weights · other: 16 rows of weights, 32 wide, by the rows of a tile.
template <class S>
DEVICE void add_products(float sums[S::D / 8][4], const float weights[4][4], const bf16 *other) {
    const int lane = threadIdx.x % 32, row = lane % 8, low = lane / 8 % 2 * 8, high = lane / 16 * 8;
#pragma unroll
    for (int k = 0; k < 2; ++k) {
        const float *near = weights[2 * k], *far = weights[2 * k + 1];
        const unsigned a[4] = {
            pack_bf16x2(near[0], near[1]), pack_bf16x2(near[2], near[3]),
            pack_bf16x2(far[0], far[1]), pack_bf16x2(far[2], far[3])};
#pragma unroll
        for (int n = 0; n < S::D / 8; n += 2) {
            unsigned b[4];
            load_matrices_transposed(
                b, other + (16 * k + low + row) * S::stride + 8 * n + high);
            mma_m16n8k16_bf16(sums[n], a, b);
            mma_m16n8k16_bf16(sums[n + 1], a, b + 2);
        }
    }
}

/// Writes a warp's sums, times a factor for each of a lane's rows: to row `first + i` of a head,
/// i < count.
template <class S>
DEVICE void store_sums(
    float *head, int stride, int dimension, int first, int count, const float sums[S::D / 8][4],
    const float factors[2]) {
    const int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
#pragma unroll
    for (int n = 0; n < S::D / 8; ++n)
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            const int row = g + i / 2 * 8, column = 8 * n + 2 * t + i % 2;
            if (row < count && column < dimension)
                head[static_cast<long long>(first + row) * stride + column] =
                    sums[n][i] * factors[i / 2];
        }
}

/// The sum or maximum over the four lanes that have a row's columns.
DEVICE float row_sum(float x) {
    x += shuffle_xor(x, 1);
    return x + shuffle_xor(x, 2);
}
DEVICE float row_max(float x) {
    x = fmaxf(x, shuffle_xor(x, 1));
    return fmaxf(x, shuffle_xor(x, 2));
}
