/// Four-bit codes that stand for unevenly spaced values.
#include "ck_blocks.h"
#include "ck_dequantize.h"
#include "ck_half.h"

/// The sixteen levels of the IQ4 types: denser around zero, as weights are.
static const int8_t iq4_levels[16] = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
};

/// Twice the values of a four-bit float (E2M1): 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives.
static const int8_t mxfp4_levels[16] = {
    0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12,
};

static inline void expand(float *out, const uint8_t *codes, const int8_t *levels, float scale) {
    for (int j = 0; j < 16; j++) {
        out[j] = scale * (float)levels[codes[j] & 0xF];
        out[j + 16] = scale * (float)levels[codes[j] >> 4];
    }
}

void ck_dequantize_iq4_nl(float *out, const void *blocks, int64_t count) {
    const ck_block_iq4_nl *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK)
        expand(out, block->codes, iq4_levels, ck_f16_to_f32(ck_load_u16(block->d)));
}

/// Eight sub-blocks of 32 with six-bit scales: four bits in `scales_low`, two in `scales_high`.
void ck_dequantize_iq4_xs(float *out, const void *blocks, int64_t count) {
    const ck_block_iq4_xs *block = blocks;
    for (int64_t i = 0; i < count; i += CK_LARGE_BLOCK, block++) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        int scales_high = ck_load_u16(block->scales_high);
        for (int sub = 0; sub < 8; sub++, out += 32) {
            int low = block->scales_low[sub / 2] >> 4 * (sub % 2) & 0xF;
            int high = scales_high >> 2 * sub & 3;
            float scale = d * (float)((low | high << 4) - 32);
            expand(out, block->codes + 16 * sub, iq4_levels, scale);
        }
    }
}

/// The scale is a power of two, 2^(exponent - 127), halved here because the levels are doubled.
void ck_dequantize_mxfp4(float *out, const void *blocks, int64_t count) {
    const ck_block_mxfp4 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        uint32_t e = block->exponent;
        float scale = ck_float_from_bits(e < 2 ? 0x00200000u << e : (e - 1) << 23);
        expand(out, block->codes, mxfp4_levels, scale);
    }
}
