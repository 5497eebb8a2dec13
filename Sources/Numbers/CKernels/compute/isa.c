#include "ck_isa.h"

ck_isa ck_isa_best(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        return __builtin_cpu_supports("avx512vnni") ? CK_ISA_VNNI : CK_ISA_AVX512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("f16c")) {
        return CK_ISA_AVX2;
    }
#endif
    return CK_ISA_PLAIN;
}

const char *ck_isa_name(ck_isa isa) {
    switch (isa) {
    case CK_ISA_VNNI: return "avx512-vnni";
    case CK_ISA_AVX512: return "avx512";
    case CK_ISA_AVX2: return "avx2";
    default: return "plain";
    }
}
