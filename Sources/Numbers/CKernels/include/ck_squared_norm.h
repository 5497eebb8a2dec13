#ifndef CK_SQUARED_NORM_H
#define CK_SQUARED_NORM_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Returns Σ x², in double: sixteen partial sums over the elements in order, added as a tree.
double ck_squared_norm_f32(const float *x, int64_t count, ck_isa isa);

#pragma clang assume_nonnull end

#endif
