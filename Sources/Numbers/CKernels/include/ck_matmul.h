#ifndef CK_MATMUL_H
#define CK_MATMUL_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// How a matrix lies in memory. All but `CK_FORM_ROWS` hold groups of 16 output rows (the last one
/// padded with zeros), so that one vector holds the same column of 16 rows.
typedef enum ck_form {
    CK_FORM_F32 = 0,   ///< [group][column][16] float
    CK_FORM_F16 = 1,   ///< [group][column][16] fp16
    CK_FORM_BF16 = 2,  ///< [group][column][16] bfloat16
    CK_FORM_Q8_0 = 3,  ///< [group][column/32] { fp16 d[16]; int8 q[32][16]; }
    CK_FORM_Q4_0 = 4,  ///< [group][column/32] { fp16 d[16]; uint8 q[16][16]; }, column j low, j+16 high
    CK_FORM_Q4_1 = 5,  ///< [group][column/32] { fp16 d[16]; fp16 m[16]; uint8 q[16][16]; }
    CK_FORM_ROWS = 6,  ///< as stored: [row][blocks], widened by `widen`
} ck_form;

/// Writes `count` floats from whole blocks.
typedef void (*ck_widen)(float *out, const void *blocks, int64_t count);

/// A weight matrix `[rows, columns]` in one of the forms.
typedef struct ck_matrix {
    const void *data;
    int64_t rows;
    int64_t columns;
    ck_form form;
    ck_widen _Nullable widen;          ///< CK_FORM_ROWS only
    int64_t block_elements;  ///< CK_FORM_ROWS only
    int64_t block_bytes;     ///< CK_FORM_ROWS only
} ck_matrix;

/// Returns the bytes that `ck_pack` writes for a matrix; 0 for `CK_FORM_ROWS`.
int64_t ck_packed_bytes(ck_form form, int64_t rows, int64_t columns);

/// Packs stored rows (row-major, ggml's block layout) into groups of 16.
void ck_pack(void *out, const void *stored, ck_form form, int64_t rows, int64_t columns);

/// Returns the floats of scratch for one call of `ck_matmul_f32` with `m` rows.
int64_t ck_matmul_scratch(const ck_matrix *w, int64_t m);

/// y[i, n] = (accumulate ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[n, k]) for the 16-row groups
/// `begin..<end` of `w`.
///
/// Each sum is one chain of fused multiply-adds in the order of k, starting at 0: the same bits for
/// any m, any split of groups and any instruction set. `bias` may be null.
void ck_matmul_f32(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                   const ck_matrix *w, const float *_Nullable bias, int accumulate, int64_t begin,
                   int64_t end, float *scratch, ck_isa isa);

#pragma clang assume_nonnull end

#endif
