/// K-quants: 256 elements in sub-blocks of 16 or 32, each scaled by a small integer times the
/// block's scale.
#include "ck_blocks.h"
#include "ck_dequantize.h"
#include "ck_half.h"

/// Two bits an element. A sub-block of 16 has a byte: scale in the low nibble, minimum in the high.
void ck_dequantize_q2_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q2_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        float min = ck_f16_to_f32(ck_load_u16(block->min));
        for (int sub = 0; sub < 16; sub++, out += 16) {
            const uint8_t *codes = block->codes + 32 * (sub / 8) + 16 * (sub % 2);
            int shift = 2 * (sub % 8 / 2);
            float scale = d * (float)(block->scales[sub] & 0xF);
            float least = min * (float)(block->scales[sub] >> 4);
            for (int j = 0; j < 16; j++) out[j] = scale * (float)(codes[j] >> shift & 3) - least;
        }
    }
}

/// The six bits of sub-block `sub`'s scale: four of the first eight bytes, two of the last four.
static inline int q3_scale(const uint8_t *scales, int sub) {
    int low = scales[sub % 8] >> 4 * (sub / 8) & 0xF;
    int high = scales[8 + sub % 4] >> 2 * (sub / 4) & 3;
    return (low | high << 4) - 32;
}

/// Two bits an element and a third in `high`, which when clear means four less.
void ck_dequantize_q3_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q3_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        for (int sub = 0; sub < 16; sub++, out += 16) {
            const uint8_t *codes = block->codes + 32 * (sub / 8) + 16 * (sub % 2);
            const uint8_t *high = block->high + 16 * (sub % 2);
            int shift = 2 * (sub % 8 / 2), bit = sub / 2;
            float scale = d * (float)q3_scale(block->scales, sub);
            for (int j = 0; j < 16; j++) {
                int code = (codes[j] >> shift & 3) + 4 * (high[j] >> bit & 1) - 4;
                out[j] = scale * (float)code;
            }
        }
    }
}

/// The six-bit scale and minimum of sub-block `sub` of eight, packed in twelve bytes.
static inline void q4_scale(const uint8_t *packed, int sub, int *scale, int *min) {
    if (sub < 4) {
        *scale = packed[sub] & 63;
        *min = packed[sub + 4] & 63;
    } else {
        *scale = (packed[sub + 4] & 0xF) | packed[sub - 4] >> 6 << 4;
        *min = packed[sub + 4] >> 4 | packed[sub] >> 6 << 4;
    }
}

/// Four bits an element: 32 bytes hold a sub-block in their low and the next in their high nibbles.
void ck_dequantize_q4_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q4_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        float min = ck_f16_to_f32(ck_load_u16(block->min));
        for (int sub = 0; sub < 8; sub++, out += 32) {
            const uint8_t *codes = block->codes + 32 * (sub / 2);
            int shift = 4 * (sub % 2), scale_code, min_code;
            q4_scale(block->scales, sub, &scale_code, &min_code);
            float scale = d * (float)scale_code, least = min * (float)min_code;
            for (int j = 0; j < 32; j++) out[j] = scale * (float)(codes[j] >> shift & 0xF) - least;
        }
    }
}

/// As `q4_K`, with a fifth bit: bit `sub` of `high[j]`.
void ck_dequantize_q5_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q5_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        float min = ck_f16_to_f32(ck_load_u16(block->min));
        for (int sub = 0; sub < 8; sub++, out += 32) {
            const uint8_t *codes = block->codes + 32 * (sub / 2);
            int shift = 4 * (sub % 2), scale_code, min_code;
            q4_scale(block->scales, sub, &scale_code, &min_code);
            float scale = d * (float)scale_code, least = min * (float)min_code;
            for (int j = 0; j < 32; j++) {
                int code = (codes[j] >> shift & 0xF) | (block->high[j] >> sub & 1) << 4;
                out[j] = scale * (float)code - least;
            }
        }
    }
}

/// Six bits an element: four in `low`, two in `high`; a signed byte scales each 16.
void ck_dequantize_q6_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q6_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        for (int sub = 0; sub < 16; sub++, out += 16) {
            int part = sub % 8;  // within a half of 128 elements
            const uint8_t *low = block->low + 64 * (sub / 8) + 16 * (part % 4);
            const uint8_t *high = block->high + 32 * (sub / 8) + 16 * (part % 2);
            int low_shift = 4 * (part / 4), high_shift = 2 * (part / 2);
            float scale = d * (float)block->scales[sub];
            for (int j = 0; j < 16; j++) {
                int code = (low[j] >> low_shift & 0xF) | (high[j] >> high_shift & 3) << 4;
                out[j] = scale * (float)(code - 32);
            }
        }
    }
}

/// A float32 scale and a signed byte an element; the sums of 16 serve dot products only.
void ck_dequantize_q8_K(float *out, const void *blocks, int64_t count) {
    const ck_block_q8_K *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++, out += CK_LARGE_BLOCK) {
        float d = ck_float_from_bits(ck_load_u32(block->d));
        for (int j = 0; j < CK_LARGE_BLOCK; j++) out[j] = d * (float)block->codes[j];
    }
}
