#include "ck_dequantize.h"
#include "ck_fp16.h"

void ck_dequantize_f32(float *out, const void *blocks, int64_t count) {
    memcpy(out, blocks, (size_t)count * sizeof *out);
}

void ck_dequantize_f16(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) out[i] = ck_f16_to_f32(ck_load_u16(bytes + 2 * i));
}

void ck_dequantize_bf16(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) out[i] = ck_bf16_to_f32(ck_load_u16(bytes + 2 * i));
}

void ck_dequantize_f64(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) {
        double value;
        memcpy(&value, bytes + 8 * i, sizeof value);
        out[i] = (float)value;
    }
}

/// E4M3: four exponent bits with bias 7, three mantissa bits, no infinity, one NaN per sign.
///
/// In fp16's fields, whose bias is 15, the number is 2^8 times too small.
void ck_dequantize_f8_e4m3(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) {
        uint16_t fp16 = (uint16_t)((bytes[i] & 0x80) << 8 | (bytes[i] & 0x7F) << 7);
        uint32_t nan = (bytes[i] & 0x7F) == 0x7F ? 0x7FC00000 : 0;
        out[i] = ck_float_from_bits(ck_bits_from_float(ck_f16_to_f32(fp16) * 256) | nan);
    }
}

/// E5M2: the upper byte of an fp16 number.
void ck_dequantize_f8_e5m2(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) out[i] = ck_f16_to_f32((uint16_t)(bytes[i] << 8));
}
