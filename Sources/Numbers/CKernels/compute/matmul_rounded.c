#include "ck_matmul_rounded.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Bytes of a block of 16 rows by 32 columns.
#define CK_QUANTIZED_BLOCK(w)                                                                      \
    ((32 / (w)->block) * ((w)->affine ? 2 : 1) * ((w)->fp16 ? 32 : 64) + 64 * (w)->bits)

// Blocks widened at a time: 48 rows by 192 columns are 9 KiB, so that they stay in L1 with the
// sums.
#define CK_PANEL_BLOCKS 6
// Rows whose sums are held at a time.
#define CK_ROWS_AT_ONCE 96

// Size of codes: up to 15, sums of 16 products stay within 16 bits; up to 128, sums of two do.
#define CK_CODES_SMALL 0
#define CK_CODES_NARROW 1
#define CK_CODES_WIDE 2

#define CK_WITH_VNNI
#define CK_BODY "matmul_rounded_variant.h"
#include "variants.h"

int64_t ck_quantized_bytes(const ck_quantized *w) {
    return (w->rows + 15) / 16 * (w->columns / 32) * CK_QUANTIZED_BLOCK(w);
}

int64_t ck_matmul_rounded_scratch(int64_t m) {
    int64_t rows = m < CK_ROWS_AT_ONCE ? (m + 7) / 8 * 8 : CK_ROWS_AT_ONCE;
    return 3 * 64 * (CK_PANEL_BLOCKS * (8 + 4) + rows);
}

void ck_matmul_rounded(float *y, int64_t y_stride, const ck_rounded *x, int64_t m,
                       const ck_quantized *w, const float *bias, int accumulate, int64_t begin,
                       int64_t end, int64_t next, void *scratch, ck_isa isa) {
    CK_DISPATCH(isa, matmul_rounded, y, y_stride, x, m, w, bias, accumulate, begin, end, next, scratch)
}
