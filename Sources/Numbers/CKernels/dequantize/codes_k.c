/// K-quants: 256 elements in sub-blocks of 16 or 32, each scaled by a small integer times the
/// block's scale.
#include "ck_blocks.h"
#include "ck_codes.h"
#include "ck_fp16.h"

/// Two bits an element. A sub-block of 16 has a byte: scale in the low nibble, minimum in the high.
static void read_q2_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q2_K *block = stored;
    float d = ck_f16_to_f32(ck_load_u16(block->d));
    float min = ck_f16_to_f32(ck_load_u16(block->min));
    for (int half = 0; half < 2; half++) {
        uint8_t scale = block->scales[2 * part + half];
        out->d[half] = d * (float)(scale & 0xF);
        out->m[half] = -(min * (float)(scale >> 4));
    }
    const uint8_t *codes = block->codes + 32 * (part / 4);
    for (int j = 0; j < 32; j++) out->codes[j] = codes[j] >> 2 * (part % 4) & 3;
}

/// The six bits of sub-block `sub`'s scale: four of the first eight bytes, two of the last four.
static inline int q3_scale(const uint8_t *scales, int sub) {
    int low = scales[sub % 8] >> 4 * (sub / 8) & 0xF;
    int high = scales[8 + sub % 4] >> 2 * (sub / 4) & 3;
    return (low | high << 4) - 32;
}

/// Two bits an element and a third in `high`, which when clear means four less.
static void read_q3_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q3_K *block = stored;
    float d = ck_f16_to_f32(ck_load_u16(block->d));
    for (int half = 0; half < 2; half++) {
        out->d[half] = d * (float)q3_scale(block->scales, 2 * part + half);
    }
    const uint8_t *codes = block->codes + 32 * (part / 4);
    for (int j = 0; j < 32; j++) {
        int low = codes[j] >> 2 * (part % 4) & 3, high = block->high[j] >> part & 1;
        out->codes[j] = (uint8_t)(low | high << 2);
    }
}

/// The six-bit scale and minimum of sub-block `sub` of eight, packed in twelve bytes.
static inline void read_q4_scale(ck_codes *out, const uint8_t *packed, int sub, float d, float min) {
    int scale, least;
    if (sub < 4) {
        scale = packed[sub] & 63;
        least = packed[sub + 4] & 63;
    } else {
        scale = (packed[sub + 4] & 0xF) | packed[sub - 4] >> 6 << 4;
        least = packed[sub + 4] >> 4 | packed[sub] >> 6 << 4;
    }
    out->d[0] = d * (float)scale;
    out->m[0] = -(min * (float)least);
}

/// Four bits an element: 32 bytes hold a sub-block in their low and the next in their high nibbles.
static void read_q4_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q4_K *block = stored;
    float d = ck_f16_to_f32(ck_load_u16(block->d));
    read_q4_scale(out, block->scales, part, d, ck_f16_to_f32(ck_load_u16(block->min)));
    const uint8_t *codes = block->codes + 32 * (part / 2);
    for (int j = 0; j < 32; j++) out->codes[j] = codes[j] >> 4 * (part % 2) & 0xF;
}

/// As `q4_K`, with a fifth bit: bit `part` of `high[j]`.
static void read_q5_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q5_K *block = stored;
    float d = ck_f16_to_f32(ck_load_u16(block->d));
    read_q4_scale(out, block->scales, part, d, ck_f16_to_f32(ck_load_u16(block->min)));
    const uint8_t *codes = block->codes + 32 * (part / 2);
    for (int j = 0; j < 32; j++) {
        int high = block->high[j] >> part & 1;
        out->codes[j] = (uint8_t)((codes[j] >> 4 * (part % 2) & 0xF) | high << 4);
    }
}

/// Six bits an element: four in `low`, two in `high`; a signed byte scales each 16.
static void read_q6_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q6_K *block = stored;
    float d = ck_f16_to_f32(ck_load_u16(block->d));
    for (int half = 0; half < 2; half++) out->d[half] = d * (float)block->scales[2 * part + half];
    int quarter = part % 4;  // of 128 elements
    const uint8_t *low = block->low + 64 * (part / 4) + 32 * (quarter % 2);
    const uint8_t *high = block->high + 32 * (part / 4);
    for (int j = 0; j < 32; j++) {
        int four = low[j] >> 4 * (quarter / 2) & 0xF, two = high[j] >> 2 * quarter & 3;
        out->codes[j] = (uint8_t)(four | two << 4);
    }
}

/// A float32 scale and a signed byte an element; the sums of 16 serve dot products only.
static void read_q8_K(ck_codes *out, const void *stored, int part) {
    const ck_block_q8_K *block = stored;
    out->d[0] = ck_float_from_bits(ck_load_u32(block->d));
    for (int j = 0; j < 32; j++) out->codes[j] = (uint8_t)(block->codes[32 * part + j] + 128);
}

const ck_code_format ck_codes_q2_K = {
    .elements = 256, .bytes = 84, .bits = 4, .shared = 16, .affine = 1, .most = 3,
    .read = read_q2_K,
};
const ck_code_format ck_codes_q3_K = {
    .elements = 256, .bytes = 110, .bits = 4, .shared = 16, .zero = 4, .most = 7,
    .read = read_q3_K,
};
const ck_code_format ck_codes_q4_K = {
    .elements = 256, .bytes = 144, .bits = 4, .shared = 32, .affine = 1, .most = 15,
    .read = read_q4_K,
};
const ck_code_format ck_codes_q5_K = {
    .elements = 256, .bytes = 176, .bits = 8, .shared = 32, .affine = 1, .most = 31,
    .read = read_q5_K,
};
const ck_code_format ck_codes_q6_K = {
    .elements = 256, .bytes = 210, .bits = 8, .shared = 16, .zero = 32, .most = 63,
    .read = read_q6_K,
};
const ck_code_format ck_codes_q8_K = {
    .elements = 256, .bytes = 292, .bits = 8, .shared = 32, .zero = 128, .most = 255,
    .read = read_q8_K,
};
