// Hopper's warpgroup instructions: products of four warps at once, whose second factor the tensor
// cores read from shared memory. Compiled for sm_90a alone; elsewhere they trap.
#pragma once
#include "dialect.cuh"

#ifdef __CUDACC_RTC__
#ifdef __CUDA_ARCH_FEAT_SM90_ALL
#define ON_HOPPER(...) asm volatile(__VA_ARGS__)
#else
#define ON_HOPPER(...) asm volatile("trap;")
#endif

/// Makes this thread's copies to shared memory visible to warpgroup products; a barrier follows.
DEVICE void async_proxy_fence() { ON_HOPPER("fence.proxy.async;" ::: "memory"); }

/// Orders a thread's accesses to registers before the products that use the registers.
DEVICE void wgmma_fence() { ON_HOPPER("wgmma.fence.sync.aligned;" ::: "memory"); }

/// Closes the group of the products started since the last group.
DEVICE void wgmma_commit() { ON_HOPPER("wgmma.commit_group.sync.aligned;" ::: "memory"); }

/// Waits until at most the `pending` newest groups are unfinished.
///
/// Before a group has finished, its sums must not be read, nor its registers and shared memory
/// written.
template <int pending> DEVICE void wgmma_wait() {
    ON_HOPPER("wgmma.wait_group.sync.aligned %0;" ::"n"(pending) : "memory");
}

/// Keeps the compiler from reading sums before the wait that precedes this call.
template <int B> DEVICE void settle(float (&d)[B][4]) {
#pragma unroll
    for (int i = 0; i < 4 * B; i++) asm volatile("" : "+f"(d[i / 4][i % 4])::"memory");
}

#define TEN(t)                                                                                     \
    "%" #t "0,%" #t "1,%" #t "2,%" #t "3,%" #t "4,%" #t "5,%" #t "6,%" #t "7,%" #t "8,%" #t "9,"
#define TO_59 TEN() TEN(1) TEN(2) TEN(3) TEN(4) TEN(5)
#define TO_63 TO_59 "%60,%61,%62,%63"
#define TO_127 TO_59 TEN(6) TEN(7) TEN(8) TEN(9) TEN(10) TEN(11) "%120,%121,%122,%123,%124,%125,%126,%127"

#define TILE(i) "+f"(d[i][0]), "+f"(d[i][1]), "+f"(d[i][2]), "+f"(d[i][3])
#define TILES_4(i) TILE(i), TILE(i + 1), TILE(i + 2), TILE(i + 3)
#define TILES_16(i) TILES_4(i), TILES_4(i + 4), TILES_4(i + 8), TILES_4(i + 12)

/// Starts d[64, 8B] += a[64, 16] · b[16, 8B] over a warpgroup, bf16 products summed in float.
///
/// A warp has 16 rows of a and d, in the registers of mma_m16n8k16_bf16; d[i] is columns 8i..8i+7.
/// `b` describes 8B rows of 16 numbers in shared memory (``swizzled_rows``).
DEVICE void wgmma(float (&d)[32][4], const uint4 &a, unsigned long long b) {
    ON_HOPPER("{ .reg .pred p; setp.ne.b32 p, 1, 0;"
              "wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16 {" TO_127 "}, "
              "{%128, %129, %130, %131}, %132, p, 1, 1, 0; }"
              : TILES_16(0), TILES_16(16)
              : "r"(a.x), "r"(a.y), "r"(a.z), "r"(a.w), "l"(b));
}
DEVICE void wgmma(float (&d)[16][4], const uint4 &a, unsigned long long b) {
    ON_HOPPER("{ .reg .pred p; setp.ne.b32 p, 1, 0;"
              "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {" TO_63 "}, "
              "{%64, %65, %66, %67}, %68, p, 1, 1, 0; }"
              : TILES_16(0)
              : "r"(a.x), "r"(a.y), "r"(a.z), "r"(a.w), "l"(b));
}

#else
#include "emulated_warpgroup.h"
#endif

/// Returns wgmma's descriptor of consecutive rows of 64 bytes in shared memory.
///
/// The first row's address is a multiple of 512; 16-byte chunks are swizzled as by `x_offset`
/// (gemm.cuh). Adding 1 to the descriptor moves it by 16 bytes.
DEVICE unsigned long long swizzled_rows(const void *shared) {
    const unsigned long long eight_rows = 512 >> 4, swizzle_of_64_bytes = 2;
    return shared_address(shared) >> 4 | 1 << 16 | eight_rows << 32 | swizzle_of_64_bytes << 62;
}
