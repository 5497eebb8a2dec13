#ifndef CK_SCALE_H
#define CK_SCALE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// y[i] = scale·x[i]; `y` may be `x`.
void ck_scale_f32(float *y, const float *x, float scale, int64_t count, ck_isa isa);

#pragma clang assume_nonnull end

#endif
