#include "gated_output.cuh"
#include "plain_output.cuh"
#include "warpgroup.cuh"

// Products with many rows on Hopper (sm_90a), whose full rate only warpgroup instructions reach:
// the largest tiles of gemm_wide.cu and gemm_gated.cu, in the same order of summation.
//
// A warp holds 16 * A rows of W in registers, as in gemm_wide.cuh; the tensor cores read all of the
// block's rows of x from shared memory. It is not documented that the bits are those of
// mma_m16n8k16_bf16: the host compares them on the GPU, and uses these kernels only if they agree.
//
// Launch: as the kernels of their kind, by the tile in the name (rows of W x rows of x); 256
// threads and 196,608 bytes of dynamic shared memory.

template <class S, class Output>
DEVICE void gemm_warpgroup(const Output &output, const bf16 *x, const bf16 *w, int m, int n, int k) {
    DYNAMIC_SHARED(shared);
    const TilePosition tile_of_y = tile_position<S>(m, n);
    Feed<S, Output> feed = make_feed<S>(tile_of_y, shared, x, w, m, n, k, output);

    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const unsigned char *w_ring = shared + warp * S::A * tile_bytes + 16 * lane;
    const unsigned long long x_rows = swizzled_rows(shared + S::w_bytes);
    const int all = k / block_columns, slice = gemm_slice_blocks(k);

    // A slot is refilled two blocks after its own block, when all warps have ended its products.
    for (int stage = 0; stage < S::stages - 2; stage++) feed.load_stage();
    async_wait<S::stages - 3>();
    BARRIER();

    // Fragments are loaded a block ahead into three buffers in turn. With two, the compiler would
    // make each product wait for the last one's end, as loads would overwrite registers that the
    // last one may still read.
    float d[S::A][S::B][4] = {};
    uint4 a[3][S::A][2];
    load_fragments<S>(a[0], w_ring);
    int slice_end = min(slice, all);
    for (int first = 0; first < all; first += 3) {
#pragma unroll
        for (int turn = 0; turn < 3; turn++) {
            const int block = first + turn;
            if (block >= all) break;
            const int here = block % S::slots * S::slot_bytes;
            async_wait<S::stages - 4>();
            // Before the barrier: each thread makes its own copies visible to the tensor cores.
            async_proxy_fence();
            BARRIER();
            load_fragments<S>(a[(turn + 1) % 3], w_ring + (block + 1) % S::slots * S::slot_bytes);
            wgmma_fence();
#pragma unroll
            for (int i = 0; i < 2 * S::A; i++)
                wgmma(d[i % S::A], a[turn][i % S::A][i / S::A], x_rows + here / 16 + i / S::A * 2);
            wgmma_commit();
            feed.load_stage();
            wgmma_wait<1>();
            if (block + 1 == slice_end) {
                wgmma_wait<0>();
#pragma unroll
                for (int i = 0; i < S::A; i++) settle(d[i]);
                // The slot serves as scratch: no warp reads it any more after this barrier, and it
                // is not refilled before the next one.
                BARRIER();
                wide_finish<S>(d, reinterpret_cast<float *>(shared + here), tile_of_y, output,
                               block < slice, slice_end == all);
                slice_end = min(slice_end + slice, all);
            }
        }
    }
}

KERNEL(256)
gemm_warpgroup_128x256(float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int n,
                       int k, int add, float cap) {
    const PlainOutput<NoScales> output = {{}, y, bias, m, n, add != 0, cap};
    gemm_warpgroup<Shape<8, 1, 1, 32, 1, 8>>(output, x, w, m, n, k);
}

KERNEL(256)
gemm_warpgroup_gated_256x128(bf16 *out, float *y, const bf16 *x, const bf16 *w, const float *bias,
                             int m, int width, int k, int stride, int is_gelu) {
    const GatedOutput output = {out, y, bias, m, width, stride, is_gelu != 0};
    gemm_warpgroup<Shape<8, 1, 2, 16, 1, 8>>(output, x, w, m, 2 * width, k);
}
