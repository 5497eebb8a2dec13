// Products with few rows: W is read once, as fast as memory gives it.
//
// A warp sums one slice of 16 rows of W. It copies its blocks of W and x far ahead into its own
// ring in shared memory, so that no warp waits for another until the slices are added.
//
// Launch, with S = (k + 4095) / 4096 slices and T tiles of 16 rows to a block of threads:
//     grid (N + 15) / 16 / T, rounded up; block 32 * S * T, at most 384.
//     `depth`: blocks of 32 columns in each of the ring's 8 stages, 1 to 4.
//     dynamic shared memory: S * T * 8 * depth * (1024 + 512 * batch / 8) bytes, batch 8 or 16.
// A good choice is T = 1 up to some 2,000 tiles and the greatest depth within 96 KiB.

#pragma once

#include "gemm.cuh"

static constexpr int ring_stages = 8;

/// A lane's registers for 32 columns: its part of 16 rows of W, and of every 8 rows of x.
template <int batch_tiles> struct NarrowBlock {
    uint4 a[2], b[batch_tiles];
};

/// A warp's ring of a slice's blocks: they are copied stage by stage and read one by one.
template <int batch_tiles> struct NarrowRing {
    const unsigned char *w; // This lane's 16 bytes of the next block to copy, in its tile.
    const bf16 *x;          // The same of x, in row `row`.
    unsigned char *ring;    // The ring.
    int row, m, k, depth;
    int to_copy;               // Blocks that are left to copy.
    int write_at = 0, read_at = 0; // Bytes from the ring's beginning.

    static constexpr int slot_bytes = tile_bytes + 512 * batch_tiles;

    DEVICE_MEMBER int next(int at) const {
        at += slot_bytes;
        return at == ring_stages * depth * slot_bytes ? 0 : at;
    }

    /// Starts copying a stage; closes a group even if the stage is empty, as waits count groups.
    DEVICE_MEMBER void copy_stage() {
        for (int i = 0; i < depth && to_copy > 0; i++, to_copy--) {
            const int lane = threadIdx.x % 32;
            unsigned char *w_to = ring + write_at + 16 * lane;
            unsigned char *x_to = ring + write_at + tile_bytes + x_offset(lane / 4, lane % 4);
            async_copy_16(w_to, w, true);
            async_copy_16(w_to + 512, w + 512, true);
#pragma unroll
            for (int tile = 0; tile < batch_tiles; tile++)
                async_copy_16_cached(x_to + 512 * tile, x + static_cast<long long>(8 * tile) * k,
                                     row + 8 * tile < m);
            w += tile_bytes;
            x += block_columns;
            write_at = next(write_at);
        }
        async_commit();
    }

    DEVICE_MEMBER NarrowBlock<batch_tiles> read() {
        const unsigned char *w_from = ring + read_at + 16 * (threadIdx.x % 32);
        const unsigned char *x_from = ring + read_at + tile_bytes + x_lane_offset();
        NarrowBlock<batch_tiles> block;
        block.a[0] = load_16(w_from);
        block.a[1] = load_16(w_from + 512);
#pragma unroll
        for (int tile = 0; tile < batch_tiles; tile++)
            block.b[tile] = load_matrices(x_from + 512 * tile);
        read_at = next(read_at);
        return block;
    }
};

/// Sums a slice of `blocks` blocks, for 16 rows of W and 8 * batch_tiles rows of x.
///
/// A block is read while the one before it is multiplied, so a stage is waited for one stage early.
template <class Format, int batch_tiles>
DEVICE void narrow_slice(NarrowRing<batch_tiles> ring, int blocks, float d[batch_tiles][4]) {
    for (int stage = 0; stage < ring_stages - 1; stage++) ring.copy_stage();
    async_wait<ring_stages - 3>();
    warp_sync();
    NarrowBlock<batch_tiles> next = ring.read();
    int left = 0;
    for (int block = 0; block < blocks; block++) {
        if (left == 0) {
            async_wait<ring_stages - 3>();
            // Lanes read what others copied, and copy over what others have read.
            warp_sync();
            ring.copy_stage();
            left = ring.depth;
        }
        left--;
        const NarrowBlock<batch_tiles> here = next;
        if (block + 1 < blocks) next = ring.read();
#pragma unroll
        for (int i = 0; i < 2 * batch_tiles; i++) {
            const int step = i / batch_tiles, tile = i % batch_tiles;
            Format::step(d[tile], here.a[step], here.b[tile], step);
        }
    }
    async_wait<0>();
}

template <class Format, int batch_tiles, class Scaling>
DEVICE void gemm_narrow(float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int n,
                        int k, int depth, bool add, float cap, Scaling scales) {
    DYNAMIC_SHARED(shared);
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, g = lane / 4, t = lane % 4;
    const int slices = gemm_slices(k), slice = warp % slices;
    const int tile = blockIdx.x * (blockDim.x / 32 / slices) + warp / slices;
    const bool active = 16 * tile < n;
    const int warp_ring_bytes = ring_stages * depth * NarrowRing<batch_tiles>::slot_bytes;
    unsigned char *ring = shared + warp * warp_ring_bytes;

    float d[batch_tiles][4] = {};
    if (active) {
        const int all = k / block_columns, first = slice * gemm_slice_blocks(k);
        const long long block = static_cast<long long>(tile) * all + first;
        const NarrowRing<batch_tiles> work = {
            reinterpret_cast<const unsigned char *>(w) + block * tile_bytes + 16 * lane,
            x + static_cast<long long>(g) * k + first * block_columns + 8 * t,
            ring,
            g,
            m,
            k,
            depth,
            min(gemm_slice_blocks(k), all - first),
        };
        narrow_slice<Format>(work, work.to_copy, d);
    }

    // Each further slice leaves its sums in its own ring, 32 lanes side by side; the first slice's
    // warp then adds them in ascending order, as gemm.cuh says.
    float *sums = reinterpret_cast<float *>(ring) + lane;
    if (slices > 1) {
        if (slice > 0)
            for (int i = 0; i < 4 * batch_tiles; i++) sums[32 * i] = d[i / 4][i % 4];
        BARRIER();
    }
    if (!active || slice > 0) return;
#pragma unroll
    for (int i = 0; i < 4 * batch_tiles; i++) {
        const int row = i / 4 * 8 + 2 * t + i % 2, column = 16 * tile + g + i % 4 / 2 * 8;
        if (row >= m || column >= n) continue;
        float *to = y + static_cast<long long>(row) * n + column;
        const float scale = scales.of(row, column);
        float total = gemm_first_total(d[i / 4][i % 4] * scale, bias, column, add, to);
        for (int other = 1; other < slices; other++)
            total += sums[32 * i + other * (warp_ring_bytes / 4)] * scale;
        *to = gemm_capped(total, cap);
    }
}
