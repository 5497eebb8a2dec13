// Products of floats, y[m, n] = Σ_k a(m, k) · b(n, k), in the three forms that training needs. A
// block of threads computes a tile of y, its operands staged in shared memory.
//
// Order of summation, the same for every tile: k is cut into slices; a slice's sum begins at zero
// and takes its terms in ascending order, each by one fused multiply-add. Slice after slice,
//     y = y + scale · sum
// where the first slice finds 0 in place of y unless `adding`, and adds the bias.
#pragma once
#include "float_tile.cuh"

/// Longest slice where the caller names none.
static constexpr int float_slice = 2048;
/// Columns of k that are staged at a time.
static constexpr int float_depth = 16;

/// A tile of y, and the fours of rows and of columns that a thread computes of it.
template <int rows_, int columns_, int row_fours_, int column_fours_> struct FloatShape {
    static constexpr int rows = rows_, columns = columns_;
    static constexpr int row_fours = row_fours_, column_fours = column_fours_;
    static constexpr int row_threads = rows / (4 * row_fours);
    static constexpr int column_threads = columns / (4 * column_fours);
    static constexpr int threads = row_threads * column_threads;
    /// Floats from one k to the next in shared memory, of each operand.
    static constexpr int a_stride = rows + 4, b_stride = columns + 4;
    static constexpr int stage = float_depth * (a_stride + b_stride);
};

/// An operand: its element (i, k) is start[i · stride + k]; start[k · stride + i] if `by_k`.
struct FloatOperand {
    const float *start;
    int stride, count;
    bool aligned;
};

DEVICE FloatOperand float_operand(const float *start, int stride, int count) {
    return {start, stride, count, is_aligned(start, stride)};
}

/// Copies an operand's rows `first`... of `extent` to shared memory, `depth` columns at a time; a
/// thread has its share in registers between `load` and `store`.
template <int threads, int extent, bool by_k, int depth = float_depth> struct FloatFeed {
    static constexpr int fours = extent * depth / 4 / threads;
    FloatOperand operand;
    int first;
    float4 held[fours];

    /// Row and column of one of this thread's fours within the tile.
    DEVICE_MEMBER static int row(int index) {
        const int four = threadIdx.x + index * threads;
        return by_k ? four % (extent / 4) * 4 : four / (depth / 4);
    }
    DEVICE_MEMBER static int column(int index) {
        const int four = threadIdx.x + index * threads;
        return by_k ? four / (extent / 4) : four % (depth / 4) * 4;
    }

    DEVICE_MEMBER void load(int k, int end) {
#pragma unroll
        for (int index = 0; index < fours; ++index) {
            const int i = first + row(index), at = k + column(index);
            const long long stride = operand.stride;
            if (by_k)
                held[index] = load_four(
                    operand.start + at * stride + i, at < end ? operand.count - i : 0,
                    operand.aligned);
            else
                held[index] = load_four(
                    operand.start + i * stride + at, i < operand.count ? end - at : 0,
                    operand.aligned);
        }
    }

    /// Writes k after k: an element (i, k) is tile[k · (extent + 4) + i].
    DEVICE_MEMBER void store(float *tile) const {
        constexpr int stride = extent + 4;
#pragma unroll
        for (int index = 0; index < fours; ++index) {
            float *to = tile + column(index) * stride + row(index);
            if (by_k) {
                *reinterpret_cast<float4 *>(to) = held[index];
                continue;
            }
            to[0] = held[index].x;
            to[stride] = held[index].y;
            to[2 * stride] = held[index].z;
            to[3 * stride] = held[index].w;
        }
    }
};

/// Adds one stage's products to a thread's sums.
template <class S>
DEVICE void multiply_stage(
    float sum[4 * S::row_fours][4 * S::column_fours], const float *a, const float *b) {
#pragma unroll
    for (int k = 0; k < float_depth; ++k) {
        float left[4 * S::row_fours], right[4 * S::column_fours];
#pragma unroll
        for (int four = 0; four < S::row_fours; ++four) {
            const float4 x = *reinterpret_cast<const float4 *>(
                a + k * S::a_stride + four * 4 * S::row_threads);
            left[4 * four] = x.x, left[4 * four + 1] = x.y;
            left[4 * four + 2] = x.z, left[4 * four + 3] = x.w;
        }
#pragma unroll
        for (int four = 0; four < S::column_fours; ++four) {
            const float4 x = *reinterpret_cast<const float4 *>(
                b + k * S::b_stride + four * 4 * S::column_threads);
            right[4 * four] = x.x, right[4 * four + 1] = x.y;
            right[4 * four + 2] = x.z, right[4 * four + 3] = x.w;
        }
#pragma unroll
        for (int row = 0; row < 4 * S::row_fours; ++row)
#pragma unroll
            for (int column = 0; column < 4 * S::column_fours; ++column)
                sum[row][column] = fmaf(left[row], right[column], sum[row][column]);
    }
}

/// Where a tile of y is, and what a slice's sums are added to.
struct FloatOutput {
    float *start;
    int stride, rows, columns;
    const float *bias;
    float scale;
    bool aligned;

    /// Adds four sums of a row; to 0 and the bias if it is the first slice of a fresh y.
    DEVICE_MEMBER void add(int row, int column, const float sum[4], bool fresh, bool first) const {
        const int left = row < rows ? columns - column : 0;
        float *to = start + static_cast<long long>(row) * stride + column;
        float4 y = fresh ? make_float4(0, 0, 0, 0) : load_four(to, left, aligned);
        y.x += scale * sum[0], y.y += scale * sum[1];
        y.z += scale * sum[2], y.w += scale * sum[3];
        if (first && bias) {
            const float4 b = load_four(bias + column, left, false);
            y.x += b.x, y.y += b.y, y.z += b.z, y.w += b.w;
        }
        store_four(to, y, left, aligned);
    }
};

/// y = y + scale · Σ a·b, slice by slice: `slices` pairs of first and last column of k (exclusive)
/// in `bounds`, or every float_slice columns if that is null.
///
/// Launch: grid (⌈n / S::columns⌉, ⌈m / S::rows⌉), S::threads threads, 8 · S::stage bytes.
template <class S, bool a_by_k, bool b_by_k>
DEVICE void gemm_float(
    FloatOutput y, FloatOperand a, FloatOperand b, int k, const int *bounds, int slices,
    bool adding) {
    DYNAMIC_SHARED(shared);
    float *ring = reinterpret_cast<float *>(shared);
    FloatFeed<S::threads, S::rows, a_by_k> a_feed = {a, static_cast<int>(blockIdx.y) * S::rows};
    FloatFeed<S::threads, S::columns, b_by_k> b_feed = {
        b, static_cast<int>(blockIdx.x) * S::columns};
    const int row = threadIdx.x / S::column_threads * 4;
    const int column = threadIdx.x % S::column_threads * 4;
    constexpr int b_start = float_depth * S::a_stride;
    if (!bounds) slices = (k + float_slice - 1) / float_slice;
    for (int slice = 0; slice < slices; ++slice) {
        const int begin = bounds ? bounds[2 * slice] : slice * float_slice;
        const int end = bounds ? bounds[2 * slice + 1] : min(begin + float_slice, k);
        float sum[4 * S::row_fours][4 * S::column_fours] = {};
        a_feed.load(begin, end);
        b_feed.load(begin, end);
        for (int at = begin, stage = 0; at < end; at += float_depth, stage ^= 1) {
            // Two stages by turns: the one before is still read by slower warps.
            float *here = ring + stage * S::stage;
            a_feed.store(here);
            b_feed.store(here + b_start);
            BARRIER();
            if (at + float_depth < end) {
                a_feed.load(at + float_depth, end);
                b_feed.load(at + float_depth, end);
            }
            multiply_stage<S>(sum, here + row, here + b_start + column);
        }
        // The next slice begins with the first stage again, which the last may have been.
        BARRIER();
#pragma unroll
        for (int i = 0; i < 4 * S::row_fours; ++i)
#pragma unroll
            for (int four = 0; four < S::column_fours; ++four)
                y.add(
                    a_feed.first + row + i / 4 * 4 * S::row_threads + i % 4,
                    b_feed.first + column + four * 4 * S::column_threads, sum[i] + 4 * four,
                    slice == 0 && !adding, slice == 0);
    }
}

/// What the three forms below multiply with: plain floats, in tiles of shape S.
template <class S> struct FloatProduct {
    template <bool a_by_k, bool b_by_k>
    DEVICE_MEMBER static void multiply(
        FloatOutput y, FloatOperand a, FloatOperand b, int k, const int *bounds, int slices,
        bool adding) {
        gemm_float<S, a_by_k, b_by_k>(y, a, b, k, bounds, slices, adding);
    }
};

/// y = x·Wᵀ + b, or y + x·Wᵀ + b. x: [rows, inputs]. y: [rows, outputs]. bias: [outputs] or null.
template <class Product>
DEVICE void product_forward(
    float *y, int y_stride, const float *x, int x_stride, const float *w, int w_stride,
    const float *bias, int rows, int outputs, int inputs, int adding) {
    Product::template multiply<false, false>(
        {y, y_stride, rows, outputs, bias, 1, is_aligned(y, y_stride)},
        float_operand(x, x_stride, rows), float_operand(w, w_stride, outputs), inputs, nullptr, 0,
        adding != 0);
}

/// dX = dY·W, or dX + dY·W. dY: [rows, outputs]. dX: [rows, inputs].
template <class Product>
DEVICE void product_backward(
    float *dx, int dx_stride, const float *dy, int dy_stride, const float *w, int w_stride,
    int rows, int outputs, int inputs, int adding) {
    Product::template multiply<false, true>(
        {dx, dx_stride, rows, inputs, nullptr, 1, is_aligned(dx, dx_stride)},
        float_operand(dy, dy_stride, rows), float_operand(w, w_stride, inputs), outputs, nullptr,
        0, adding != 0);
}

/// dW = dW + scale · dYᵀ·x, block by block. bounds: first and last row (exclusive) of each block.
///
/// With no `blocks`, blocks are computed side by side along the grid's third axis: dW is [blocks,
/// outputs, dw_stride], and each becomes its block's sum, for add_sums.
template <class Product>
DEVICE void product_weights(
    float *dw, int dw_stride, const float *dy, int dy_stride, const float *x, int x_stride,
    const int *bounds, int blocks, int outputs, int inputs, float scale) {
    const bool apart = blocks == 0;
    dw += static_cast<long long>(blockIdx.z) * outputs * dw_stride;
    Product::template multiply<true, true>(
        {dw, dw_stride, outputs, inputs, nullptr, apart ? 1 : scale, is_aligned(dw, dw_stride)},
        float_operand(dy, dy_stride, outputs), float_operand(x, x_stride, inputs), 0,
        bounds + 2 * blockIdx.z, apart ? 1 : blocks, !apart);
}

#define PRODUCT_FORWARD(KIND, name, Product)                                                       \
    KIND name(                                                                                     \
        float *y, int y_stride, const float *x, int x_stride, const float *w, int w_stride,        \
        const float *bias, int rows, int outputs, int inputs, int adding) {                        \
        product_forward<Product>(                                                                  \
            y, y_stride, x, x_stride, w, w_stride, bias, rows, outputs, inputs, adding);           \
    }

#define PRODUCT_BACKWARD(KIND, name, Product)                                                      \
    KIND name(                                                                                     \
        float *dx, int dx_stride, const float *dy, int dy_stride, const float *w, int w_stride,    \
        int rows, int outputs, int inputs, int adding) {                                           \
        product_backward<Product>(                                                                 \
            dx, dx_stride, dy, dy_stride, w, w_stride, rows, outputs, inputs, adding);             \
    }

#define PRODUCT_WEIGHTS(KIND, name, Product)                                                       \
    KIND name(                                                                                     \
        float *dw, int dw_stride, const float *dy, int dy_stride, const float *x, int x_stride,    \
        const int *bounds, int blocks, int outputs, int inputs, float scale) {                     \
        product_weights<Product>(                                                                  \
            dw, dw_stride, dy, dy_stride, x, x_stride, bounds, blocks, outputs, inputs, scale);    \
    }
