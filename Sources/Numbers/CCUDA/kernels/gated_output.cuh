// Output of a product with gate and up: the activated gate times up.
#pragma once

#include "activation.cuh"
#include "gemm_wide.cuh"

/// Writes out = act(x · Gᵀ) * (x · Uᵀ) as bf16. Tiles of G and U alternate; y holds totals between
/// slices.
struct GatedOutput {
    bf16 *out;
    float *y;
    const float *bias;
    int m, width, stride;
    bool is_gelu;

    static constexpr int pair_tiles = 1;
    DEVICE_MEMBER int tile(int i) const { return i / 2 + i % 2 * (width / 16); }

    /// Returns the total up to a slice; stores it in y unless the slice is the last.
    DEVICE_MEMBER float total(float sum, int row, int column, bool first, bool last) const {
        const long long index = static_cast<long long>(row) * 2 * width + column;
        const float total =
            first ? gemm_first_total(sum, bias, column, false, nullptr) : y[index] + sum;
        if (!last) y[index] = total;
        return total;
    }

    template <class S>
    DEVICE_MEMBER void write(float *sums, int row0, int column0, bool first, bool last) const {
#pragma unroll 1
        for (int i = threadIdx.x % 32; i < 64 * S::A; i += 32) {
            // Columns of sums are 16 of gate, the same 16 of up, and so on: see `tile`.
            const int r = i / (8 * S::A), c = i % (8 * S::A), gate_column = c / 16 * 32 + c % 16;
            const int row = row0 + r, column = column0 / 2 + c;
            if (row >= m || column >= width) continue;
            const float gate = total(swizzled<S>(sums, r, gate_column), row, column, first, last);
            const float up =
                total(swizzled<S>(sums, r, gate_column + 16), row, width + column, first, last);
            bf16 *to = out + static_cast<long long>(row) * stride;
            if (last) to[column] = float_to_bf16((is_gelu ? gelu(gate) : silu(gate)) * up);
            // The first columns' lanes also zero the padding.
            if (last && column < stride - width) to[width + column] = 0;
        }
    }
};
