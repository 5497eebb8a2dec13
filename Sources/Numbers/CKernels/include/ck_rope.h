#ifndef CK_ROPE_H
#define CK_ROPE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Rotates the first `rotary` dimensions of each head by the angles of one position, in place.
///
/// `cosines` and `sines` hold rotary / 2 values. Pairs are (i, i + rotary/2), or (2i, 2i + 1) if
/// `interleaved` (the row order of llama.cpp's Llama files). Source: Su et al. 2021
/// (arXiv:2104.09864), eq. 34.
void ck_rope_f32(float *x, int64_t heads, int64_t head_dim, int64_t rotary, const float *cosines,
                 const float *sines, int interleaved, ck_isa isa);

#pragma clang assume_nonnull end

#endif
