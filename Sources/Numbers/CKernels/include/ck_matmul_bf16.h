#ifndef CK_MATMUL_BF16_H
#define CK_MATMUL_BF16_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Whether this CPU multiplies pairs of bf16 faster than floats.
///
/// Having the instruction is not enough: Intel's cores give it half the rate of two fused
/// multiply-adds of floats, AMD's (from Zen 4 on) twice.
int ck_bf16_is_fast(void);

/// Rounds floats to bf16: to the nearest, ties to even; a NaN stays one.
void ck_round_bf16(uint16_t *out, const float *x, int64_t count, ck_isa isa);

/// Returns the bytes that `ck_pack_bf16` writes.
int64_t ck_packed_bf16_bytes(int64_t rows, int64_t columns);

/// Packs rows of bf16 into groups of 16 (the last one padded with zeros), pairs of columns side
/// by side: [group][columns/2][16][2]. `columns` is even.
void ck_pack_bf16(uint16_t *out, const void *stored, int64_t rows, int64_t columns);

/// y[i, n] = (accumulate ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[n, k]) for the 16-row groups
/// `begin..<end` of `w`, packed by `ck_pack_bf16`; `x` is bf16 too. `bias` may be null.
///
/// Each sum runs over pairs of columns in order, in single precision, starting at 0: the same bits
/// for any m and any split of groups. With the CPU's own instruction (`native`), numbers below
/// 2⁻¹²⁶ count as 0 and a pair's products may be added in another order, so that the last bits are
/// the CPU's own.
void ck_matmul_bf16(float *y, int64_t y_stride, const uint16_t *x, int64_t x_stride, int64_t m,
                    const uint16_t *w, int64_t rows, int64_t columns, const float *_Nullable bias,
                    int accumulate, int64_t begin, int64_t end, int native, ck_isa isa);

#pragma clang assume_nonnull end

#endif
