/// Sixteen-bit floats to float32 and back, without special instructions so that loops vectorise.
#ifndef CK_FP16_H
#define CK_FP16_H

#include <stdint.h>
#include <string.h>

static inline float ck_float_from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t ck_bits_from_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint16_t ck_load_u16(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t ck_load_u32(const uint8_t *bytes) {
    return (uint32_t)ck_load_u16(bytes) | (uint32_t)ck_load_u16(bytes + 2) << 16;
}

static inline void ck_store_u16(uint8_t *bytes, uint16_t value) {
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
}

/// Widens fp16 to float32, exactly.
///
/// The fields are moved to float32's bits, then scaled by 2 to the difference of the exponents'
/// biases (127 - 15), which also makes subnormals right; infinities and NaNs get a full exponent.
static inline float ck_f16_to_f32(uint16_t fp16) {
    uint32_t magnitude = (uint32_t)(fp16 & 0x7FFF) << 13;
    uint32_t bits = ck_bits_from_float(ck_float_from_bits(magnitude) * 0x1p112f);
    bits |= magnitude >= 0x0F800000 ? 0x7F800000 : 0;
    return ck_float_from_bits(bits | (uint32_t)(fp16 & 0x8000) << 16);
}

/// Rounds to fp16: to nearest, ties to even; too large becomes infinite, a NaN stays one.
static inline uint16_t ck_f32_to_f16(float value) {
    uint32_t bits = ck_bits_from_float(value);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    bits &= 0x7FFFFFFF;
    if (bits > 0x7F800000) return sign | 0x7E00 | (uint16_t)(bits >> 13 & 0x3FF);
    // From 65,520 on, the nearest is infinity.
    if (bits >= 0x477FF000) return sign | 0x7C00;
    if (bits < 0x38800000) {
        // Adding 0.5 leaves a subnormal fp16 number's units (2^-24) as the last bits of the sum.
        return sign | (uint16_t)(ck_bits_from_float(ck_float_from_bits(bits) + 0.5f) - 0x3F000000);
    }
    // One addition lowers the exponent by 112, modulo 2^32, and rounds ties to even.
    bits += 0xC8000FFF + (bits >> 13 & 1);
    return sign | (uint16_t)(bits >> 13);
}

/// Widens bf16 to float32, exactly: bf16 is the upper half of float32.
static inline float ck_bf16_to_f32(uint16_t bf16) {
    return ck_float_from_bits((uint32_t)bf16 << 16);
}

/// Rounds to bf16: to nearest, ties to even; a NaN stays one.
static inline uint16_t ck_f32_to_bf16(float value) {
    uint32_t bits = ck_bits_from_float(value);
    if ((bits & 0x7FFFFFFF) > 0x7F800000) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

#endif
