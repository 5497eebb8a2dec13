// Sums of columns over the rows of a block: eight warps take every eighth row, then their sums are
// added in ascending order.
//
// Launch: grid (⌈width / 32⌉, blocks), 256 threads: a lane is a column.
#pragma once
#include "dialect.cuh"

/// Rows that are summed side by side.
static constexpr int sum_rows = 8;

/// This thread's column.
DEVICE int sum_column() { return blockIdx.x * 32 + threadIdx.x % 32; }

/// Adds the warps' sums and writes the block's: sums[blockIdx.y, column]. sums: [blocks, width].
DEVICE void store_column_sum(float *sums, float sum, int width) {
    __shared__ float parts[sum_rows][32];
    parts[threadIdx.x / 32][threadIdx.x % 32] = sum;
    BARRIER();
    const int column = sum_column();
    if (threadIdx.x < 32 && column < width) {
        sum = 0;
#pragma unroll
        for (int i = 0; i < sum_rows; ++i) sum += parts[i][threadIdx.x];
        sums[static_cast<long long>(blockIdx.y) * width + column] = sum;
    }
    // The next call overwrites `parts`.
    BARRIER();
}
