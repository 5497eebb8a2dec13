// Where results go: totals to the workspace while pieces are left, then to the output.
#pragma once

#include "attention_tile.cuh"

/// An entry's numbers, read where they are wanted.
struct Entry {
    const int *numbers;

    DEVICE_MEMBER int first_row() const { return numbers[0]; }
    DEVICE_MEMBER int rows() const { return numbers[1]; }
    DEVICE_MEMBER int first_piece() const { return numbers[2]; }
    DEVICE_MEMBER int end_piece() const { return numbers[3]; }
    DEVICE_MEMBER int slot() const { return numbers[4]; }
    DEVICE_MEMBER bool whole() const { return numbers[5] != 0; }
};

/// Where a lane's pair of dimensions of row i of tile n lies among a head's.
template <class S> DEVICE int lane_dimension(int n) {
    const int split = threadIdx.x / 32 % S::splits;
    return 8 * (split * S::value_tiles + n) + 2 * (threadIdx.x % 4);
}

/// Where a block of threads' results go.
struct Results {
    bf16 *out;
    float *partials;
    const HeadRow *head_rows; // This lane's rows are the first and the one 8 further.
    Entry entry;
    int heads, dimension, out_stride;

    /// The row's slot in the workspace, by its head.
    DEVICE_MEMBER float *partial(HeadRow head_row) const {
        return partial_of(partials, entry.slot() + head_row.row, head_row.head, heads, dimension);
    }
    DEVICE_MEMBER bf16 *output(HeadRow head_row) const {
        const long long row = entry.first_row() + head_row.row;
        return out + row * out_stride + head_row.head * dimension;
    }
};

/// Joins a finished piece to the total that the same lanes left in the workspace.
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

/// What attention_combine needs beside the sums of values.
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

/// Zeros in the columns of out that no head has.
template <class S> DEVICE void clear_rest(const Results &results) {
    const int used = results.heads * results.dimension, rest = results.out_stride - used;
    for (int i = threadIdx.x; i < results.entry.rows() * rest; i += S::threads)
        results.output({i / rest, 0, 0, 0})[used + i % rest] = 0;
}
