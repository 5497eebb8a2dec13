// The gated linear unit with a Gaussian error gate, for one instruction set; see ck_geglu.h.

/// x / (1 + e^(-2u)), u = √(2/π)·(x + 0.044715·x³): (1 + tanh u) / 2 is the logistic function of 2u.
CK_INLINE ck_f16 CK(gelu)(ck_f16 x) {
    ck_f16 u = x * CK_FMA(x * x, CK_SPLAT(0.044715f), CK_SPLAT(1));
    return x / (CK_SPLAT(1) + CK(exp)(u * -1.5957691216f));
}

static void CK(geglu)(float *out, const float *gate, const float *up, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        CK_STORE(out + i, CK(gelu)(CK_LOAD(gate + i)) * CK_LOAD(up + i));
    }
    if (i < count) {
        ck_f16 v = CK(gelu)(CK(load_part)(gate + i, count - i, 0));
        CK(store_part)(out + i, v * CK(load_part)(up + i, count - i, 0), count - i);
    }
}
