#ifndef CK_ISA_H
#define CK_ISA_H

#pragma clang assume_nonnull begin

/// Instruction sets that a kernel is built for. Each gives the same bits: every output
/// element has one fixed sequence of IEEE operations, and no path reorders it.
typedef enum ck_isa {
    CK_ISA_PLAIN = 0,
    CK_ISA_AVX2 = 1,
    CK_ISA_AVX512 = 2,
    CK_ISA_VNNI = 3,  ///< AVX-512 with dot products of bytes
} ck_isa;

/// The best instruction set of this CPU.
ck_isa ck_isa_best(void);

/// "plain", "avx2", "avx512" or "avx512-vnni".
const char *ck_isa_name(ck_isa isa);

/// Tells the CPU that this is a spin loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#pragma clang assume_nonnull end

#endif
