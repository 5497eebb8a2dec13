// Writes a matrix product's sums; one definition for all products.

/// Writes sixteen neighbouring sums, or the first `left` of them:
/// out[n] = (accumulate ? out[n] : 0) + (bias[n] + v[n]). `bias` may be null.
CK_INLINE void CK(write_sums)(float *out, ck_f16 v, int64_t left, const float *bias,
                              int accumulate) {
    if (left >= 16) {
        if (bias) v = v + CK_LOAD(bias);
        if (accumulate) v = CK_LOAD(out) + v;
        CK_STORE(out, v);
    } else {
        if (bias) v = v + CK(load_part)(bias, left, 0);
        if (accumulate) v = CK(load_part)(out, left, 0) + v;
        CK(store_part)(out, v, left);
    }
}
