#include "ck_ceiling.h"
#include "ceiling.h"

#if defined(__x86_64__)

__attribute__((target("avx512f,avx512vnni")))
static int64_t int8_dot_avx512vnni(int64_t rounds) {
    __m512i a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(-2);
#define DECLARE(i) __m512i sum##i = _mm512_setzero_si512();
#define DOT(i) sum##i = _mm512_dpbusd_epi32(sum##i, a, b);
#define KEEP(i) CK_KEEP(sum##i);
    CK_FOR_24(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        CK_KEEP(a);
        CK_KEEP(b);
        CK_FOR_24(DOT)
    }
    CK_FOR_24(KEEP)
    return rounds * 24 * 64;
#undef DECLARE
#undef DOT
}

__attribute__((target("avx2,avxvnni")))
static int64_t int8_dot_avxvnni(int64_t rounds) {
    __m256i a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(-2);
#define DECLARE(i) __m256i sum##i = _mm256_setzero_si256();
#define DOT(i) sum##i = _mm256_dpbusd_avx_epi32(sum##i, a, b);
    CK_FOR_12(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        __asm__ volatile("" : "+x"(a), "+x"(b));
        CK_FOR_12(DOT)
    }
#define KEEP_YMM(i) __asm__ volatile("" : "+x"(sum##i));
    CK_FOR_12(KEEP_YMM)
    return rounds * 12 * 32;
#undef DOT
}

/// A dot product is two instructions, as small codes allow: sums of pairs stay within 16 bits over
/// a block, and are widened once for eight of them.
__attribute__((target("avx2")))
static int64_t int8_dot_avx2(int64_t rounds) {
    __m256i a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(-2), ones = _mm256_set1_epi16(1);
    __m256i sums[4] = {0};
    for (int64_t round = 0; round < rounds; round++) {
        __m256i pairs[4] = {0};
#pragma unroll
        for (int i = 0; i < 8 * 4; i++) {
            __asm__ volatile("" : "+x"(a), "+x"(b));
            pairs[i % 4] = _mm256_add_epi16(pairs[i % 4], _mm256_maddubs_epi16(a, b));
        }
#pragma unroll
        for (int i = 0; i < 4; i++)
            sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(pairs[i], ones));
    }
#pragma unroll
    for (int i = 0; i < 4; i++) __asm__ volatile("" : "+x"(sums[i]));
    return rounds * 8 * 4 * 32;
}

int64_t ck_ceiling_int8_dot(int64_t rounds) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni")) {
        return int8_dot_avx512vnni(rounds);
    }
    if (__builtin_cpu_supports("avxvnni")) return int8_dot_avxvnni(rounds);
    return __builtin_cpu_supports("avx2") ? int8_dot_avx2(rounds) : 0;
}

#elif defined(__aarch64__)

#include <arm_neon.h>

__attribute__((target("dotprod")))
static int64_t int8_dot_neon(int64_t rounds) {
    int8x16_t a = vdupq_n_s8(3), b = vdupq_n_s8(-2);
#define DECLARE(i) int32x4_t sum##i = vdupq_n_s32(0);
#define DOT(i) sum##i = vdotq_s32(sum##i, a, b);
#define KEEP(i) __asm__ volatile("" : "+w"(sum##i));
    CK_FOR_24(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        __asm__ volatile("" : "+w"(a), "+w"(b));
        CK_FOR_24(DOT)
    }
    CK_FOR_24(KEEP)
    return rounds * 24 * 16;
}

int64_t ck_ceiling_int8_dot(int64_t rounds) {
    return __builtin_cpu_supports("dotprod") ? int8_dot_neon(rounds) : 0;
}

#else

int64_t ck_ceiling_int8_dot(int64_t rounds) {
    (void)rounds;
    return 0;
}

#endif
