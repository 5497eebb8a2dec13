// Transposition in registers for one instruction set; see variants.h.

/// Transposes 16 rows of 16 floats: a butterfly of four steps.
CK_INLINE void CK(transpose)(ck_f16 r[16]) {
#define CK_STEP(distance, low, high)                                                               \
    for (int i = 0; i < 16; i++) {                                                                 \
        if (i & distance) continue;                                                                \
        ck_f16 a = r[i], b = r[i + distance];                                                      \
        r[i] = low;                                                                                \
        r[i + distance] = high;                                                                    \
    }
    _Pragma("clang loop unroll(full)") CK_STEP(
        8, __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
        __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    _Pragma("clang loop unroll(full)") CK_STEP(
        4, __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
        __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    _Pragma("clang loop unroll(full)") CK_STEP(
        2, __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
        __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    _Pragma("clang loop unroll(full)") CK_STEP(
        1, __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
        __builtin_shufflevector(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
#undef CK_STEP
}
