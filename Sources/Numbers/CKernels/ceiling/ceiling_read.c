#include "ck_ceiling.h"

typedef uint64_t words __attribute__((vector_size(64)));

/// Reads eight cache lines an iteration, so that several loads are in flight at any time.
static inline __attribute__((always_inline)) uint64_t read_lines(const void *memory, int64_t bytes) {
    const words *line = memory;
    words sums[8] = {{0}};
    for (int64_t i = 0; i + 8 <= bytes / 64; i += 8) {
        for (int j = 0; j < 8; j++) sums[j] ^= line[i + j];
    }
    words all = {0};
    for (int j = 0; j < 8; j++) all ^= sums[j];
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) word ^= all[i];
    return word;
}

#if defined(__x86_64__)

__attribute__((target("avx512f")))
static uint64_t read_avx512(const void *memory, int64_t bytes) {
    return read_lines(memory, bytes);
}

__attribute__((target("avx2")))
static uint64_t read_avx2(const void *memory, int64_t bytes) {
    return read_lines(memory, bytes);
}

#endif

uint64_t ck_ceiling_read(const void *memory, int64_t bytes) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return read_avx512(memory, bytes);
    if (__builtin_cpu_supports("avx2")) return read_avx2(memory, bytes);
#endif
    return read_lines(memory, bytes);
}
