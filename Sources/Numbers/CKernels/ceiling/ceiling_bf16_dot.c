#include "ck_ceiling.h"
#include "ceiling.h"

#if defined(__x86_64__)

__attribute__((target("avx512f,avx512bf16")))
static int64_t bf16_dot_avx512bf16(int64_t rounds) {
    // 1.0 and 0.0, so that the sums stay where they are.
    __m512bh a = (__m512bh)_mm512_set1_epi16(0x3f80), b = (__m512bh)_mm512_setzero_si512();
#define DECLARE(i) __m512 sum##i = _mm512_set1_ps(1);
#define DOT(i) sum##i = _mm512_dpbf16_ps(sum##i, a, b);
#define KEEP(i) CK_KEEP(sum##i);
    CK_FOR_24(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        CK_KEEP(a);
        CK_KEEP(b);
        CK_FOR_24(DOT)
    }
    CK_FOR_24(KEEP)
    return rounds * 24 * 32;
}

int64_t ck_ceiling_bf16_dot(int64_t rounds) {
    int hasDot = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bf16");
    return hasDot ? bf16_dot_avx512bf16(rounds) : 0;
}

#else

int64_t ck_ceiling_bf16_dot(int64_t rounds) {
    (void)rounds;
    return 0;
}

#endif
