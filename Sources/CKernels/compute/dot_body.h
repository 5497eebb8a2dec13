// Dot products of bytes for one instruction set: the only part of the integer kernels that differs.

#if CK_LEVEL == 1
/// Eight lanes of acc + Σ q·a. A pair q·a + q·a stays within 16 bits while q ≤ 128.
CK_INLINE __m256i CK(dot_narrow)(__m256i acc, __m256i q, __m256i a) {
    __m256i pairs = _mm256_maddubs_epi16(q, a);
    return _mm256_add_epi32(acc, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

CK_INLINE __m256i CK(dot_wide)(__m256i acc, __m256i q, __m256i a) {
    __m256i even = _mm256_madd_epi16(_mm256_and_si256(q, _mm256_set1_epi16(255)),
                                     _mm256_srai_epi16(_mm256_slli_epi16(a, 8), 8));
    __m256i odd = _mm256_madd_epi16(_mm256_srli_epi16(q, 8), _mm256_srai_epi16(a, 8));
    return _mm256_add_epi32(acc, _mm256_add_epi32(even, odd));
}
#endif

/// acc[n] + Σ q[n, j]·a[n, j] over four unsigned bytes q and signed bytes a in each lane.
///
/// `wide` says that a q may exceed 128.
CK_INLINE ck_i16 CK(dot)(ck_i16 acc, ck_i16 q, ck_i16 a, int wide) {
#if CK_LEVEL == 3
    (void)wide;
    return (ck_i16)_mm512_dpbusd_epi32((__m512i)acc, (__m512i)q, (__m512i)a);
#elif CK_LEVEL == 2
    __m512i v = (__m512i)q, x = (__m512i)a;
    if (!wide) {
        __m512i pairs = _mm512_maddubs_epi16(v, x);
        return acc + (ck_i16)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
    }
    __m512i even = _mm512_madd_epi16(_mm512_and_si512(v, _mm512_set1_epi16(255)),
                                     _mm512_srai_epi16(_mm512_slli_epi16(x, 8), 8));
    __m512i odd = _mm512_madd_epi16(_mm512_srli_epi16(v, 8), _mm512_srai_epi16(x, 8));
    return acc + (ck_i16)even + (ck_i16)odd;
#elif CK_LEVEL == 1
    union { ck_i16 all; __m256i half[2]; } c = {acc}, v = {q}, x = {a};
    for (int h = 0; h < 2; h++) {
        c.half[h] = wide ? CK(dot_wide)(c.half[h], v.half[h], x.half[h])
                         : CK(dot_narrow)(c.half[h], v.half[h], x.half[h]);
    }
    return c.all;
#else
    (void)wide;
    ck_u16 codes = (ck_u16)q;
    acc += (ck_i16)(codes & 255) * (a << 24 >> 24);
    acc += (ck_i16)(codes >> 8 & 255) * (a << 16 >> 24);
    acc += (ck_i16)(codes >> 16 & 255) * (a << 8 >> 24);
    return acc + (ck_i16)(codes >> 24) * (a >> 24);
#endif
}
