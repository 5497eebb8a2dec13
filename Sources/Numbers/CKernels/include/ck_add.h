#ifndef CK_ADD_H
#define CK_ADD_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// y[i] = y[i] + scale·x[i], each one fused multiply-add.
void ck_add_scaled_f32(float *y, const float *x, float scale, int64_t count, ck_isa isa);

#pragma clang assume_nonnull end

#endif
