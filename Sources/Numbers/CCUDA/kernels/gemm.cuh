// Products y[M, N] = x[M, K] · Wᵀ whose every element is the same bits in every kernel and batch.
//
// Memory
//   x     bf16 [M, k] row-major: k is K rounded up to 32, columns past K are zero.
//   W     bf16 [N, k] in the order of fragments.cuh.
//   bias  float [N], or null.
//   y     float [M, N] row-major. Nothing outside M x N is written; rows of x past M are not read.
//
// Order of summation: a function of k alone. k is cut into slices of equal length, at most 4,096;
// a slice's sum s begins at zero and takes its mma steps (16 columns) in ascending order. Then
//     total = s[0] + bias; if `add`, total = y + total; total += s[1], s[2], ...;
//     y = cap > 0 ? cap * tanh(total / cap) : total.
//
// E4M3 (gemm_fp8.cu) has the same layout with two columns in place of one: there, k counts pairs of
// columns, and a slice's sum is multiplied by its row's and its column's scale before it is added.
#pragma once

#include "formats.cuh"
#include "fragments.cuh"

/// Columns of a block (two mma steps), and a block's bytes in a tile of 16 rows of W.
static constexpr int block_columns = 32, tile_bytes = 1024;
/// Bytes of a block's columns in a row of x.
static constexpr int row_bytes = 64;

/// Offset in shared memory of a row's chunk: 16 of the 64 bytes that a row of x has in a block.
///
/// Chunks are swizzled so that the same chunk of eight rows, which load_matrices reads, covers
/// every bank once. It is also Hopper's 64-byte swizzle (warpgroup.cuh).
DEVICE int x_offset(int row, int chunk) { return row * row_bytes + (chunk ^ row / 2 % 4) * 16; }

/// Offset that a lane gives load_matrices for both steps' b-fragments of a block, for 8 rows of x.
DEVICE int x_lane_offset() {
    const int lane = threadIdx.x % 32;
    return x_offset(lane % 8, lane / 8);
}

/// Slices of k columns. The host's formula: (k + 4095) / 4096.
DEVICE int gemm_slices(int k) { return (k + 4095) / 4096; }

/// Blocks in each slice but the last, which may be shorter.
DEVICE int gemm_slice_blocks(int k) {
    const int slices = gemm_slices(k);
    return (k / block_columns + slices - 1) / slices;
}

/// The total after the first slice.
DEVICE float gemm_first_total(float sum, const float *bias, int column, bool add, const float *y) {
    if (bias) sum += bias[column];
    return add ? *y + sum : sum;
}

/// Scales of an fp8 product's sums: one for each row of x and one for each row of W.
struct Scales {
    const float *rows, *columns;

    DEVICE_MEMBER float of(int row, int column) const { return rows[row] * columns[column]; }
};

/// No scales, for bf16 products.
struct NoScales {
    DEVICE_MEMBER float of(int, int) const { return 1.0f; }
};

DEVICE float gemm_capped(float total, float cap) {
    return cap > 0.0f ? cap * tanhf(total / cap) : total;
}
