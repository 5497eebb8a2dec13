#ifndef CK_ADAM_8BIT_H
#define CK_ADAM_8BIT_H

#include <stdint.h>
#include "ck_adam.h"
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// 256 moments in 8 bits: a moment is the map's value of its code, times `scale`.
typedef struct ck_moments {
    uint8_t codes[256];
    float scale;
} ck_moments;

/// What codes stand for, in ascending order, and the bounds between them.
///
/// The code of x is the number of bounds less than x: that of the nearest value.
typedef struct ck_code_map {
    float values[256];
    float bounds[255];
    float unused;
} ck_code_map;

/// `ck_adam_f32` on moments of 8 bits, of which `v` keeps the roots √v.
///
/// A block's moments are decoded, updated in float and coded anew. Its scale is the greatest √v, or
/// the m that is furthest from 0, with its sign (of +x and −x the +x), so that it keeps all its
/// digits. A √v that is not 0 never gets the code of 0. The block after the last of `count`
/// parameters is filled up with zeros.
///
/// Source: Dettmers et al. 2022 (arXiv:2110.02861), sections 2.1 and 2.2; the roots are ours: beside
/// an m of the same block, v may be 1e-10 of the greatest, and m would be divided by epsilon.
void ck_adam_8bit(float *p, ck_moments *m, ck_moments *v, const float *gradient, int64_t count,
                  const ck_adam *step, const ck_code_map *first, const ck_code_map *second,
                  ck_isa isa);

#pragma clang assume_nonnull end

#endif
