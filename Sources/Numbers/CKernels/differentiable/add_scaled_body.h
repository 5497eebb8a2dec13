// Adds a block's sums to a row of a gradient; one definition for all products.

/// out[n] = fma(scale, sums[n], out[n]) of `groups` vectors, but at most `left` elements.
CK_INLINE void CK(add_scaled)(float *out, const float *sums, float scale, int64_t left,
                              int groups) {
    for (int g = 0; g < groups; g++, out += 16, sums += 16, left -= 16) {
        ck_f16 old = left >= 16 ? CK_LOAD(out) : CK(load_part)(out, left, 0);
        ck_f16 v = CK_FMA(CK_SPLAT(scale), CK_LOAD(sums), old);
        if (left >= 16) CK_STORE(out, v);
        else CK(store_part)(out, v, left);
    }
}
