/// Elements that are -1, 0 or 1 times the block's scale.
#include "ck_blocks.h"
#include "ck_dequantize.h"
#include "ck_fp16.h"

/// Writes `digits` rows of `width` elements: row n holds each byte's n-th base-3 digit, the most
/// significant first. A byte is the five digits as a fraction of 256, so multiplying by 3^n modulo
/// 256 brings digit n to the front, and one more multiplication by 3 carries it out at the top.
static inline float *expand_digits(
    float *out, const uint8_t *codes, int width, int digits, float scale) {
    uint8_t power = 1;
    for (int n = 0; n < digits; n++, power = (uint8_t)(power * 3), out += width) {
        for (int j = 0; j < width; j++) {
            uint8_t front = (uint8_t)(codes[j] * power);
            out[j] = scale * (float)((front * 3 >> 8) - 1);
        }
    }
    return out;
}

/// Five elements a byte (3^5 = 243), and four in each of the last four bytes.
void ck_dequantize_tq1_0(float *out, const void *blocks, int64_t count) {
    const ck_block_tq1_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        out = expand_digits(out, block->codes, 32, 5, d);
        out = expand_digits(out, block->codes + 32, 16, 5, d);
        out = expand_digits(out, block->tail, 4, 4, d);
    }
}

/// Two bits an element: 32 bytes hold four rows of 32.
void ck_dequantize_tq2_0(float *out, const void *blocks, int64_t count) {
    const ck_block_tq2_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        for (int row = 0; row < 8; row++, out += 32) {
            const uint8_t *codes = block->codes + 32 * (row / 4);
            int shift = 2 * (row % 4);
            for (int j = 0; j < 32; j++) out[j] = d * (float)((codes[j] >> shift & 3) - 1);
        }
    }
}
