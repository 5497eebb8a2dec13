// Products y[M, N] = x[M, K] · Wᵀ whose every element is the same bits in every kernel and batch.
//
// Memory
//   x     bf16 [M, k] row-major: k is K rounded up to 32, columns past K are zero.
//   W     bf16 in fragment order: tiles[n16][k / 32][2 steps][32 lanes][8], N rounded up to 16 with
//         zero rows, so that a lane's 16 bytes are its a-fragment of one mma. The host packs
//             tiles[row / 16][column / 32][step][lane][e] = W[row][column] with, for e in 0..<8,
//             row    = 16 * tile  + lane / 4 + 8 * (e / 2 % 2)
//             column = 32 * block + 8 * (lane % 4) + 4 * step + 2 * (e / 4) + e % 2
//         The order of columns inside a block of 32 is thus not mma's, but it is the same for both
//         factors: a lane's b-fragments of both steps are 16 consecutive bytes of a row of x.
//   bias  float [N], or null.
//   y     float [M, N] row-major. Nothing outside M x N is written; rows of x past M are not read.
//
// Order of summation: a function of k alone. k is cut into slices of equal length, at most 4,096;
// a slice's sum s begins at zero and takes its mma steps (16 columns) in ascending order. Then
//     total = s[0] + bias; if `add`, total = y + total; total += s[1], s[2], ...;
//     y = cap > 0 ? cap * tanh(total / cap) : total.
//
// E4M3 (gemm_fp8.cu) lies alike, two columns in the place of one: k counts pairs of columns there, and
// every slice's sum is multiplied by its row's and its column's scale before it is added.
#pragma once

#include "formats.cuh"

/// Columns of one block of the order above, and its bytes in a tile of 16 rows of W.
static constexpr int block_columns = 32, tile_bytes = 1024;
/// Bytes of a block's columns in a row of x.
static constexpr int row_bytes = 64;

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

/// What an 8-bit product's sums are multiplied with: a scale of each row of x and one of W.
struct Scales {
    const float *rows, *columns;

    DEVICE_MEMBER float of(int row, int column) const { return rows[row] * columns[column]; }
};

/// No scales: bf16 products are what they are.
struct NoScales {
    DEVICE_MEMBER float of(int, int) const { return 1.0f; }
};

DEVICE float gemm_capped(float total, float cap) {
    return cap > 0.0f ? cap * tanhf(total / cap) : total;
}
