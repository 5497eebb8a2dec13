#ifndef CK_SOFT_CAP_H
#define CK_SOFT_CAP_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// x[i] = cap·tanh(x[i] / cap), in place.
void ck_soft_cap_f32(float *x, int64_t count, float cap, ck_isa isa);

#pragma clang assume_nonnull end

#endif
