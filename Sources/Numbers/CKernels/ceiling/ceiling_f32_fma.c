#include "ck_ceiling.h"
#include "ceiling.h"

#if defined(__x86_64__)

__attribute__((target("avx512f")))
static int64_t f32_fma_avx512(int64_t rounds) {
    __m512 a = _mm512_set1_ps(1), b = _mm512_setzero_ps();
#define DECLARE(i) __m512 sum##i = _mm512_set1_ps(1);
#define ADD(i) sum##i = _mm512_fmadd_ps(a, b, sum##i);
#define KEEP(i) CK_KEEP(sum##i);
    CK_FOR_24(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        CK_KEEP(a);
        CK_KEEP(b);
        CK_FOR_24(ADD)
    }
    CK_FOR_24(KEEP)
    return rounds * 24 * 16;
#undef DECLARE
#undef ADD
#undef KEEP
}

__attribute__((target("avx2,fma")))
static int64_t f32_fma_avx2(int64_t rounds) {
    __m256 a = _mm256_set1_ps(1), b = _mm256_setzero_ps();
#define DECLARE(i) __m256 sum##i = _mm256_set1_ps(1);
#define ADD(i) sum##i = _mm256_fmadd_ps(a, b, sum##i);
#define KEEP(i) __asm__ volatile("" : "+x"(sum##i));
    CK_FOR_12(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        __asm__ volatile("" : "+x"(a), "+x"(b));
        CK_FOR_12(ADD)
    }
    CK_FOR_12(KEEP)
    return rounds * 12 * 8;
#undef DECLARE
#undef ADD
#undef KEEP
}

#endif

/// Four floats a register, which every CPU has.
static int64_t f32_fma_plain(int64_t rounds) {
    typedef float four __attribute__((vector_size(16)));
    four a = {1, 1, 1, 1}, b = {0, 0, 0, 0};
#if defined(__aarch64__)
#define TIE(x) __asm__ volatile("" : "+w"(x))
#elif defined(__x86_64__)
#define TIE(x) __asm__ volatile("" : "+x"(x))
#else
#define TIE(x) __asm__ volatile("" : "+m"(x))
#endif
#define DECLARE(i) four sum##i = a;
#define ADD(i) sum##i = sum##i + a * b;
#define KEEP(i) TIE(sum##i);
    CK_FOR_12(DECLARE)
    for (int64_t round = 0; round < rounds; round++) {
        TIE(a);
        TIE(b);
        CK_FOR_12(ADD)
        CK_FOR_12(KEEP)
    }
    return rounds * 12 * 4;
}

int64_t ck_ceiling_f32_fma(int64_t rounds) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return f32_fma_avx512(rounds);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return f32_fma_avx2(rounds);
    }
#endif
    return f32_fma_plain(rounds);
}
