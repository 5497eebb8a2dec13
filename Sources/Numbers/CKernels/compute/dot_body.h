// Dot products of bytes for one instruction set: the only part of the integer kernels that differs.

#if CK_LEVEL == 1
/// Eight lanes of acc + Σ q·a. A pair q·a + q·a stays within 16 bits while q ≤ 128.
CK_INLINE __m256i CK(dot_narrow)(__m256i acc, __m256i q, __m256i a) {
    __m256i pairs = _mm256_maddubs_epi16(q, a);
    return _mm256_add_epi32(acc, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

/// Eight lanes of acc + Σ (q - 128)·a. One factor must be unsigned, so the other takes its sign.
CK_INLINE __m256i CK(dot_wide)(__m256i acc, __m256i q, __m256i a) {
    __m256i w = _mm256_xor_si256(q, _mm256_set1_epi8(-128));
    return CK(dot_narrow)(acc, _mm256_abs_epi8(w), _mm256_sign_epi8(a, w));
}
#endif

// CK_START_BITS is where integer sums start; CK_SCALED makes a sum a float times a scale. A sum
// that starts at the bits of 1.5·2²³ is, read as a float, 1.5·2²³ plus the sum: one fused
// multiply-add converts and scales it. That takes one more constant for each row (`shift`), for
// which AVX2 has no registers. Both ways give the same bits, as the product rounds once.
#undef CK_START_BITS
#undef CK_SCALED
#if CK_LEVEL == 1
#define CK_START_BITS 0
#define CK_SCALED(sum, scale, shift) (__builtin_convertvector(sum, ck_f16) * (scale))
#else
#define CK_START_BITS CK_MAGIC_BITS
#define CK_SCALED(sum, scale, shift) CK_FMA((ck_f16)(sum), scale, shift)
#endif

// Subtracted from each wide code by CK(dot).
#undef CK_WIDE_ZERO
#define CK_WIDE_ZERO (CK_LEVEL == 1 ? 128 : 0)

/// acc[n] + Σ q[n, j]·a[n, j] over four unsigned bytes q and signed bytes a in each lane.
///
/// `wide` says that a q may exceed 128; the sum is then that of (q - CK_WIDE_ZERO)·a.
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

// Makes the compiler compute a sum here: the tree of sums that it prefers takes more registers than
// there are.
#undef CK_IN_ORDER
#define CK_IN_ORDER(sum) __asm__("" : "+v"(sum))

#if CK_LEVEL == 2
/// Sums of pairs of products, two for each lane of a `ck_i16`.
typedef __m512i CK(pairs);

/// The pairs q·a + q·a. Where the sum of many pairs stays within 16 bits, a dot product takes two
/// instructions instead of three.
CK_INLINE CK(pairs) CK(first_pairs)(ck_i16 q, ck_i16 a) {
    return _mm512_maddubs_epi16((__m512i)q, (__m512i)a);
}

/// acc + the pairs q·a + q·a.
CK_INLINE CK(pairs) CK(add_pairs)(CK(pairs) acc, ck_i16 q, ck_i16 a) {
    __m512i sum = _mm512_add_epi16(acc, CK(first_pairs)(q, a));
    CK_IN_ORDER(sum);
    return sum;
}

/// acc[n] + both pairs of lane n.
CK_INLINE ck_i16 CK(join_pairs)(ck_i16 acc, CK(pairs) pairs) {
    return acc + (ck_i16)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
}
#elif CK_LEVEL == 1
typedef struct { __m256i half[2]; } CK(pairs);

CK_INLINE CK(pairs) CK(first_pairs)(ck_i16 q, ck_i16 a) {
    union { ck_i16 all; __m256i half[2]; } v = {q}, x = {a};
    CK(pairs) sum;
    for (int h = 0; h < 2; h++) sum.half[h] = _mm256_maddubs_epi16(v.half[h], x.half[h]);
    return sum;
}

CK_INLINE CK(pairs) CK(add_pairs)(CK(pairs) acc, ck_i16 q, ck_i16 a) {
    CK(pairs) sum = CK(first_pairs)(q, a);
    for (int h = 0; h < 2; h++) {
        sum.half[h] = _mm256_add_epi16(acc.half[h], sum.half[h]);
        CK_IN_ORDER(sum.half[h]);
    }
    return sum;
}

CK_INLINE ck_i16 CK(join_pairs)(ck_i16 acc, CK(pairs) pairs) {
    union { __m256i half[2]; ck_i16 all; } sum;
    for (int h = 0; h < 2; h++) {
        sum.half[h] = _mm256_madd_epi16(pairs.half[h], _mm256_set1_epi16(1));
    }
    return acc + sum.all;
}
#endif
