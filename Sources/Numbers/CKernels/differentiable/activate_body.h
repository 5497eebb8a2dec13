// Gradients of the activations for one instruction set; see ck_activate.h and variants.h.

/// 1 / (1 + e⁻ˣ).
CK_INLINE ck_f16 CK(logistic)(ck_f16 x) {
    return CK_SPLAT(1) / (CK_SPLAT(1) + CK(exp)(-x));
}

/// The activation of the gate, and in `slope` its derivative.
CK_INLINE ck_f16 CK(gate)(ck_f16 a, int gelu, ck_f16 *slope) {
    if (!gelu) {
        ck_f16 s = CK(logistic)(a), y = a * s;
        *slope = CK_FMA(y, CK_SPLAT(1) - s, s);
        return y;
    }
    ck_f16 squared = a * a;
    ck_f16 s = CK(logistic)(a * CK_FMA(squared, CK_SPLAT(0.044715f), CK_SPLAT(1)) * 1.5957691216f);
    ck_f16 y = a * s;
    ck_f16 inner = CK_FMA(squared, CK_SPLAT(0.134145f), CK_SPLAT(1)) * 1.5957691216f;
    // Far from 0 the gate is open or closed, and the square of a may be infinite.
    ck_f16 bent = CK_FMA(y * (CK_SPLAT(1) - s), inner, s);
    *slope = CK_SELECT(squared > CK_SPLAT(1e4f), s, bent);
    return y;
}

CK_INLINE void CK(gated_backward)(float *d_gate, float *d_up, const float *d_y, const float *gate,
                                  const float *up, int64_t count, int gelu) {
    for (int64_t i = 0; i < count; i += 16) {
        int64_t left = count - i;
        int whole = left >= 16;
        ck_f16 g = whole ? CK_LOAD(d_y + i) : CK(load_part)(d_y + i, left, 0);
        ck_f16 a = whole ? CK_LOAD(gate + i) : CK(load_part)(gate + i, left, 0);
        ck_f16 b = whole ? CK_LOAD(up + i) : CK(load_part)(up + i, left, 0);
        ck_f16 slope, y = CK(gate)(a, gelu, &slope);
        ck_f16 d_a = g * b * slope, d_b = g * y;
        if (whole) {
            CK_STORE(d_gate + i, d_a);
            CK_STORE(d_up + i, d_b);
        } else {
            CK(store_part)(d_gate + i, d_a, left);
            CK(store_part)(d_up + i, d_b, left);
        }
    }
}

static void CK(swiglu_backward)(float *d_gate, float *d_up, const float *d_y, const float *gate,
                                const float *up, int64_t count) {
    CK(gated_backward)(d_gate, d_up, d_y, gate, up, count, 0);
}

static void CK(geglu_backward)(float *d_gate, float *d_up, const float *d_y, const float *gate,
                               const float *up, int64_t count) {
    CK(gated_backward)(d_gate, d_up, d_y, gate, up, count, 1);
}

static void CK(squared_relu)(float *y, const float *x, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        ck_f16 v = CK_LOAD(x + i);
        v = CK_SELECT(v > CK_SPLAT(0), v, CK_SPLAT(0));
        CK_STORE(y + i, v * v);
    }
    for (; i < count; i++) {
        float v = x[i] > 0 ? x[i] : 0;
        y[i] = v * v;
    }
}

static void CK(squared_relu_backward)(float *d_x, const float *d_y, const float *x, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        ck_f16 v = CK_LOAD(x + i);
        v = CK_SELECT(v > CK_SPLAT(0), v, CK_SPLAT(0));
        CK_STORE(d_x + i, CK_LOAD(d_y + i) * (v + v));
    }
    for (; i < count; i++) {
        float v = x[i] > 0 ? x[i] : 0;
        d_x[i] = d_y[i] * (v + v);
    }
}
