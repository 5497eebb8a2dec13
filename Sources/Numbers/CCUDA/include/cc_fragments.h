#pragma once

#include <stdint.h>

/// Rounds a number of at most 448 to E4M3 (four bits of exponent, three of mantissa), ties to even.
uint8_t cc_to_e4m3(float x);

/// Returns the greatest absolute value: 0 if there are no numbers, NaN if one is NaN.
float cc_greatest_size(const float *numbers, int64_t count);

/// Packs up to 16 rows of a weight matrix as E4M3; two columns take the space of one bf16.
///
/// Each row is divided by its scale, which is to bring its numbers to at most 448. `padded` is a
/// multiple of 64; everything else as in `cc_pack_fragments`.
void cc_pack_fragments_e4m3(uint16_t *tiles, const float *scales, const float *rows, int64_t stride,
                            int64_t row_count, int64_t inputs, int64_t padded);

/// Packs up to 16 rows of a weight matrix as bf16 in the order of `kernels/fragments.cuh`.
///
/// `tiles` has room for 16 x `padded` numbers; numbers past the rows and inputs become zero.
/// `padded` is a multiple of 32; rows are `stride` floats apart.
void cc_pack_fragments(uint16_t *tiles, const float *rows, int64_t stride, int64_t row_count,
                       int64_t inputs, int64_t padded);
