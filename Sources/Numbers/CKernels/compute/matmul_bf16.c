#include "ck_matmul_bf16.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define CK_BODY "matmul_bf16_body.h"
#include "variants.h"

#if defined(__x86_64__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))),       \
    apply_to = function)
#define CK_SUFFIX bf16
#define CK_LEVEL 2
#define CK_TILE_ROWS 8
#define CK_TILE_GROUPS 3
#define CK_PAIR_DOTS
#include "vector.h"
#include "matmul_bf16_body.h"
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS
#undef CK_PAIR_DOTS
#pragma clang attribute pop
#endif

int ck_bf16_is_fast(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_is("amd");
#else
    return 0;
#endif
}

void ck_round_bf16(uint16_t *out, const float *x, int64_t count, ck_isa isa) {
    CK_DISPATCH(isa, round_bf16, out, x, count)
}

int64_t ck_packed_bf16_bytes(int64_t rows, int64_t columns) {
    return (rows + 15) / 16 * 16 * columns * 2;
}

void ck_pack_bf16(uint16_t *out, const void *stored, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < (rows + 15) / 16 * 16; row++) {
        uint16_t *to = out + row / 16 * 16 * columns + row % 16 * 2;
        for (int64_t k = 0; k < columns; k += 2) {
            if (row < rows) memcpy(to + k * 16, (const char *)stored + (row * columns + k) * 2, 4);
            else memset(to + k * 16, 0, 4);
        }
    }
}

void ck_matmul_bf16(float *y, int64_t y_stride, const uint16_t *x, int64_t x_stride, int64_t m,
                    const uint16_t *w, int64_t rows, int64_t columns, const float *bias,
                    int accumulate, int64_t begin, int64_t end, int native, ck_isa isa) {
#if defined(__x86_64__)
    if (native && __builtin_cpu_supports("avx512bf16")) {
        return matmul_bf16_bf16(y, y_stride, x, x_stride, m, w, rows, columns, bias, accumulate,
                                begin, end);
    }
#endif
    CK_DISPATCH(isa, matmul_bf16, y, y_stride, x, x_stride, m, w, rows, columns, bias, accumulate,
                begin, end)
}
