// The cross-entropy of a row of logits for one instruction set; see ck_cross_entropy.h and
// variants.h.

#include "../compute/soft_cap_body.h"

/// Sixteen logits, or the last of them and then the least float.
CK_INLINE ck_f16 CK(logits)(const float *z, int64_t left) {
    return left >= 16 ? CK_LOAD(z) : CK(load_part)(z, left, -3.402823466e38f);
}

/// e^(z − max); the difference's rounding error is made up for.
CK_INLINE ck_f16 CK(exp_below)(ck_f16 z, ck_f16 max) {
    ck_f16 d = z - max, part = d - z;
    ck_f16 error = (z - (d - part)) - (max + part);
    ck_f16 e = CK(exp)(d);
    return CK_FMA(e, error, e);
}

/// The greatest logit, after the soft cap.
CK_INLINE float CK(cap_and_find_greatest)(float *z, int64_t count, float cap) {
    ck_f16 best = CK_SPLAT(-3.402823466e38f);
    for (int64_t i = 0; i < count; i += 16) {
        ck_f16 v = CK(logits)(z + i, count - i);
        if (cap > 0) {
            v = CK(soft_cap)(v, cap);
            if (count - i >= 16) CK_STORE(z + i, v);
            else CK(store_part)(z + i, v, count - i);
            v = CK(logits)(z + i, count - i);
        }
        best = CK_SELECT(v > best, v, best);
    }
    return CK(greatest)(best);
}

/// Σ exp(z − max) over the logits below max; `equal` counts the others. Sixteen sums, one a lane,
/// are added as a balanced tree.
CK_INLINE double CK(sum_below)(const float *z, int64_t count, float greatest, int64_t *equal) {
    ck_f16 max = CK_SPLAT(greatest);
    ck_d8 low = CK(splat_double)(0), high = CK(splat_double)(0);
    ck_i16 ties = CK(splat_int)(0);
    for (int64_t i = 0; i < count; i += 16) {
        ck_f16 v = CK(logits)(z + i, count - i);
        ck_i16 tie = v == max;
        ties -= tie;
        ck_f16 e = (ck_f16)((ck_i16)CK(exp_below)(v, max) & ~tie);
        ck_f8u half[2];
        CK_STORE(half, e);
        low = low + __builtin_convertvector(half[0], ck_d8);
        high = high + __builtin_convertvector(half[1], ck_d8);
    }
    *equal = 0;
    for (int i = 0; i < 16; i++) *equal += ties[i];
    double a[8];
    *(ck_d8u *)a = low + high;
    for (int width = 4; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) a[i] = a[i] + a[i + width];
    }
    return a[0];
}

static double CK(cross_entropy)(float *z, int64_t count, int64_t target, float cap, float factor,
                                int backward) {
    float greatest = CK(cap_and_find_greatest)(z, count, cap);
    int64_t equal;
    double below = CK(sum_below)(z, count, greatest, &equal);
    double log_sum = log((double)equal) + log1p(below / (double)equal);
    double log_probability = ((double)z[target] - (double)greatest) - log_sum;
    if (!backward) return log_probability;
    ck_f16 max = CK_SPLAT(greatest);
    ck_f16 scale = CK_SPLAT((float)(-(double)factor / ((double)equal + below)));
    float at_target = (float)((double)factor * -expm1(log_probability));
    if (cap > 0) {
        float ratio = z[target] / cap;
        at_target = at_target * (1 - ratio * ratio);
    }
    for (int64_t i = 0; i < count; i += 16) {
        ck_f16 v = CK(logits)(z + i, count - i);
        ck_f16 d = CK(exp_below)(v, max) * scale;
        if (cap > 0) {
            ck_f16 ratio = v / CK_SPLAT(cap);
            d = d * (CK_SPLAT(1) - ratio * ratio);
        }
        if (count - i >= 16) CK_STORE(z + i, d);
        else CK(store_part)(z + i, d, count - i);
    }
    z[target] = at_target;
    return log_probability;
}
