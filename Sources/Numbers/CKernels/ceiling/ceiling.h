// Macros for the loops of peak rates. An empty `asm` ties an accumulator to a register, so that the
// compiler can neither fold the rounds into one nor drop them.

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define CK_FOR_12(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define CK_FOR_24(DO)                                                                              \
    CK_FOR_12(DO) DO(12) DO(13) DO(14) DO(15) DO(16) DO(17) DO(18) DO(19) DO(20) DO(21) DO(22)     \
    DO(23)

/// Makes the compiler assume that `x` is read and written here.
#define CK_KEEP(x) __asm__ volatile("" : "+v"(x))
