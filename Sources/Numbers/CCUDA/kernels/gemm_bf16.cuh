// The products of gemm_float.cuh with operands rounded to bf16, on tensor cores: floats are rounded
// on their way to shared memory, sums stay in float. Activations and gradients are rounded to
// nearest, weights with a dither: ck_gemm_bf16.h says why and defines it.
//
// Slices, blocks and what happens to a slice's sum are gemm_float.cuh's; a slice takes its columns
// of k in steps of 16, ascending.
#pragma once
#include "gemm_float.cuh"

/// Columns of k that are staged at a time: two steps.
static constexpr int bf16_depth = 32;

/// What the dither of a weight grows by with its row and with its column, modulo 2³²; the high half
/// counts.
static constexpr unsigned dither_row = 0xc13fa9a9u, dither_column = 0x91e10da5u;

/// A weight as bf16 in the low half, rounded up by the high half of its dither.
DEVICE unsigned dither_bf16(float x, unsigned dither) {
    // Rounding could carry a NaN's bits over to infinity or zero.
    return x == x ? (float_to_bits(x) + (dither >> 16)) >> 16 : 0x7fffu;
}

/// Four weights of a row as bf16.
DEVICE uint2 dither_four(float4 x, int row, int column) {
    const unsigned dither = row * dither_row + column * dither_column;
    return make_uint2(
        dither_bf16(x.x, dither) | dither_bf16(x.y, dither + dither_column) << 16,
        dither_bf16(x.z, dither + 2 * dither_column) |
            dither_bf16(x.w, dither + 3 * dither_column) << 16);
}

/// A tile of y, cut among warps of 16 · A rows by 16 · B columns.
template <int row_warps_, int column_warps_, int A_, int B_> struct BF16Shape {
    static constexpr int row_warps = row_warps_, A = A_, B = B_;
    static constexpr int rows = row_warps * 16 * A, columns = column_warps_ * 16 * B;
    static constexpr int threads = 32 * row_warps * column_warps_;
};

/// An operand's stage in shared memory: rows of 32 k, or k after k if `by_k`; 16 bytes of padding
/// keep eight rows in different banks.
template <int extent, bool by_k> struct BF16Stage {
    static constexpr int stride = 2 * (by_k ? extent : bf16_depth) + 16;
    static constexpr int bytes = (by_k ? bf16_depth : extent) * stride;

    /// The bytes of element (i, k).
    DEVICE_MEMBER static int offset(int i, int k) {
        return by_k ? k * stride + 2 * i : i * stride + 2 * k;
    }

    /// Rounds what `feed` holds, the columns from k on, into a stage; as weights if `dithers`.
    template <bool dithers, class Feed>
    DEVICE_MEMBER static void store(unsigned char *stage, const Feed &feed, int k) {
#pragma unroll
        for (int index = 0; index < Feed::fours; ++index) {
            const float4 x = feed.held[index];
            const int row = Feed::row(index), column = Feed::column(index);
            uint2 rounded = make_uint2(pack_bf16x2(x.x, x.y), pack_bf16x2(x.z, x.w));
            if (dithers)
                rounded = by_k ? dither_four(x, k + column, feed.first + row)
                               : dither_four(x, feed.first + row, k + column);
            *reinterpret_cast<uint2 *>(stage + offset(row, column)) = rounded;
        }
    }

    /// Four fragments of 8 x 8: of rows i and, `i_far` matrices later, i + 8; of columns k and k + 8.
    template <int i_far> DEVICE_MEMBER static void
    load(unsigned r[4], const unsigned char *stage, int i, int k) {
        const int lane = threadIdx.x % 32, matrix = lane / 8, row = lane % 8;
        i += matrix / i_far % 2 * 8;
        k += matrix / (3 - i_far) % 2 * 8;
        if (by_k) {
            load_matrices_transposed(r, stage + offset(i, k + row));
            return;
        }
        const uint4 x = load_matrices(stage + offset(i + row, k));
        r[0] = x.x, r[1] = x.y, r[2] = x.z, r[3] = x.w;
    }
};

/// Adds a pair of sums of a row to y; see FloatOutput.
DEVICE void add_pair(
    const FloatOutput &y, int row, int column, const float sum[2], bool fresh, bool first) {
    if (row >= y.rows) return;
    float *to = y.start + static_cast<long long>(row) * y.stride + column;
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (column + i >= y.columns) continue;
        float value = (fresh ? 0 : to[i]) + y.scale * sum[i];
        if (first && y.bias) value += y.bias[column + i];
        to[i] = value;
    }
}

/// y = y + scale · Σ a·b, slice by slice, as gemm_float; b are weights if `dithers`.
///
/// Launch: grid (⌈n / S::columns⌉, ⌈m / S::rows⌉), S::threads threads, two stages of both operands.
template <class S, bool a_by_k, bool b_by_k, bool dithers>
DEVICE void gemm_bf16(
    FloatOutput y, FloatOperand a, FloatOperand b, int k, const int *bounds, int slices,
    bool adding) {
    DYNAMIC_SHARED(shared);
    typedef BF16Stage<S::rows, a_by_k> AStage;
    typedef BF16Stage<S::columns, b_by_k> BStage;
    FloatFeed<S::threads, S::rows, a_by_k, bf16_depth> a_feed = {
        a, static_cast<int>(blockIdx.y) * S::rows};
    FloatFeed<S::threads, S::columns, b_by_k, bf16_depth> b_feed = {
        b, static_cast<int>(blockIdx.x) * S::columns};
    const int warp = threadIdx.x / 32, g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
    const int row = warp % S::row_warps * 16 * S::A, column = warp / S::row_warps * 16 * S::B;
    if (!bounds) slices = (k + float_slice - 1) / float_slice;
    for (int slice = 0; slice < slices; ++slice) {
        const int begin = bounds ? bounds[2 * slice] : slice * float_slice;
        const int end = bounds ? bounds[2 * slice + 1] : min(begin + float_slice, k);
        float sum[S::A][2 * S::B][4] = {};
        a_feed.load(begin, end);
        b_feed.load(begin, end);
        for (int at = begin, stage = 0; at < end; at += bf16_depth, stage ^= 1) {
            // Two stages by turns: the one before is still read by slower warps.
            unsigned char *a_stage = shared + stage * (AStage::bytes + BStage::bytes);
            unsigned char *b_stage = a_stage + AStage::bytes;
            AStage::template store<false>(a_stage, a_feed, at);
            BStage::template store<dithers>(b_stage, b_feed, at);
            BARRIER();
            if (at + bf16_depth < end) {
                a_feed.load(at + bf16_depth, end);
                b_feed.load(at + bf16_depth, end);
            }
#pragma unroll
            for (int step = 0; step < bf16_depth; step += 16) {
                unsigned left[S::A][4];
#pragma unroll
                for (int i = 0; i < S::A; ++i)
                    AStage::template load<1>(left[i], a_stage, row + 16 * i, step);
#pragma unroll
                for (int j = 0; j < S::B; ++j) {
                    unsigned right[4];
                    BStage::template load<2>(right, b_stage, column + 16 * j, step);
#pragma unroll
                    for (int i = 0; i < S::A; ++i) {
                        mma_m16n8k16_bf16(sum[i][2 * j], left[i], right);
                        mma_m16n8k16_bf16(sum[i][2 * j + 1], left[i], right + 2);
                    }
                }
            }
        }
        // The next slice begins with the first stage again, which the last may have been.
        BARRIER();
#pragma unroll
        for (int i = 0; i < S::A; ++i)
#pragma unroll
            for (int j = 0; j < 2 * S::B; ++j)
#pragma unroll
                for (int half = 0; half < 2; ++half)
                    add_pair(
                        y, a_feed.first + row + 16 * i + g + 8 * half,
                        b_feed.first + column + 8 * j + 2 * t, sum[i][j] + 2 * half,
                        slice == 0 && !adding, slice == 0);
    }
}

/// What the forms of gemm_float.cuh multiply with: in tiles of shape S.
template <class S> struct BF16Product {
    template <bool a_by_k, bool b_by_k>
    DEVICE_MEMBER static void multiply(
        FloatOutput y, FloatOperand a, FloatOperand b, int k, const int *bounds, int slices,
        bool adding) {
        // Of the three forms, only the gradient of weights reads no weights.
        constexpr bool dithers = !a_by_k;
        gemm_bf16<S, a_by_k, b_by_k, dithers>(y, a, b, k, bounds, slices, adding);
    }
};
