// Output of a product: floats in y.
#pragma once

#include "gemm_wide.cuh"

/// Writes a product's floats to y; sums are scaled by `scales`.
template <class Scaling> struct PlainOutput {
    Scaling scales;
    float *y;
    const float *bias;
    int m, n;
    bool add;
    float cap;

    static constexpr int pair_tiles = 2;
    DEVICE_MEMBER int tile(int i) const { return i; }

    template <class S>
    DEVICE_MEMBER void write(float *sums, int row0, int column0, bool first, bool last) const {
#pragma unroll 1
        for (int i = threadIdx.x % 32; i < 128 * S::A; i += 32) {
            const int row = row0 + i / (16 * S::A), column = column0 + i % (16 * S::A);
            if (row >= m || column >= n) continue;
            const float sum = swizzled<S>(sums, i / (16 * S::A), i % (16 * S::A)) *
                              scales.of(row, column);
            float *to = y + static_cast<long long>(row) * n + column;
            const float total = first ? gemm_first_total(sum, bias, column, add, to) : *to + sum;
            *to = last ? gemm_capped(total, cap) : total;
        }
    }
};
