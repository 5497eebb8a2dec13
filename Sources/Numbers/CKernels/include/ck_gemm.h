#ifndef CK_GEMM_H
#define CK_GEMM_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

// Matrix products of training, in float32. Matrices are row-major, a stride is the number of floats
// from one row to the next. Every sum is one chain of fused multiply-adds in ascending order,
// starting at 0: the same bits for any division of the work and any instruction set.

/// Returns the floats of scratch for `ck_multiply_f32` and `ck_multiply_backward_f32` with `m` rows
/// and sums of `count` products.
int64_t ck_multiply_scratch(int64_t m, int64_t count);

/// y[i, n] = (adding ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[n, k]) for `m` rows and the columns
/// `begin..<end` of `y`; k counts `inputs` columns.
///
/// The rows `begin..<end` of `w` are packed first: the work pays for it from about 256 rows on.
void ck_multiply_f32(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                     const float *w, int64_t w_stride, int64_t inputs, const float *_Nullable bias,
                     int adding, int64_t begin, int64_t end, float *scratch, ck_isa isa);

/// dX[i, k] = (adding ? dX[i, k] : 0) + Σₙ dY[i, n]·w[n, k] for `m` rows and the columns
/// `begin..<end` of `dX`; n counts `outputs` rows of `w`.
void ck_multiply_backward_f32(float *dx, int64_t dx_stride, const float *dy, int64_t dy_stride,
                              int64_t m, const float *w, int64_t w_stride, int64_t outputs,
                              int adding, int64_t begin, int64_t end, float *scratch, ck_isa isa);

/// The rows `begin..<end` of a block.
typedef struct ck_rows {
    int64_t begin;
    int64_t end;
} ck_rows;

/// Columns of a panel.
enum { CK_PANEL = 48 };

/// Copies at most 48 columns of x as a panel, [row of a block][48], one block after the other;
/// zeros follow the last column.
void ck_pack_columns_f32(float *out, const float *x, int64_t x_stride, int64_t columns,
                         const ck_rows *blocks, int64_t block_count, ck_isa isa);

/// dW[n, k] = fma(scale, Σₜ dY[t, n]·x[t, k], dW[n, k]) over the rows t of each block, one block
/// after the other, for at most 48 rows and 48 columns of dW; `dy` and `x` are panels of these by
/// `ck_pack_columns_f32`.
void ck_accumulate_f32(float *dw, int64_t dw_stride, const float *dy, const float *x, float scale,
                       const ck_rows *blocks, int64_t block_count, int64_t rows, int64_t columns,
                       ck_isa isa);

/// db[n] = db[n] + Σₜ dY[t, n] over the rows t of each block, one block after the other, for the
/// columns `begin..<end`.
void ck_accumulate_bias_f32(float *db, const float *dy, int64_t dy_stride, const ck_rows *blocks,
                            int64_t block_count, int64_t begin, int64_t end, ck_isa isa);

#pragma clang assume_nonnull end

#endif
