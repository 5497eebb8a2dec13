/// Blocks of 32 with one scale: the low nibbles are elements 0 to 15, the high ones 16 to 31.
#include "ck_blocks.h"
#include "ck_codes.h"
#include "ck_fp16.h"

static inline void read_nibbles(uint8_t *codes, const uint8_t *packed) {
    for (int j = 0; j < 16; j++) {
        codes[j] = packed[j] & 0xF;
        codes[j + 16] = packed[j] >> 4;
    }
}

/// The fifth bit of each element is a bit of `high`, in the elements' order.
static inline void read_five_bits(uint8_t *codes, const uint8_t *packed, const uint8_t *high) {
    uint32_t bits = ck_load_u32(high);
    read_nibbles(codes, packed);
    for (int j = 0; j < 32; j++) codes[j] |= (uint8_t)((bits >> j & 1) << 4);
}

static void read_q4_0(ck_codes *out, const void *stored, int part) {
    const ck_block_q4_0 *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    read_nibbles(out->codes, block->codes);
}

static void read_q4_1(ck_codes *out, const void *stored, int part) {
    const ck_block_q4_1 *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    out->m[0] = ck_f16_to_f32(ck_load_u16(block->min));
    read_nibbles(out->codes, block->codes);
}

static void read_q5_0(ck_codes *out, const void *stored, int part) {
    const ck_block_q5_0 *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    read_five_bits(out->codes, block->codes, block->high);
}

static void read_q5_1(ck_codes *out, const void *stored, int part) {
    const ck_block_q5_1 *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    out->m[0] = ck_f16_to_f32(ck_load_u16(block->min));
    read_five_bits(out->codes, block->codes, block->high);
}

static void read_q8_0(ck_codes *out, const void *stored, int part) {
    const ck_block_q8_0 *block = stored;
    (void)part;
    out->d[0] = ck_f16_to_f32(ck_load_u16(block->d));
    for (int j = 0; j < 32; j++) out->codes[j] = (uint8_t)(block->codes[j] + 128);
}

const ck_code_format ck_codes_q4_0 = {
    .elements = 32, .bytes = 18, .bits = 4, .shared = 32, .fp16 = 1, .zero = 8, .most = 15,
    .read = read_q4_0,
};
const ck_code_format ck_codes_q4_1 = {
    .elements = 32, .bytes = 20, .bits = 4, .shared = 32, .fp16 = 1, .affine = 1, .most = 15,
    .read = read_q4_1,
};
const ck_code_format ck_codes_q5_0 = {
    .elements = 32, .bytes = 22, .bits = 8, .shared = 32, .fp16 = 1, .zero = 16, .most = 31,
    .read = read_q5_0,
};
const ck_code_format ck_codes_q5_1 = {
    .elements = 32, .bytes = 24, .bits = 8, .shared = 32, .fp16 = 1, .affine = 1, .most = 31,
    .read = read_q5_1,
};
const ck_code_format ck_codes_q8_0 = {
    .elements = 32, .bytes = 34, .bits = 8, .shared = 32, .fp16 = 1, .zero = 128, .most = 255,
    .read = read_q8_0,
};
