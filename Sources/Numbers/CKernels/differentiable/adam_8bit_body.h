// AdamW on moments of 8 bits for one instruction set; see ck_adam_8bit.h and variants.h.

#include "adam_step_body.h"

static void CK(decode)(float *values, const ck_moments *moments, const ck_code_map *map) {
    for (int i = 0; i < 256; i++) values[i] = map->values[moments->codes[i]] * moments->scale;
}

/// Codes of 256 values, none of which is further from 0 than `scale`.
static void CK(encode)(ck_moments *moments, const float *values, float scale,
                       const ck_code_map *map) {
    for (int i = 0; i < 256; i += 16) {
        float x[16];
        int32_t code[16];
        for (int lane = 0; lane < 16; lane++) {
            x[lane] = scale != 0 ? values[i + lane] / scale : 0;
            code[lane] = 0;
        }
        for (int half = 128; half > 0; half /= 2) {
            for (int lane = 0; lane < 16; lane++)
                code[lane] += x[lane] > map->bounds[code[lane] + half - 1] ? half : 0;
        }
        // Only the map without signs has 0 at its beginning.
        for (int lane = 0; lane < 16; lane++)
            moments->codes[i + lane] = (uint8_t)(code[lane] == 0 && x[lane] > 0 ? 1 : code[lane]);
    }
    moments->scale = scale;
}

/// The value that is furthest from 0, of two the positive one; never −0.
static float CK(extremum)(const float *values) {
    ck_f16 most = CK_LOAD(values), least = -most;
    for (int i = 16; i < 256; i += 16) {
        most = CK_MAX(most, CK_LOAD(values + i));
        least = CK_MAX(least, -CK_LOAD(values + i));
    }
    const float positive = CK(greatest)(most), negative = CK(greatest)(least);
    if (positive == 0 && negative == 0) return 0;
    return positive >= negative ? positive : -negative;
}

static void CK(adam_8bit)(float *p, ck_moments *m, ck_moments *v, const float *gradient,
                          int64_t count, const ck_adam *step, const ck_code_map *first,
                          const ck_code_map *second) {
    const ck_adam factors = *step;
    for (int64_t begin = 0; begin < count; begin += 256, m++, v++) {
        float mean[256], root[256];
        CK(decode)(mean, m, first);
        CK(decode)(root, v, second);
        for (int i = 0; i < 256; i += 16) {
            float *to = p + begin + i;
            const int64_t left = count - begin - i;
            const ck_f16 r = CK_LOAD(root + i);
            ck_f16 a, b = CK_LOAD(mean + i), c = r * r;
            if (left >= 16) {
                a = CK_LOAD(to);
                CK(adam_step)(&a, &b, &c, CK_LOAD(gradient + begin + i), &factors);
                CK_STORE(to, a);
            } else if (left > 0) {
                a = CK(load_part)(to, left, 0);
                const ck_f16 g = CK(load_part)(gradient + begin + i, left, 0);
                CK(adam_step)(&a, &b, &c, g, &factors);
                CK(store_part)(to, a, left);
            } else {
                b = c = CK_SPLAT(0);
            }
            CK_STORE(mean + i, b);
            CK_STORE(root + i, CK(root)(c));
        }
        CK(encode)(m, mean, CK(extremum)(mean), first);
        CK(encode)(v, root, CK(extremum)(root), second);
    }
}
