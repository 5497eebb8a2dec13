// Rounds floats to pairs of bf16 for one instruction set; see ck_gemm_bf16.h and variants.h.

/// bf16 in the high half of each lane, the low half 0, where `rounded` is `bits` and what was added
/// to them. A NaN stays one, and what is below 2⁻¹²⁶ becomes 0 of the same sign.
CK_INLINE ck_u16 CK(keep_high)(ck_u16 bits, ck_u16 rounded) {
    // Rounding could carry a NaN's bits over to infinity or zero.
    ck_u16 is_nan = (ck_u16)((bits & 0x7fffffffu) > 0x7f800000u);
    rounded = (rounded & ~is_nan) | ((bits | 0x400000u) & is_nan);
    ck_u16 is_normal = (ck_u16)((rounded & 0x7f800000u) != 0);
    return rounded & ((is_normal & 0x7fff0000u) | 0x80000000u);
}

/// Rounds to nearest, ties to even.
CK_INLINE ck_u16 CK(round_high)(ck_f16 x) {
    ck_u16 bits = (ck_u16)x;
    return CK(keep_high)(bits, bits + 0x7fffu + (bits >> 16 & 1u));
}

/// Rounds up by 16 bits of dither, which lie in the high half of each lane.
CK_INLINE ck_u16 CK(dither_high)(ck_f16 x, ck_u16 dither) {
    ck_u16 bits = (ck_u16)x;
    return CK(keep_high)(bits, bits + (dither >> 16));
}

/// The dither of sixteen weights of a row, `step` columns apart.
CK_INLINE ck_u16 CK(dither)(int64_t row, int64_t column, uint32_t step) {
    const ck_u16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    uint32_t first = (uint32_t)row * CK_DITHER_ROW + (uint32_t)column * CK_DITHER_COLUMN;
    return first + lanes * (step * CK_DITHER_COLUMN);
}

/// Sixteen pairs.
CK_INLINE ck_u16 CK(pairs)(ck_f16 first, ck_f16 second) {
    return CK(round_high)(first) >> 16 | CK(round_high)(second);
}

/// The even and the odd ones of 32 neighbours, of which the first `left` count.
CK_INLINE void CK(split)(ck_f16 *even, ck_f16 *odd, const float *x, int64_t left) {
    ck_f16 a, b;
    if (left >= 32) {
        a = CK_LOAD(x);
        b = CK_LOAD(x + 16);
    } else {
        a = CK(load_part)(x, left, 0);
        b = left > 16 ? CK(load_part)(x + 16, left - 16, 0) : CK_SPLAT(0);
    }
    *even = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    *odd = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/// Sixteen pairs of 32 neighbours, of which the first `left` count.
CK_INLINE ck_u16 CK(pairs_of_row)(const float *x, int64_t left) {
    ck_f16 even, odd;
    CK(split)(&even, &odd, x, left);
    return CK(pairs)(even, odd);
}

/// The same of weights, with the row and column of the first one.
CK_INLINE ck_u16 CK(pairs_of_weights)(const float *w, int64_t left, int64_t row, int64_t column) {
    ck_f16 even, odd;
    CK(split)(&even, &odd, w, left);
    return CK(dither_high)(even, CK(dither)(row, column, 2)) >> 16 |
           CK(dither_high)(odd, CK(dither)(row, column + 1, 2));
}

/// Pairs of the rows `begin..<end` as vectors of a panel, of which the first `columns` lanes count;
/// of weights if `dithered`, the first lane being column `column`.
CK_INLINE uint32_t *CK(pair_rows)(uint32_t *out, const float *x, int64_t stride, int64_t begin,
                                  int64_t end, int64_t columns, int dithered, int64_t column) {
    for (int64_t t = begin; t < end; t += 2, out += CK_PANEL) {
        for (int64_t j = 0; j < CK_PANEL; j += 16) {
            const float *first = x + t * stride + j, *second = first + stride;
            int64_t left = columns - j;
            // The rows are too far apart for the CPU to see that they are read one after the other.
            __builtin_prefetch((const char *)first + 16 * 4 * stride);
            __builtin_prefetch((const char *)second + 16 * 4 * stride);
            ck_f16 a = left >= 16 ? CK_LOAD(first) : CK(load_part)(first, left, 0);
            ck_f16 b = CK_SPLAT(0);
            if (t + 1 < end) b = left >= 16 ? CK_LOAD(second) : CK(load_part)(second, left, 0);
            *(ck_u16u *)(out + j) =
                dithered ? CK(dither_high)(a, CK(dither)(t, column + j, 1)) >> 16 |
                               CK(dither_high)(b, CK(dither)(t + 1, column + j, 1))
                         : CK(pairs)(a, b);
        }
    }
    return out;
}
