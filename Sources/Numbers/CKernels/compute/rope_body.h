// Rotary embedding for one instruction set; see ck_rope.h and variants.h.

/// Rotates the pairs (x[i·step], x[i·step + apart]).
CK_INLINE void CK(rotate)(float *x, int64_t half, int64_t step, int64_t apart, const float *cosines,
                        const float *sines) {
    for (int64_t i = 0; i < half; i++) {
        float a = x[i * step], b = x[i * step + apart];
        x[i * step] = a * cosines[i] - b * sines[i];
        x[i * step + apart] = b * cosines[i] + a * sines[i];
    }
}

static void CK(rope)(float *x, int64_t heads, int64_t head_dim, int64_t rotary,
                     const float *cosines, const float *sines, int interleaved) {
    for (int64_t h = 0; h < heads; h++, x += head_dim) {
        if (interleaved) CK(rotate)(x, rotary / 2, 2, 1, cosines, sines);
        else CK(rotate)(x, rotary / 2, 1, rotary / 2, cosines, sines);
    }
}
