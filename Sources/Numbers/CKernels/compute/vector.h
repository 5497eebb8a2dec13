// Sixteen lanes of float, whatever the registers' width. Included once per instruction set, so
// that the helpers are compiled for it (no include guard around them, on purpose).

#ifndef CK_VECTOR_TYPES
#define CK_VECTOR_TYPES
typedef float ck_f16 __attribute__((vector_size(64)));
typedef int32_t ck_i16 __attribute__((vector_size(64)));
typedef uint32_t ck_u16 __attribute__((vector_size(64)));
typedef float ck_f16u __attribute__((vector_size(64), aligned(4)));
typedef _Bool ck_bits16 __attribute__((ext_vector_type(16)));
typedef double ck_d8 __attribute__((vector_size(64)));
typedef double ck_d8u __attribute__((vector_size(64), aligned(8)));
typedef int64_t ck_l8 __attribute__((vector_size(64)));
typedef float ck_f8u __attribute__((vector_size(32), aligned(4)));
typedef uint8_t ck_b16 __attribute__((vector_size(16), aligned(1)));
typedef int8_t ck_c16 __attribute__((vector_size(16), aligned(1)));
typedef uint16_t ck_h16 __attribute__((vector_size(32), aligned(2)));
typedef uint32_t ck_u16u __attribute__((vector_size(64), aligned(1)));
#if defined(__x86_64__)
typedef _Float16 ck_fp16x16 __attribute__((vector_size(32), aligned(2)));
#endif
/// 1.5·2²³: adding it rounds a float to an integer, which is then in the low bits of the sum.
#define CK_MAGIC 12582912.0f
#define CK_MAGIC_BITS 0x4b400000
#define CK_INLINE static inline __attribute__((always_inline, unused))
#define CK_LANES                                                                                   \
    (ck_i16) { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }
#define CK_SPLAT(x) CK(splat)(x)
#define CK_LOAD(p) (*(const ck_f16u *)(p))
#define CK_STORE(p, v) (*(ck_f16u *)(p) = (v))
#define CK_FMA(a, b, c) __builtin_elementwise_fma((a), (b), (c))
#define CK_MAX(a, b) __builtin_elementwise_max((a), (b))
#define CK_SELECT(mask, a, b)                                                                      \
    ((ck_f16)(((ck_i16)(a) & (mask)) | ((ck_i16)(b) & ~(mask))))
#endif

/// The same value in every lane.
CK_INLINE ck_f16 CK(splat)(float x) {
    return (ck_f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

CK_INLINE ck_i16 CK(splat_int)(int32_t x) {
    return (ck_i16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

CK_INLINE ck_d8 CK(splat_double)(double x) { return (ck_d8){x, x, x, x, x, x, x, x}; }

/// The first `count` floats at `p`, the rest `fill`.
CK_INLINE ck_f16 CK(load_part)(const float *p, int64_t count, float fill) {
    float lanes[16];
    for (int i = 0; i < 16; i++) lanes[i] = i < count ? p[i] : fill;
    return CK_LOAD(lanes);
}

/// Writes the first `count` lanes.
CK_INLINE void CK(store_part)(float *p, ck_f16 v, int64_t count) {
    float lanes[16];
    CK_STORE(lanes, v);
    for (int i = 0; i < 16; i++) {
        if (i < count) p[i] = lanes[i];
    }
}

/// The sum of the lanes as a balanced tree: ((0+8)+(4+12)) + ...
CK_INLINE float CK(sum)(ck_f16 v) {
    float a[16];
    CK_STORE(a, v);
    for (int width = 8; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) a[i] = a[i] + a[i + width];
    }
    return a[0];
}

/// The greatest lane.
CK_INLINE float CK(greatest)(ck_f16 v) {
    float a[16];
    CK_STORE(a, v);
    float best = a[0];
    for (int i = 1; i < 16; i++) best = a[i] > best ? a[i] : best;
    return best;
}

/// eˣ, within 2 units in the last place; 0 below -87.33, finite above 88.37.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2 (Cody & Waite's split of ln 2), eʳ by its Taylor polynomial
/// to r⁷, and n added to the exponent.
CK_INLINE ck_f16 CK(exp)(ck_f16 x) {
    ck_f16 low = CK_SPLAT(-87.33f), high = CK_SPLAT(88.37f);
    ck_i16 vanishes = x < low;
    ck_f16 y = CK_SELECT(vanishes, low, x);
    y = CK_SELECT(y > high, high, y);
    ck_f16 magic = CK_SPLAT(12582912.0f);
    ck_f16 n = CK_FMA(y, CK_SPLAT(1.44269504089f), magic) - magic;
    ck_f16 r = CK_FMA(n, CK_SPLAT(-0.693359375f), y);
    r = CK_FMA(n, CK_SPLAT(2.12194440e-4f), r);
    ck_f16 p = CK_SPLAT(1.0f / 5040);
    p = CK_FMA(p, r, CK_SPLAT(1.0f / 720));
    p = CK_FMA(p, r, CK_SPLAT(1.0f / 120));
    p = CK_FMA(p, r, CK_SPLAT(1.0f / 24));
    p = CK_FMA(p, r, CK_SPLAT(1.0f / 6));
    p = CK_FMA(p, r, CK_SPLAT(0.5f));
    p = CK_FMA(p, r, CK_SPLAT(1.0f));
    p = CK_FMA(p, r, CK_SPLAT(1.0f));
    ck_i16 exponent = __builtin_convertvector(n, ck_i16) << 23;
    ck_f16 result = (ck_f16)((ck_i16)p + exponent);
    return CK_SELECT(vanishes, CK_SPLAT(0), result);
}

/// fp16 to float32, exactly.
CK_INLINE ck_f16 CK(widen_fp16)(ck_h16 fp16) {
#if CK_LEVEL >= 1
    return __builtin_convertvector((ck_fp16x16)fp16, ck_f16);
#else
    ck_u16 h = __builtin_convertvector(fp16, ck_u16);
    ck_u16 sign = (h & 0x8000u) << 16;
    ck_u16 bits = (h & 0x7fffu) << 13;
    // The exponent is off by 112; the product is exact, subnormals included.
    ck_f16 value = (ck_f16)bits * 0x1p112f;
    ck_u16 special = (ck_u16)((h & 0x7c00u) == 0x7c00u) & 0x7f800000u;
    return (ck_f16)((ck_u16)value | special | sign);
#endif
}

/// bf16 to float32, exactly.
CK_INLINE ck_f16 CK(widen_bfloat)(ck_h16 b) {
    return (ck_f16)(__builtin_convertvector(b, ck_u16) << 16);
}

/// float32 to fp16: to nearest, ties to even.
CK_INLINE void CK(narrow_fp16)(uint16_t *fp16, ck_f16 x) {
#if CK_LEVEL >= 1
    *(ck_fp16x16 *)fp16 = __builtin_convertvector(x, ck_fp16x16);
#else
    for (int i = 0; i < 16; i++) fp16[i] = ck_f32_to_f16(x[i]);
#endif
}
