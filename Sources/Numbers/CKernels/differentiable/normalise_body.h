// Norms and their gradients for one instruction set; see ck_normalise.h and variants.h.

/// Eight floats as doubles, `fill` past the last.
CK_INLINE ck_d8 CK(widen_part)(const float *p, int64_t count, float fill) {
    if (count >= 8) return __builtin_convertvector(*(const ck_f8u *)p, ck_d8);
    float lanes[8];
    for (int i = 0; i < 8; i++) lanes[i] = i < count ? p[i] : fill;
    return __builtin_convertvector(*(const ck_f8u *)lanes, ck_d8);
}

/// The sum of the lanes as a balanced tree.
CK_INLINE double CK(sum_double)(ck_d8 v) {
    return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

/// Mean, or 0 if not `centred`, and 1/√(variance + epsilon) of one head.
CK_INLINE void CK(statistics)(const float *x, const ck_norm_shape *norm, double *mean,
                              double *inverse) {
    int64_t width = norm->width;
    ck_d8 total = CK(splat_double)(0), squares = CK(splat_double)(0);
    *mean = 0;
    if (norm->centred) {
        for (int64_t i = 0; i < width; i += 8) total = total + CK(widen_part)(x + i, width - i, 0);
        *mean = CK(sum_double)(total) / (double)width;
    }
    ck_d8 centre = CK(splat_double)(*mean);
    for (int64_t i = 0; i + 8 <= width; i += 8) {
        ck_d8 v = CK(widen_part)(x + i, 8, 0) - centre;
        squares = squares + v * v;
    }
    double sum = CK(sum_double)(squares);
    for (int64_t i = width / 8 * 8; i < width; i++) sum += (x[i] - *mean) * (x[i] - *mean);
    *inverse = 1 / __builtin_sqrt(sum / (double)width + (double)norm->epsilon);
}

/// 16 floats, zeros past the last.
CK_INLINE ck_f16 CK(some)(const float *p, int64_t count) {
    return count >= 16 ? CK_LOAD(p) : CK(load_part)(p, count, 0);
}

/// Writes as many of 16 floats as there are.
CK_INLINE void CK(store_some)(float *p, ck_f16 v, int64_t count) {
    if (count >= 16) CK_STORE(p, v);
    else CK(store_part)(p, v, count);
}

static void CK(normalise)(float *y, const float *x, int64_t heads, const ck_norm_shape *norm) {
    int64_t width = norm->width;
    for (int64_t head = 0; head < heads; head++, x += width, y += width) {
        double mean, inverse;
        CK(statistics)(x, norm, &mean, &inverse);
        float centre = (float)mean, scale = (float)inverse;
        for (int64_t i = 0; i < width; i += 16) {
            int64_t left = width - i;
            ck_f16 v = (CK(some)(x + i, left) - centre) * scale;
            v = v * (CK(some)(norm->gain + i, left) + norm->offset);
            if (norm->bias) v = v + CK(some)(norm->bias + i, left);
            CK(store_some)(y + i, v, left);
        }
    }
}

static void CK(normalise_backward)(float *d_x, float *d_gain, float *d_bias, const float *d_y,
                                   const float *x, int64_t heads, const ck_norm_shape *norm,
                                   int adding) {
    int64_t width = norm->width;
    for (int64_t head = 0; head < heads; head++, d_x += width, d_y += width, x += width) {
        double mean, inverse;
        CK(statistics)(x, norm, &mean, &inverse);
        ck_d8 total = CK(splat_double)(0), product = CK(splat_double)(0);
        ck_d8 middle = CK(splat_double)(mean), more = CK(splat_double)((double)norm->offset);
        for (int64_t i = 0; i < width; i += 8) {
            int64_t left = width - i;
            // Lanes past the last have a gradient of 0.
            ck_d8 h = CK(widen_part)(d_y + i, left, 0) *
                      (CK(widen_part)(norm->gain + i, left, 0) + more);
            total = total + h;
            product = product + h * (CK(widen_part)(x + i, left, 0) - middle);
        }
        double mean_h = norm->centred ? CK(sum_double)(total) / (double)width : 0;
        double slope = CK(sum_double)(product) * inverse / (double)width;
        float centre = (float)mean, scale = (float)inverse;
        float shift = (float)mean_h, factor = (float)slope;
        for (int64_t i = 0; i < width; i += 16) {
            int64_t left = width - i;
            ck_f16 g = CK(some)(d_y + i, left), n = (CK(some)(x + i, left) - centre) * scale;
            ck_f16 h = g * (CK(some)(norm->gain + i, left) + norm->offset) - shift;
            ck_f16 d = CK_FMA(-n, CK_SPLAT(factor), h) * scale;
            if (adding) d = d + CK(some)(d_x + i, left);
            CK(store_some)(d_x + i, d, left);
            if (d_gain) CK(store_some)(d_gain + i, CK_FMA(g, n, CK(some)(d_gain + i, left)), left);
            if (d_bias) CK(store_some)(d_bias + i, CK(some)(d_bias + i, left) + g, left);
        }
    }
}
