#include "ck_sample.h"

#include <math.h>
#include <string.h>

/// Masks up to 64 values by the bits of a word; only the rarer kind of bit is visited one by one.
static void mask_word(float *y, const float *x, uint64_t word, int64_t count) {
    uint64_t all = count == 64 ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
    uint64_t kept = word & all, dropped = ~word & all;
    if (__builtin_popcountll(kept) > count / 2) {
        memmove(y, x, (size_t)count * sizeof(float));
        for (; dropped != 0; dropped &= dropped - 1) y[__builtin_ctzll(dropped)] = -INFINITY;
        return;
    }
    // Kept values are set aside first, as y may be x.
    float values[64];
    uint64_t bits = kept;
    for (; bits != 0; bits &= bits - 1) values[__builtin_ctzll(bits)] = x[__builtin_ctzll(bits)];
    for (int64_t i = 0; i < count; i++) y[i] = -INFINITY;
    for (; kept != 0; kept &= kept - 1) y[__builtin_ctzll(kept)] = values[__builtin_ctzll(kept)];
}

void ck_mask_f32(float *y, const float *x, const uint64_t *mask, int64_t count) {
    for (int64_t i = 0; i < count; i += 64) {
        int64_t part = count - i < 64 ? count - i : 64;
        mask_word(y + i, x + i, mask[i / 64], part);
    }
}
