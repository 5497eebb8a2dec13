// Sums of vectors for one instruction set; see ck_add.h and variants.h.

static void CK(add_scaled)(float *y, const float *x, float scale, int64_t count) {
    ck_f16 factor = CK_SPLAT(scale);
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        CK_STORE(y + i, CK_FMA(factor, CK_LOAD(x + i), CK_LOAD(y + i)));
    }
    if (i < count) {
        ck_f16 v = CK(load_part)(x + i, count - i, 0), sum = CK(load_part)(y + i, count - i, 0);
        CK(store_part)(y + i, CK_FMA(factor, v, sum), count - i);
    }
}
