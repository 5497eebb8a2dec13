/// Four-bit codes of unevenly spaced values, decoded by a table.
#include "ck_blocks.h"
#include "ck_codes.h"
#include "ck_fp16.h"

/// The sixteen levels of the IQ4 types: denser around zero, as weights are.
static const int8_t iq4_levels[16] = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
};

/// Twice the values of a four-bit float (E2M1): 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives.
static const int8_t mxfp4_levels[16] = {
    0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12,
};

static inline void expand(uint8_t *codes, const uint8_t *packed, const int8_t *levels, int zero) {
    for (int j = 0; j < 16; j++) {
        codes[j] = (uint8_t)(levels[packed[j] & 0xF] + zero);
        codes[j + 16] = (uint8_t)(levels[packed[j] >> 4] + zero);
    }
}

static void read_iq4_nl(ck_codes *out, const void *stored, int part) {
    const ck_block_iq4_nl *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    expand(out->codes, block->codes, iq4_levels, 128);
}

/// Eight sub-blocks of 32 with six-bit scales: four bits in `scales_low`, two in `scales_high`.
static void read_iq4_xs(ck_codes *out, const void *stored, int part) {
    const ck_block_iq4_xs *block = stored;
    int low = block->scales_low[part / 2] >> 4 * (part % 2) & 0xF;
    int high = ck_load_u16(block->scales_high) >> 2 * part & 3;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d)) * (float)((low | high << 4) - 32);
    expand(out->codes, block->codes + 16 * part, iq4_levels, 128);
}

/// The scale is a power of two, 2^(exponent - 127), halved here because the levels are doubled.
static void read_mxfp4(ck_codes *out, const void *stored, int part) {
    const ck_block_mxfp4 *block = stored;
    uint32_t e = block->exponent;
    (void)part;
    out->d[0] = ck_float_from_bits(e < 2 ? 0x00200000u << e : (e - 1) << 23);
    expand(out->codes, block->codes, mxfp4_levels, 12);
}

const ck_code_format ck_codes_iq4_nl = {
    .elements = 32, .bytes = 18, .bits = 8, .shared = 32, .fp16 = 1, .zero = 128, .most = 241,
    .read = read_iq4_nl,
};
const ck_code_format ck_codes_iq4_xs = {
    .elements = 256, .bytes = 136, .bits = 8, .shared = 32, .zero = 128, .most = 241,
    .read = read_iq4_xs,
};
const ck_code_format ck_codes_mxfp4 = {
    .elements = 32, .bytes = 17, .bits = 8, .shared = 32, .zero = 12, .most = 24,
    .read = read_mxfp4,
};
