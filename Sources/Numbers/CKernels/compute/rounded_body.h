// Rounding of activations to 8 bits for one instruction set; see ck_rounded.h and variants.h.

/// Returns most / 127, rounded down to sixteen bits of mantissa so that its product with 1.5·2²³ is
/// exact.
CK_INLINE float CK(step_of)(float most) {
    return ck_float_from_bits(ck_bits_from_float(most / 127.0f) & 0xffffff00u);
}

static void CK(round_row)(ck_rounded *tiles, int64_t lane, const float *x, int64_t columns) {
    const ck_f16 magic = CK_SPLAT(CK_MAGIC);
    for (int64_t b = 0; b < columns / CK_ROUNDED_COLUMNS; b++, x += CK_ROUNDED_COLUMNS) {
        ck_rounded *tile = tiles + b;
        ck_f16 low = CK_LOAD(x), high = CK_LOAD(x + 16);
        // The bits of floats without a sign are in the order of their values.
        ck_i16 most = CK_MAX((ck_i16)low & 0x7fffffff, (ck_i16)high & 0x7fffffff);
        float scale = CK(step_of)(ck_float_from_bits((uint32_t)__builtin_reduce_max(most)));
        // A scale near 0 has codes of 0: its inverse could be infinite.
        float inverse = scale > 1e-30f ? 1.0f / scale : 0;
        // Codes are at most 127 although the scale was rounded down: 127·(1 + 2⁻¹⁵) rounds to 127.
        ck_i16 a = (ck_i16)CK_FMA(low, CK_SPLAT(inverse), magic) - CK_MAGIC_BITS;
        ck_i16 c = (ck_i16)CK_FMA(high, CK_SPLAT(inverse), magic) - CK_MAGIC_BITS;
        int8_t codes[32];
        *(ck_c16 *)codes = __builtin_convertvector(a, ck_c16);
        *(ck_c16 *)(codes + 16) = __builtin_convertvector(c, ck_c16);
        for (int k = 0; k < 8; k++) memcpy(tile->codes[k][lane], codes + 4 * k, 4);
        int32_t first = __builtin_reduce_add(a), second = __builtin_reduce_add(c);
        tile->scale[lane] = scale;
        tile->shift[lane] = -CK_MAGIC * scale;
        tile->sum[lane] = scale * (float)(first + second);
        tile->total[0][lane] = first;
        tile->total[1][lane] = second;
        tile->total[2][lane] = first + second;
    }
}
