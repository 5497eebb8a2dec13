#include "ck_rope.h"

#pragma STDC FP_CONTRACT OFF

void ck_rope_f32(float *x, int64_t heads, int64_t head_dim, int64_t rotary, const float *cosines,
                 const float *sines, int interleaved) {
    int64_t half = rotary / 2;
    int64_t step = interleaved ? 2 : 1, apart = interleaved ? 1 : half;
    for (int64_t h = 0; h < heads; h++, x += head_dim) {
        for (int64_t i = 0; i < half; i++) {
            float a = x[i * step], b = x[i * step + apart];
            x[i * step] = a * cosines[i] - b * sines[i];
            x[i * step + apart] = b * cosines[i] + a * sines[i];
        }
    }
}
