// Multiples of vectors for one instruction set; see ck_scale.h and variants.h.

static void CK(scale)(float *y, const float *x, float scale, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) CK_STORE(y + i, CK_LOAD(x + i) * scale);
    for (; i < count; i++) y[i] = x[i] * scale;
}
