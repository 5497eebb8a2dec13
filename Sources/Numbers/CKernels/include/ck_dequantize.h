/// Rows of stored numbers to float32 and back, for every element type that weight files hold.
///
/// `ck_dequantize_<type>(out, blocks, count)` writes `count` floats;
/// `ck_quantize_<type>(blocks, in, count)` reads as many. `count` is a multiple of the type's block
/// size. Blocks may lie at any address, aligned or not. Every bit pattern is defined.
///
/// The layouts are those of GGUF files (little-endian): blocks of 32 elements (`q4_0` to `q8_0`,
/// `iq4_nl`, `mxfp4`) or of 256 (the others), each block carrying its own scales.
#ifndef CK_DEQUANTIZE_H
#define CK_DEQUANTIZE_H

#include <stdint.h>

#pragma clang assume_nonnull begin

#ifdef __cplusplus
extern "C" {
#endif

// Floating point.
void ck_dequantize_f32(float *out, const void *blocks, int64_t count);
void ck_dequantize_f16(float *out, const void *blocks, int64_t count);
void ck_dequantize_bf16(float *out, const void *blocks, int64_t count);
void ck_dequantize_f64(float *out, const void *blocks, int64_t count);
void ck_dequantize_f8_e4m3(float *out, const void *blocks, int64_t count);
void ck_dequantize_f8_e5m2(float *out, const void *blocks, int64_t count);

// Integers, rounded to the nearest float; a bool is 0 or 1.
void ck_dequantize_i8(float *out, const void *blocks, int64_t count);
void ck_dequantize_i16(float *out, const void *blocks, int64_t count);
void ck_dequantize_i32(float *out, const void *blocks, int64_t count);
void ck_dequantize_i64(float *out, const void *blocks, int64_t count);
void ck_dequantize_u8(float *out, const void *blocks, int64_t count);
void ck_dequantize_u16(float *out, const void *blocks, int64_t count);
void ck_dequantize_u32(float *out, const void *blocks, int64_t count);
void ck_dequantize_u64(float *out, const void *blocks, int64_t count);
void ck_dequantize_bool(float *out, const void *blocks, int64_t count);

// One scale (and for `_1` one minimum) per 32 elements.
void ck_dequantize_q4_0(float *out, const void *blocks, int64_t count);
void ck_dequantize_q4_1(float *out, const void *blocks, int64_t count);
void ck_dequantize_q5_0(float *out, const void *blocks, int64_t count);
void ck_dequantize_q5_1(float *out, const void *blocks, int64_t count);
void ck_dequantize_q8_0(float *out, const void *blocks, int64_t count);

// K-quants: scales of scales over 256 elements.
void ck_dequantize_q2_K(float *out, const void *blocks, int64_t count);
void ck_dequantize_q3_K(float *out, const void *blocks, int64_t count);
void ck_dequantize_q4_K(float *out, const void *blocks, int64_t count);
void ck_dequantize_q5_K(float *out, const void *blocks, int64_t count);
void ck_dequantize_q6_K(float *out, const void *blocks, int64_t count);
void ck_dequantize_q8_K(float *out, const void *blocks, int64_t count);

// Four bits that index a table of sixteen values.
void ck_dequantize_iq4_nl(float *out, const void *blocks, int64_t count);
void ck_dequantize_iq4_xs(float *out, const void *blocks, int64_t count);
void ck_dequantize_mxfp4(float *out, const void *blocks, int64_t count);

// Ternary: -1, 0 or 1 times a scale.
void ck_dequantize_tq1_0(float *out, const void *blocks, int64_t count);
void ck_dequantize_tq2_0(float *out, const void *blocks, int64_t count);

// Encoders. F16 and BF16 round to nearest, ties to even. The others store the scale as F16 and, to
// the byte, what ggml's reference quantisers store; a NaN among the values becomes the lowest code.
void ck_quantize_f16(void *blocks, const float *in, int64_t count);
void ck_quantize_bf16(void *blocks, const float *in, int64_t count);
void ck_quantize_q4_0(void *blocks, const float *in, int64_t count);
void ck_quantize_q4_1(void *blocks, const float *in, int64_t count);
void ck_quantize_q5_0(void *blocks, const float *in, int64_t count);
void ck_quantize_q5_1(void *blocks, const float *in, int64_t count);
void ck_quantize_q8_0(void *blocks, const float *in, int64_t count);

#ifdef __cplusplus
}
#endif

#pragma clang assume_nonnull end

#endif
