#pragma once

#include <stdint.h>

/// The nearest E4M3 (four bits of exponent, three of mantissa) of a number of at most 448.
uint8_t cc_to_e4m3(float x);

/// The greatest of the numbers' sizes: 0 of none, NaN if one is NaN.
float cc_greatest_size(const float *numbers, int64_t count);

/// Packs up to 16 rows of a weight matrix to E4M3, two columns in the place of one bfloat16.
///
/// A row's numbers are divided by its scale, which makes them 448 at most. `padded` is a multiple of 64;
/// everything else as for bfloat16.
void cc_pack_fragments_e4m3(uint16_t *tiles, const float *scales, const float *rows, int64_t stride,
                            int64_t row_count, int64_t inputs, int64_t padded);

/// Packs up to 16 rows of a weight matrix to bfloat16 in the order of `kernels/fragments.cuh`.
///
/// `tiles` has room for 16 x `padded` numbers; what `rows` does not fill becomes zero. `padded` is a
/// multiple of 32; rows are `stride` floats apart.
void cc_pack_fragments(uint16_t *tiles, const float *rows, int64_t stride, int64_t row_count,
                       int64_t inputs, int64_t padded);
