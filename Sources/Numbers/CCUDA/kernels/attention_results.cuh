// Stores results: totals to the workspace while pieces are left, then to the output.
#pragma once

#include "attention_tile.cuh"

/// The six numbers of an entry (attention.cuh), each read when it is needed.
struct Entry {
    const int *numbers;

    DEVICE_MEMBER int first_row() const { return numbers[0]; }
    DEVICE_MEMBER int rows() const { return numbers[1]; }
    DEVICE_MEMBER int first_piece() const { return numbers[2]; }
    DEVICE_MEMBER int end_piece() const { return numbers[3]; }
    DEVICE_MEMBER int slot() const { return numbers[4]; }
    DEVICE_MEMBER bool whole() const { return numbers[5] != 0; }
};

/// First of the two neighbouring head dimensions that this lane has in tile n.
template <class S> DEVICE int lane_dimension(int n) {
    const int split = threadIdx.x / 32 % S::splits;
    return 8 * (split * S::value_tiles + n) + 2 * (threadIdx.x % 4);
}

/// Destinations of a block of threads' results.
struct Results {
    bf16 *out;
    float *partials;
    const HeadRow *head_rows; // This lane has rows 0 and 8 of these.
    Entry entry;
    int heads, dimension, out_stride;

    /// The row's partial result in the workspace, of its head.
    DEVICE_MEMBER float *partial(HeadRow head_row) const {
        return partial_of(partials, entry.slot() + head_row.row, head_row.head, heads, dimension);
    }
    DEVICE_MEMBER bf16 *output(HeadRow head_row) const {
        const long long row = entry.first_row() + head_row.row;
        return out + row * out_stride + head_row.head * dimension;
    }
};

/// Joins a finished piece to the total that the same lanes stored in the workspace.
///
/// `o` is the piece before and the total after; no barrier is needed.
template <class S>
DEVICE void join_total(float o[S::value_tiles][4], Softmax total[2], const Softmax piece[2],
                       const Results &results) {
#pragma unroll
    for (int i = 0; i < 2; i++) {
        const HeadRow head_row = results.head_rows[8 * i];
        if (head_row.row < 0) continue;
        const float *from = results.partial(head_row) + lane_dimension<S>(0);
        const Join factor = join(total[i], piece[i]);
#pragma unroll
        for (int n = 0; n < S::value_tiles; n++) {
            if (lane_dimension<S>(n) >= results.dimension) continue;
            o[n][2 * i] = joined(from[8 * n], o[n][2 * i], factor);
            o[n][2 * i + 1] = joined(from[8 * n + 1], o[n][2 * i + 1], factor);
        }
    }
}

template <class S>
DEVICE void store_total(const float o[S::value_tiles][4], const Results &results) {
#pragma unroll
    for (int i = 0; i < 2; i++) {
        const HeadRow head_row = results.head_rows[8 * i];
        if (head_row.row < 0) continue;
        float *to = results.partial(head_row) + lane_dimension<S>(0);
#pragma unroll
        for (int n = 0; n < S::value_tiles; n++) {
            if (lane_dimension<S>(n) >= results.dimension) continue;
            to[8 * n] = o[n][2 * i];
            to[8 * n + 1] = o[n][2 * i + 1];
        }
    }
}

/// Stores the maximum and sum of weights, which attention_combine needs too; one lane a row.
template <class S> DEVICE void store_softmax(const Softmax total[2], const Results &results) {
    if (threadIdx.x % 4 != 0 || threadIdx.x / 32 % S::splits != 0) return;
#pragma unroll
    for (int i = 0; i < 2; i++) {
        const HeadRow head_row = results.head_rows[8 * i];
        if (head_row.row < 0) continue;
        float *to = results.partial(head_row) + results.dimension;
        to[0] = total[i].maximum;
        to[1] = total[i].sum;
    }
}

template <class S>
DEVICE void store_output(const float o[S::value_tiles][4], const Softmax total[2],
                         const Results &results) {
#pragma unroll
    for (int i = 0; i < 2; i++) {
        const HeadRow head_row = results.head_rows[8 * i];
        if (head_row.row < 0) continue;
        bf16 *to = results.output(head_row) + lane_dimension<S>(0);
#pragma unroll
        for (int n = 0; n < S::value_tiles; n++) {
            if (lane_dimension<S>(n) >= results.dimension) continue;
            const float low = normalised(o[n][2 * i], total[i]);
            const float high = normalised(o[n][2 * i + 1], total[i]);
            *reinterpret_cast<unsigned *>(to + 8 * n) = pack_bf16x2(low, high);
        }
    }
}

/// Zeroes the columns of `out` past the last head.
template <class S> DEVICE void clear_rest(const Results &results) {
    const int used = results.heads * results.dimension, rest = results.out_stride - used;
    for (int i = threadIdx.x; i < results.entry.rows() * rest; i += S::threads)
        results.output({i / rest, 0, 0, 0})[used + i % rest] = 0;
}
