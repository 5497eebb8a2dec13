#ifndef CK_GEMM_BF16_H
#define CK_GEMM_BF16_H

#include <stdint.h>
#include "ck_gemm.h"
#include "ck_isa.h"

#pragma clang assume_nonnull begin

// Matrix products of training with operands rounded to bf16 (below 2⁻¹²⁶ to 0) and sums in float32.
// Operands are packed as pairs of neighbours in the sum, the first in the low half.
//
// Activations and gradients are rounded to nearest, ties to even. Weights are rounded with a dither
// that never changes: of the distance to the next bf16 value away from 0, a share f rounds up where
// the weight's dither, between 0 and 1, is at least 1 - f. A step of training is far smaller than
// that distance. Rounded to nearest, it would be lost (or, of the many weights of a four-bit file
// that lie exactly between two values, be a whole distance); so it moves as many weights by a whole
// distance as keep the mean over weights where it belongs.
//
// Every sum goes over its pairs in ascending order from 0; a pair is two fused multiply-adds, of
// its second product and then of its first, each of whose results counts as 0 below 2⁻¹²⁶. That is
// what `vdpbf16ps` does, which is used with AVX-512 where the CPU has it; the bits are the same
// without it.

/// `ck_multiply_bf16` reads a multiple of this many rows: whole tiles.
enum { CK_ROWS_MULTIPLE = 24 };

/// The dither of weight (row, column) is row · CK_DITHER_ROW + column · CK_DITHER_COLUMN modulo 2³²,
/// of which the high 16 bits count. The factors are 2³² / p and 2³² / p² with p³ = p + 1, so that
/// neighbours in a row, in a column and in a tile cover 0 to 1 evenly: the R2 sequence of
/// M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018.
#define CK_DITHER_ROW 0xc13fa9a9u
#define CK_DITHER_COLUMN 0x91e10da5u

/// Rounds rows of activations: `out[i][p]` is the pair x[i, 2p], x[i, 2p + 1], with 0 past `count` columns.
void ck_pack_rows_bf16(uint32_t *out, int64_t out_stride, const float *x, int64_t x_stride,
                       int64_t rows, int64_t count, ck_isa isa);

/// Rounds at most 48 columns of activations as a panel, [pair of rows][48], block by block: pairs begin anew with
/// each block, and 0 follows its last row if their number is odd.
void ck_pack_columns_bf16(uint32_t *out, const float *x, int64_t x_stride, int64_t columns,
                          const ck_rows *blocks, int64_t block_count, ck_isa isa);

/// Returns the 32-bit words of scratch for `ck_multiply_bf16` with `m` rows and sums of `count`
/// products.
int64_t ck_multiply_bf16_scratch(int64_t m, int64_t count);

/// y[i, n] = (adding ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[n, k]), or with `backward`
/// y[i, n] = (adding ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[k, n]), for `m` rows and the columns
/// `begin..<end` of `y`; k counts `count` products.
///
/// `x` is packed by `ck_pack_rows_bf16` and readable up to a multiple of 24 rows. `w` are weights,
/// with row 0 and column 0 of the dither at `w`.
void ck_multiply_bf16(float *y, int64_t y_stride, const uint32_t *x, int64_t x_stride, int64_t m,
                      const float *w, int64_t w_stride, int64_t count, int backward,
                      const float *_Nullable bias, int adding, int64_t begin, int64_t end,
                      uint32_t *scratch, ck_isa isa);

/// dW[n, k] = fma(scale, Σₜ dY[t, n]·x[t, k], dW[n, k]) over the rows t of each block, one block
/// after the other, for at most 48 rows and 48 columns of dW; `dy` and `x` are panels of these by
/// `ck_pack_columns_bf16`.
void ck_accumulate_bf16(float *dw, int64_t dw_stride, const uint32_t *dy, const uint32_t *x,
                        float scale, const ck_rows *blocks, int64_t block_count, int64_t rows,
                        int64_t columns, ck_isa isa);

#pragma clang assume_nonnull end

#endif
