#include "ck_gemm_bf16.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Products of a sum packed at a time, an even number: 48 columns × 2,048 are 192 KiB.
#define CK_CHUNK 2048

#define CK_BODY "../differentiable/gemm_bf16_body.h"
#include "../compute/variants.h"

#if defined(__x86_64__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))),       \
    apply_to = function)
#define CK_SUFFIX bf16
#define CK_LEVEL 2
#define CK_TILE_ROWS 8
#define CK_TILE_GROUPS 3
#define CK_PAIR_DOTS
#include "../compute/vector.h"
#include "gemm_bf16_body.h"
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS
#undef CK_PAIR_DOTS
#pragma clang attribute pop
#endif

static int has_pair_dots(ck_isa isa) {
#if defined(__x86_64__)
    return isa >= CK_ISA_AVX512 && __builtin_cpu_supports("avx512bf16");
#else
    (void)isa;
    return 0;
#endif
}

int64_t ck_multiply_bf16_scratch(int64_t m, int64_t count) {
    if (count <= CK_CHUNK) return CK_PANEL * ((count + 1) / 2 + 8);
    int64_t rows = (m + CK_ROWS_MULTIPLE - 1) / CK_ROWS_MULTIPLE * CK_ROWS_MULTIPLE;
    return CK_PANEL * (CK_CHUNK / 2 + rows);
}

void ck_multiply_bf16(float *y, int64_t y_stride, const uint32_t *x, int64_t x_stride, int64_t m,
                      const float *w, int64_t w_stride, int64_t count, int backward,
                      const float *bias, int adding, int64_t begin, int64_t end, uint32_t *scratch,
                      ck_isa isa) {
#if defined(__x86_64__)
    if (has_pair_dots(isa)) {
        return multiply_bf16_bf16(y, y_stride, x, x_stride, m, w, w_stride, count, backward, bias,
                                  adding, begin, end, scratch);
    }
#endif
    CK_DISPATCH(isa, multiply_bf16, y, y_stride, x, x_stride, m, w, w_stride, count, backward, bias,
                adding, begin, end, scratch)
}

void ck_accumulate_bf16(float *dw, int64_t dw_stride, const uint32_t *dy, const uint32_t *x,
                        float scale, const ck_rows *blocks, int64_t block_count, int64_t rows,
                        int64_t columns, ck_isa isa) {
#if defined(__x86_64__)
    if (has_pair_dots(isa)) {
        return accumulate_bf16_bf16(dw, dw_stride, dy, x, scale, blocks, block_count, rows,
                                    columns);
    }
#endif
    CK_DISPATCH(isa, accumulate_bf16, dw, dw_stride, dy, x, scale, blocks, block_count, rows,
                columns)
}
