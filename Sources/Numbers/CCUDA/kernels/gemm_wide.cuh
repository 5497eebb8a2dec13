// Products with many rows: a block of threads computes a tile of y, its operands staged in shared
// memory.
//
// A warp holds 16 * A rows of W by 8 * B rows of x in registers. W lies in shared memory as in
// global memory, in fragment order, x in rows of 64 bytes a block (gemm.cuh): no bank conflicts.
// A lane holds the fragments of W for this block of 32 columns and the next, and those of x one
// tile ahead. A finished slice is added to the total in y, which the same thread wrote before.
#pragma once

#include "gemm.cuh"

/// Batch tiles that blocks of threads go through before the next rows of W.
static constexpr int raster_height = 8;

/// Size of the tile of y that a block of threads computes, and of its ring in shared memory.
template <int row_warps_, int batch_warps_, int A_, int B_, int blocks_, int stages_> struct Shape {
    /// Warps along the rows of W and of x; tiles of 16 and of 8 rows in a warp.
    static constexpr int row_warps = row_warps_, batch_warps = batch_warps_, A = A_, B = B_;
    /// Blocks of 32 columns in a stage; stages in the ring, being copied or in use.
    static constexpr int blocks = blocks_, stages = stages_;

    static constexpr int threads = 32 * row_warps * batch_warps;
    static constexpr int row_tiles = row_warps * A, rows = 16 * row_tiles;
    static constexpr int batch = 8 * batch_warps * B;
    static constexpr int w_bytes = row_tiles * tile_bytes, x_bytes = batch * row_bytes;
    static constexpr int slot_bytes = w_bytes + x_bytes, slots = blocks * stages;
};

/// A tile's position in y: its first tile of 16 rows of W and its first row of x.
struct TilePosition {
    int row_tile, batch_row;
};

/// Returns this block of threads' tile: blocks go down `raster_height` batch tiles, then on to the
/// next rows of W.
template <class S> DEVICE TilePosition tile_position(int m, int n) {
    const int row_count = (n + S::rows - 1) / S::rows, batch_count = (m + S::batch - 1) / S::batch;
    const int id = blockIdx.x, band = id / (raster_height * row_count) * raster_height;
    const int within = id - band * row_count, height = min(raster_height, batch_count - band);
    return {within / height * S::row_tiles, (band + within % height) * S::batch};
}

/// Copies both operands to the ring in shared memory, block after block.
///
/// `Output::tile` maps the tiles of the block of threads to tiles of W. Two tiles further is
/// `Output::pair_tiles` tiles further in W.
template <class S, class Output> struct Feed {
    const unsigned char *w; // This thread's first 16 bytes of the next block to copy.
    const bf16 *x;
    unsigned char *w_ring, *x_ring; // Their destinations in the first slot of the ring.
    int tiles, rows;     // Tiles of W and rows of x from this thread's first ones on.
    int k, next;

    /// Tiles of W and rows of x that all threads copy at once.
    static constexpr int tiles_at_once = S::threads / 64, rows_at_once = S::threads / 4;

    DEVICE_MEMBER void load_block() {
        const int slot = next % S::slots * S::slot_bytes;
        const long long tile_stride = static_cast<long long>(k / block_columns) * tile_bytes;
#pragma unroll
        for (int i = 0; i < S::row_tiles; i += tiles_at_once)
            async_copy_16(w_ring + slot + i * tile_bytes,
                          w + i / 2 * Output::pair_tiles * tile_stride, i < tiles);
#pragma unroll
        for (int i = 0; i < S::batch; i += rows_at_once)
            async_copy_16(x_ring + slot + i * row_bytes, x + static_cast<long long>(i) * k,
                          i < rows);
        w += tile_bytes;
        x += block_columns;
        next++;
    }

    /// Starts copying a stage; closes a group even if the stage is empty, as waits count groups.
    DEVICE_MEMBER void load_stage() {
        for (int i = 0; i < S::blocks; i++)
            if (next < k / block_columns) load_block();
        async_commit();
    }
};

template <class S, class Output>
DEVICE Feed<S, Output> make_feed(TilePosition tile_of_y, unsigned char *ring, const bf16 *x,
                                 const bf16 *w, int m, int n, int k, const Output &output) {
    const int thread = threadIdx.x, tile = tile_of_y.row_tile + thread / 64;
    const long long row = tile_of_y.batch_row + thread / 4;
    return {
        reinterpret_cast<const unsigned char *>(w) +
            static_cast<long long>(output.tile(tile)) * (k / block_columns) * tile_bytes +
            16 * (thread % 64),
        x + row * k + 8 * (thread % 4),
        ring + 16 * thread,
        ring + S::w_bytes + x_offset(thread / 4, thread % 4),
        (n + 15) / 16 - tile,
        m - static_cast<int>(row),
        k,
        0,
    };
}

/// An element of a warp's scratch: the sums of 8 rows of x by the warp's columns.
///
/// Swizzled by the row, so that the lanes of a warp use different banks.
template <class S> DEVICE float &swizzled(float *sums, int row, int column) {
    return sums[row * 16 * S::A + (column + 8 * (row / 2)) % (16 * S::A)];
}

/// Passes a finished slice's sums to the output, and sets them to zero for the next slice.
///
/// The sums go through `scratch`, 512 * A bytes for each warp, so that a warp writes consecutive
/// addresses, 8 rows of y at a time.
template <class S, class Output>
DEVICE void wide_finish(float d[S::A][S::B][4], float *scratch, TilePosition tile_of_y,
                        const Output &output, bool first, bool last) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, g = lane / 4, t = lane % 4;
    const int column0 = 16 * (tile_of_y.row_tile + warp % S::row_warps * S::A);
    const int row0 = tile_of_y.batch_row + 8 * (warp / S::row_warps * S::B);
    float *sums = scratch + warp * 128 * S::A;
#pragma unroll
    for (int b = 0; b < S::B; b++) {
        warp_sync();
#pragma unroll
        for (int i = 0; i < 4 * S::A; i++) {
            swizzled<S>(sums, 2 * t + i % 2, i / 2 * 8 + g) = d[i / 4][b][i % 4];
            d[i / 4][b][i % 4] = 0.0f;
        }
        warp_sync();
        output.template write<S>(sums, row0 + 8 * b, column0, first, last);
    }
}

template <class S>
DEVICE void load_fragments(uint4 a[S::A][2], const unsigned char *w) {
#pragma unroll
    for (int i = 0; i < 2 * S::A; i++) a[i / 2][i % 2] = load_16(w + 512 * i);
}

template <class S, class Format, class Output>
DEVICE void gemm_wide(const Output &output, const bf16 *x, const bf16 *w, int m, int n, int k) {
    DYNAMIC_SHARED(shared);
    const TilePosition tile_of_y = tile_position<S>(m, n);
    Feed<S, Output> feed = make_feed<S>(tile_of_y, shared, x, w, m, n, k, output);

    // Where this lane reads its warp's first fragments in a slot of the ring.
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const unsigned char *w_ring = shared + warp % S::row_warps * S::A * tile_bytes + 16 * lane;
    const unsigned char *x_ring =
        shared + S::w_bytes + warp / S::row_warps * S::B * 512 + x_lane_offset();
    const int all = k / block_columns, slice = gemm_slice_blocks(k);

    for (int stage = 0; stage < S::stages - 1; stage++) feed.load_stage();
    async_wait<S::stages - 2>();
    BARRIER();

    float d[S::A][S::B][4] = {};
    uint4 a[S::A][2], next_a[S::A][2];
    load_fragments<S>(next_a, w_ring);
    uint4 next_b = load_matrices(x_ring);
    int slice_end = min(slice, all);
    for (int block = 0; block < all; block++) {
#pragma unroll
        for (int i = 0; i < 2 * S::A; i++) a[i / 2][i % 2] = next_a[i / 2][i % 2];
        const int here = block % S::slots * S::slot_bytes;
        const int there = (block + 1) % S::slots * S::slot_bytes;
#pragma unroll
        for (int b = 0; b < S::B; b++) {
            if (b == S::B / 2) {
                // Half-way, so that the next fragments are there when they are needed.
                if ((block + 1) % S::blocks == 0) {
                    async_wait<S::stages - 3>();
                    // All warps are done with the stage before, which is overwritten now.
                    BARRIER();
                    feed.load_stage();
                }
                if (block + 1 < all) load_fragments<S>(next_a, w_ring + there);
            }
            const uint4 value = next_b;
            if (b + 1 < S::B) next_b = load_matrices(x_ring + here + 512 * (b + 1));
            else if (block + 1 < all) next_b = load_matrices(x_ring + there);
#pragma unroll
            for (int i = 0; i < 2 * S::A; i++)
                Format::step(d[i % S::A][b], a[i % S::A][i / S::A], value, i / S::A);
        }
        if (block + 1 == slice_end) {
            // The slot serves as scratch: no warp reads it any more after this barrier, and it is
            // not refilled before the next one.
            BARRIER();
            wide_finish<S>(d, reinterpret_cast<float *>(shared + here), tile_of_y, output,
                           block < slice, slice_end == all);
            slice_end = min(slice_end + slice, all);
        }
    }
}
