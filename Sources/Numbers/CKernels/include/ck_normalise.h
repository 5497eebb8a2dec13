#ifndef CK_NORMALISE_H
#define CK_NORMALISE_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// A norm's parameters; `width` columns make one head.
typedef struct ck_norm_shape {
    const float *gain;             ///< [width], as stored.
    const float *_Nullable bias;   ///< [width]
    int64_t width;
    float offset;    ///< What is added to the stored gain.
    float epsilon;
    int32_t centred; ///< Whether the mean is subtracted: LayerNorm; otherwise RMSNorm.
} ck_norm_shape;

/// y = (x − μ)·r·(gain + offset) + bias for each of a row's `heads` heads, side by side.
///
/// r = 1/√(mean((x − μ)²) + epsilon), and μ is the mean or, if not `centred`, 0. Both are computed
/// in double, in eight partial sums. Sources: Zhang & Sennrich 2019 (arXiv:1910.07467), eq. 4; Ba,
/// Kiros & Hinton 2016 (arXiv:1607.06450), eq. 3.
void ck_normalise_f32(float *y, const float *x, int64_t heads, const ck_norm_shape *norm,
                      ck_isa isa);

/// d_x = (adding ? d_x : 0) + the gradient of one row's `heads` heads; `d_x` may be `d_y`.
///
/// With h = d_y·(gain + offset) and n = (x − μ)·r: d_x = r·(h − mean(h) − n·mean(h·n)), without
/// mean(h) if not `centred`. Where given, d_gain[c] += d_y·n and d_bias[c] += d_y, head after head.
void ck_normalise_backward_f32(float *d_x, float *_Nullable d_gain, float *_Nullable d_bias,
                               const float *d_y, const float *x, int64_t heads,
                               const ck_norm_shape *norm, int adding, ck_isa isa);

#pragma clang assume_nonnull end

#endif
