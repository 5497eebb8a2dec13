// Copies tiles of the paged cache to shared memory.
#pragma once

#include "attention.cuh"

template <int dimension_, int positions_, int row_warps_, int splits_> struct AttentionShape {
    /// Bound of the head dimension; positions in a tile.
    static constexpr int dimension = dimension_, positions = positions_;
    /// Warps with different rows; warps that share the same rows and split the values' dimensions.
    static constexpr int row_warps = row_warps_, splits = splits_;

    static constexpr int threads = 32 * row_warps * splits, rows = 16 * row_warps;
    /// Blocks of 32 dimensions; tiles of 8 positions and of 8 dimensions that a warp holds.
    static constexpr int blocks = dimension / 32;
    static constexpr int score_tiles = positions / 8, value_tiles = dimension / 8 / splits;

    /// Bytes from row to row, free of bank conflicts: for keys 64 modulo 128, as 4 lanes read 16
    /// bytes each of a row; for values an odd multiple of 16, as matrices of 8 rows are read.
    static constexpr int key_stride = 2 * dimension + (2 * dimension % 128 == 0 ? 64 : 0);
    static constexpr int value_stride = 2 * dimension + 16;
    static constexpr int key_bytes = positions * key_stride;
    static constexpr int tile_bytes = key_bytes + positions * value_stride;
    /// Cache blocks in a tile; block numbers are kept for 4 tiles.
    static constexpr int cache_blocks = positions / cache_block;
    static constexpr int shared_bytes = 2 * tile_bytes + 16 * cache_blocks + 16 * rows;
};

/// Keys and values of one key head of one sequence, and the positions that an entry sees.
struct CacheView {
    const bf16 *keys, *values;
    const int *table;
    int key_head, key_heads, width;
    int first, end; // Positions that any of the rows sees.
};

/// Starts copying the numbers of a tile's cache blocks.
template <class S>
DEVICE void load_numbers(const CacheView &cache, int *numbers, int tile) {
    const int i = threadIdx.x;
    if (i >= S::cache_blocks) return;
    const int position = tile * S::positions + i * cache_block;
    const bool valid = position < cache.end && position + cache_block > cache.first;
    async_copy_4(numbers + tile % 4 * S::cache_blocks + i,
                 cache.table + (valid ? position / cache_block : 0), valid);
}

/// Starts copying a tile's keys and values.
///
/// Positions that no row sees become zero: their weight is 0, but 0 times a stray NaN is NaN.
template <class S>
DEVICE void load_tile(const CacheView &cache, const int *numbers, unsigned char *to, int tile) {
    constexpr int chunks = S::dimension / 8;
#pragma unroll 1
    for (int j = 0; j < S::positions * chunks / S::threads; j++) {
        const int i = j * S::threads + threadIdx.x, in_tile = i / chunks, chunk = i % chunks;
        const int position = tile * S::positions + in_tile;
        const bool valid =
            position >= cache.first && position < cache.end && 8 * chunk < cache.width;
        const long long block = numbers[tile % 4 * S::cache_blocks + in_tile / cache_block];
        const long long from =
            ((block * cache.key_heads + cache.key_head) * cache_block + in_tile % cache_block) *
                cache.width +
            8 * chunk;
        async_copy_16(to + in_tile * S::key_stride + 16 * chunk, cache.keys + from, valid);
        async_copy_16(to + S::key_bytes + in_tile * S::value_stride + 16 * chunk,
                      cache.values + from, valid);
    }
}
