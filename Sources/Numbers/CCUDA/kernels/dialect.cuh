// The operations that every kernel is written with: few enough to be defined twice.
//
// NVRTC uses the definitions below. A C++ compiler uses those in Tests/CUDAEmulator, where a CUDA
// thread is a fiber; so the same text runs on a GPU and in the test suite. Kernels include nothing
// else and need nothing newer than sm_80, except those of E4M3 (sm_89) and those of Hopper, whose
// operations are in warpgroup.cuh.
#pragma once

#ifdef __CUDACC_RTC__

typedef unsigned short bf16;

/// A kernel of at most `threads` threads a block; `extern "C"` lets the driver find it by name.
#define KERNEL(threads) extern "C" __global__ void __launch_bounds__(threads, 1)
/// The same, with few enough registers for `blocks` blocks on a multiprocessor at a time.
#define KERNEL_RESIDENT(threads, blocks)                                                           \
    extern "C" __global__ void __launch_bounds__(threads, blocks)
/// A function that kernels call, outside or inside a struct.
#define DEVICE static __device__ __forceinline__
#define DEVICE_MEMBER __device__ __forceinline__
/// The block's dynamic shared memory.
#define DYNAMIC_SHARED(name) extern __shared__ __align__(1024) unsigned char name[]
/// All threads of the block wait for each other and see each other's memory.
#define BARRIER() __syncthreads()

DEVICE float bits_to_float(unsigned bits) { return __uint_as_float(bits); }
DEVICE unsigned float_to_bits(float x) { return __float_as_uint(x); }

/// Two floats to two bf16, rounded to nearest even: `low` in the low half.
DEVICE unsigned pack_bf16x2(float low, float high) {
    unsigned packed;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
    return packed;
}

/// 2 to the power of x, to about 22 bits; subnormal results become zero.
DEVICE float exp2_fast(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

/// The lanes of a warp wait for each other and see each other's memory.
DEVICE void warp_sync() { __syncwarp(); }

DEVICE float shuffle(float x, int lane) { return __shfl_sync(0xffffffffu, x, lane); }
DEVICE int shuffle(int x, int lane) { return __shfl_sync(0xffffffffu, x, lane); }
DEVICE float shuffle_xor(float x, int mask) { return __shfl_xor_sync(0xffffffffu, x, mask); }
DEVICE int shuffle_xor(int x, int mask) { return __shfl_xor_sync(0xffffffffu, x, mask); }

/// A bit for each lane of the warp at which `is_true` holds, lane 0 in the lowest.
DEVICE unsigned ballot(bool is_true) { return __ballot_sync(0xffffffffu, is_true); }
/// How many bits are set.
DEVICE int population(unsigned bits) { return __popc(bits); }
/// Index of the lowest set bit; `bits` is not 0.
DEVICE int lowest_bit(unsigned bits) { return __ffs(bits) - 1; }

/// Adds to a number that all threads of the block share.
DEVICE void atomic_add(unsigned long long *shared, unsigned long long x) { atomicAdd(shared, x); }
/// Raises a number that all threads of the block share to at least x.
DEVICE void atomic_max(unsigned long long *shared, unsigned long long x) { atomicMax(shared, x); }

/// d[16, 8] += a[16, 16] · b[16, 8] over a warp, bf16 products summed in float.
///
/// With g = lane / 4 and t = lane % 4, registers hold pairs (low half first):
/// a[0] = (g, 2t..), a[1] = (g + 8, 2t..), a[2] = (g, 2t + 8..), a[3] = (g + 8, 2t + 8..), (row,
/// k); b[0] = (2t.., g), b[1] = (2t + 8.., g) as (k, column); d[0], d[1] = (g, 2t), (g, 2t + 1);
/// d[2], d[3] = the same of row g + 8.
DEVICE void mma_m16n8k16_bf16(float d[4], const unsigned a[4], const unsigned b[2]) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

/// d[16, 8] += a[16, 32] · b[32, 8] over a warp, products of E4M3 summed in float (sm_89 and
/// later).
///
/// Registers are laid out as for mma_m16n8k16_bf16, with a pair of E4M3 columns in place of each
/// bf16 column.
DEVICE void mma_m16n8k32_e4m3(float d[4], const unsigned a[4], const unsigned b[2]) {
#if __CUDA_ARCH__ >= 890
    asm("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    asm volatile("trap;");
#endif
}

DEVICE unsigned shared_address(const void *shared) {
    return static_cast<unsigned>(__cvta_generic_to_shared(shared));
}

/// Loads four 8x8 matrices of bf16 from shared memory.
///
/// Lanes 8i..8i+7 point at the eight rows (16 bytes each) of matrix i. A lane gets in register i
/// the elements (g, 2t) and (g, 2t + 1) of matrix i: of rows [column][k], two b-fragments.
DEVICE uint4 load_matrices(const void *shared_row) {
    uint4 r;
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r.x), "=r"(r.y), "=r"(r.z), "=r"(r.w)
                 : "r"(shared_address(shared_row))
                 : "memory");
    return r;
}

/// Loads four 8x8 matrices of bf16 from shared memory, each transposed.
///
/// Lanes 8i..8i+7 point at the eight rows (16 bytes each) of matrix i. A lane gets in r[i] the
/// elements (2t, g) and (2t + 1, g) of matrix i: b-fragments of a row-major [k][column] array.
DEVICE void load_matrices_transposed(unsigned r[4], const void *shared_row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(shared_address(shared_row))
                 : "memory");
}

/// Starts copying 16 bytes to shared memory, or fills them with zeros if not `valid`.
///
/// This thread sees them after the wait for their group, other threads after a barrier as well.
DEVICE void async_copy_16(void *shared, const void *global, bool valid) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(shared)),
                 "l"(global), "r"(valid ? 16 : 0)
                 : "memory");
}

/// The same through the L1 cache, for data that other warps of the multiprocessor read too.
DEVICE void async_copy_16_cached(void *shared, const void *global, bool valid) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(shared)),
                 "l"(global), "r"(valid ? 16 : 0)
                 : "memory");
}

/// Starts copying 4 bytes, or fills them with zeros if not `valid`.
DEVICE void async_copy_4(void *shared, const void *global, bool valid) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(shared_address(shared)),
                 "l"(global), "r"(valid ? 4 : 0)
                 : "memory");
}

/// Closes the group of the copies started since the last group.
DEVICE void async_commit() { asm volatile("cp.async.commit_group;" ::: "memory"); }

/// Waits until at most the `pending` newest groups of this thread are unfinished.
template <int pending> DEVICE void async_wait() {
    asm volatile("cp.async.wait_group %0;" ::"n"(pending) : "memory");
}

#else
#include "emulated_dialect.h"
#endif

DEVICE float bf16_to_float(bf16 x) { return bits_to_float(static_cast<unsigned>(x) << 16); }

/// Rounds to bf16, ties to even.
DEVICE bf16 float_to_bf16(float x) { return static_cast<bf16>(pack_bf16x2(x, 0.0f)); }

DEVICE float minus_infinity() { return bits_to_float(0xFF800000u); }

/// Loads 16 bytes from an address that is a multiple of 16.
DEVICE uint4 load_16(const void *from) { return *static_cast<const uint4 *>(from); }

/// The warp's sum, the same bits in every lane.
DEVICE float warp_sum(float x) {
    for (int mask = 16; mask > 0; mask /= 2) x += shuffle_xor(x, mask);
    return x;
}

/// The warp's maximum, in every lane.
DEVICE float warp_max(float x) {
    for (int mask = 16; mask > 0; mask /= 2) x = fmaxf(x, shuffle_xor(x, mask));
    return x;
}
