// Normalisations for one instruction set; see ck_norm.h and variants.h.

static void CK(rms_norm)(float *y, const float *x, const float *weight, int64_t count,
                         float epsilon) {
    ck_f16 squares = CK_SPLAT(0);
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        ck_f16 v = CK_LOAD(x + i);
        squares = CK_FMA(v, v, squares);
    }
    if (i < count) {
        ck_f16 v = CK(load_part)(x + i, count - i, 0);
        squares = CK_FMA(v, v, squares);
    }
    float scale = 1.0f / __builtin_sqrtf(CK(sum)(squares) / (float)count + epsilon);
    for (i = 0; i < count; i++) y[i] = weight[i] * (x[i] * scale);
}

static void CK(layer_norm)(float *y, const float *x, const float *weight, const float *bias,
                           int64_t count, float epsilon) {
    ck_f16 total = CK_SPLAT(0), squares = CK_SPLAT(0);
    for (int64_t i = 0; i < count; i += 16) {
        total = total + (i + 16 <= count ? CK_LOAD(x + i) : CK(load_part)(x + i, count - i, 0));
    }
    float mean = CK(sum)(total) / (float)count;
    for (int64_t i = 0; i < count; i += 16) {
        // Lanes past the end hold the mean, so that they add nothing to the variance.
        ck_f16 v = i + 16 <= count ? CK_LOAD(x + i) : CK(load_part)(x + i, count - i, mean);
        v = v - mean;
        squares = CK_FMA(v, v, squares);
    }
    float scale = 1.0f / __builtin_sqrtf(CK(sum)(squares) / (float)count + epsilon);
    for (int64_t i = 0; i < count; i++) {
        float v = (x[i] - mean) * scale * weight[i];
        y[i] = bias ? v + bias[i] : v;
    }
}
