/// Blocks of 32 with one scale: the low nibbles are elements 0 to 15, the high ones 16 to 31.
#include "ck_blocks.h"
#include "ck_dequantize.h"
#include "ck_half.h"

void ck_dequantize_q4_0(float *out, const void *blocks, int64_t count) {
    const ck_block_q4_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        for (int j = 0; j < 16; j++) {
            out[j] = d * (float)((block->codes[j] & 0xF) - 8);
            out[j + 16] = d * (float)((block->codes[j] >> 4) - 8);
        }
    }
}

void ck_dequantize_q4_1(float *out, const void *blocks, int64_t count) {
    const ck_block_q4_1 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        float min = ck_f16_to_f32(ck_load_u16(block->min));
        for (int j = 0; j < 16; j++) {
            out[j] = d * (float)(block->codes[j] & 0xF) + min;
            out[j + 16] = d * (float)(block->codes[j] >> 4) + min;
        }
    }
}

/// The fifth bit of each element is a bit of `high`, in the elements' order.
void ck_dequantize_q5_0(float *out, const void *blocks, int64_t count) {
    const ck_block_q5_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        uint32_t high = ck_load_u32(block->high);
        for (int j = 0; j < 16; j++) {
            int first = (int)(high >> j & 1) << 4, second = (int)(high >> (j + 16) & 1) << 4;
            out[j] = d * (float)(((block->codes[j] & 0xF) | first) - 16);
            out[j + 16] = d * (float)(((block->codes[j] >> 4) | second) - 16);
        }
    }
}

void ck_dequantize_q5_1(float *out, const void *blocks, int64_t count) {
    const ck_block_q5_1 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        float min = ck_f16_to_f32(ck_load_u16(block->min));
        uint32_t high = ck_load_u32(block->high);
        for (int j = 0; j < 16; j++) {
            int first = (int)(high >> j & 1) << 4, second = (int)(high >> (j + 16) & 1) << 4;
            out[j] = d * (float)((block->codes[j] & 0xF) | first) + min;
            out[j + 16] = d * (float)((block->codes[j] >> 4) | second) + min;
        }
    }
}

void ck_dequantize_q8_0(float *out, const void *blocks, int64_t count) {
    const ck_block_q8_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, out += CK_SMALL_BLOCK) {
        float d = ck_f16_to_f32(ck_load_u16(block->d));
        for (int j = 0; j < CK_SMALL_BLOCK; j++) out[j] = d * (float)block->codes[j];
    }
}
