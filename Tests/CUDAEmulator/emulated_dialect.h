// The twin of kernels/dialect.cuh: the same words for a C++ compiler, in fibers.
#pragma once

#include "block.h"

#include <cmath>
#include <cstring>

using bf16 = unsigned short;

/// A kernel is a template with one valid argument, its bound, so that the registry can find it.
#define KERNEL(threads)                                                                            \
    template <int bound = threads>                                                                 \
        requires(bound == threads)                                                                 \
    static void
#define KERNEL_RESIDENT(threads, blocks) KERNEL(threads)
#define DEVICE static inline
#define DEVICE_MEMBER inline
#define DYNAMIC_SHARED(name) unsigned char *const name = cuda_emulator::current_dynamic
#define BARRIER() cuda_emulator::barrier()

#ifdef EMULATOR_UNDER_ASAN
#define __shared__ static
#else
#define __shared__ static __attribute__((section("emulated_shared")))
#endif
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __restrict__ __restrict
#define __forceinline__ inline
#define __constant__ static const

#define threadIdx (cuda_emulator::current_thread->index)
#define blockIdx cuda_emulator::current_block
#define blockDim cuda_emulator::current_figures.block
#define gridDim cuda_emulator::current_figures.grid

struct alignas(8) uint2 {
    unsigned x, y;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(8) float2 {
    float x, y;
};
struct alignas(16) float4 {
    float x, y, z, w;
};
static inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
static inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
    return {x, y, z, w};
}
static inline float2 make_float2(float x, float y) { return {x, y}; }
static inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

static inline int min(int a, int b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }
static inline long long min(long long a, long long b) { return a < b ? a : b; }
static inline long long max(long long a, long long b) { return a > b ? a : b; }
static inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
static inline float __fdividef(float a, float b) { return a / b; }
#define __expf expf
#define __logf logf

DEVICE float bits_to_float(unsigned bits) {
    float x;
    memcpy(&x, &bits, 4);
    return x;
}
DEVICE unsigned float_to_bits(float x) {
    unsigned bits;
    memcpy(&bits, &x, 4);
    return bits;
}

/// One float to bf16, rounded to nearest even; every NaN becomes the GPU's 0x7FFF.
DEVICE unsigned round_to_bf16(float x) {
    if (std::isnan(x)) return 0x7FFF;
    const unsigned bits = float_to_bits(x);
    return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
}
DEVICE unsigned pack_bf16x2(float low, float high) {
    return round_to_bf16(high) << 16 | round_to_bf16(low);
}

namespace cuda_emulator {

void complete_sync(const Lane lanes[32]);
void complete_shuffle(const Lane lanes[32]);
void complete_mma(const Lane lanes[32]);
void complete_mma_e4m3(const Lane lanes[32]);
void complete_matrices(const Lane lanes[32]);
void complete_matrices_transposed(const Lane lanes[32]);

void begin_copy(void *shared, const void *global, unsigned bytes, bool valid);
void commit_copies();
void wait_for_copies(unsigned pending);

/// 32 bits from the lane that `source` names.
template <class T> static inline T shuffled(T x, int source) {
    static_assert(sizeof(T) == 4);
    T result;
    exchange(Exchange::shuffle, {&result, &x, &source}, complete_shuffle);
    return result;
}

} // namespace cuda_emulator

DEVICE float exp2_fast(float x) {
    const float y = exp2f(x);
    return y < 1.17549435e-38f ? 0.0f : y;
}

DEVICE void warp_sync() {
    using namespace cuda_emulator;
    exchange(Exchange::sync, {}, complete_sync);
}

DEVICE int lane_number() { return cuda_emulator::current_thread->number % 32; }
DEVICE float shuffle(float x, int lane) { return cuda_emulator::shuffled(x, lane % 32); }
DEVICE int shuffle(int x, int lane) { return cuda_emulator::shuffled(x, lane % 32); }
DEVICE float shuffle_xor(float x, int mask) {
    return cuda_emulator::shuffled(x, lane_number() ^ mask);
}
DEVICE int shuffle_xor(int x, int mask) { return cuda_emulator::shuffled(x, lane_number() ^ mask); }

DEVICE unsigned ballot(bool is_true) {
    unsigned bits = is_true ? 1u << lane_number() : 0;
    for (int mask = 16; mask > 0; mask /= 2)
        bits |= static_cast<unsigned>(shuffle_xor(static_cast<int>(bits), mask));
    return bits;
}
DEVICE int population(unsigned bits) { return __builtin_popcount(bits); }
DEVICE int lowest_bit(unsigned bits) { return __builtin_ctz(bits); }
DEVICE void atomic_add(unsigned long long *shared, unsigned long long x) { *shared += x; }
DEVICE void atomic_max(unsigned long long *shared, unsigned long long x) {
    *shared = x > *shared ? x : *shared;
}

DEVICE void mma_m16n8k16_bf16(float d[4], const unsigned a[4], const unsigned b[2]) {
    using namespace cuda_emulator;
    exchange(Exchange::mma, {d, a, b}, complete_mma);
}

DEVICE void mma_m16n8k32_e4m3(float d[4], const unsigned a[4], const unsigned b[2]) {
    using namespace cuda_emulator;
    exchange(Exchange::mma_e4m3, {d, a, b}, complete_mma_e4m3);
}

DEVICE uint4 load_matrices(const void *shared_row) {
    using namespace cuda_emulator;
    uint4 r;
    exchange(Exchange::matrices, {&r, shared_row, nullptr}, complete_matrices);
    return r;
}

DEVICE void load_matrices_transposed(unsigned r[4], const void *shared_row) {
    using namespace cuda_emulator;
    exchange(Exchange::matrices, {r, shared_row, nullptr}, complete_matrices_transposed);
}

DEVICE void async_copy_16(void *shared, const void *global, bool valid) {
    cuda_emulator::begin_copy(shared, global, 16, valid);
}
DEVICE void async_copy_16_cached(void *shared, const void *global, bool valid) {
    cuda_emulator::begin_copy(shared, global, 16, valid);
}
DEVICE void async_copy_4(void *shared, const void *global, bool valid) {
    cuda_emulator::begin_copy(shared, global, 4, valid);
}
DEVICE void async_commit() { cuda_emulator::commit_copies(); }
template <int pending> DEVICE void async_wait() { cuda_emulator::wait_for_copies(pending); }
