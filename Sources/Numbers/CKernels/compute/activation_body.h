// Activations for one instruction set; see ck_activation.h and variants.h.

CK_INLINE ck_f16 CK(silu)(ck_f16 x) { return x / (CK_SPLAT(1) + CK(exp)(-x)); }

static void CK(swiglu)(float *out, const float *gate, const float *up, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        CK_STORE(out + i, CK(silu)(CK_LOAD(gate + i)) * CK_LOAD(up + i));
    }
    if (i < count) {
        ck_f16 v = CK(silu)(CK(load_part)(gate + i, count - i, 0));
        CK(store_part)(out + i, v * CK(load_part)(up + i, count - i, 0), count - i);
    }
}
