/// Encodes floats as stored rows. Scales and codes are rounded as by ggml's reference quantisers.
#include <math.h>

#include "ck_blocks.h"
#include "ck_dequantize.h"
#include "ck_fp16.h"

void ck_quantize_f16(void *blocks, const float *in, int64_t count) {
    uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) ck_store_u16(bytes + 2 * i, ck_f32_to_f16(in[i]));
}

void ck_quantize_bf16(void *blocks, const float *in, int64_t count) {
    uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) ck_store_u16(bytes + 2 * i, ck_f32_to_bf16(in[i]));
}

/// Returns the value furthest from zero, with its sign; of equals the first.
static inline float extreme(const float *in) {
    float furthest = 0;
    for (int j = 0; j < CK_SMALL_BLOCK; j++)
        if (fabsf(in[j]) > fabsf(furthest)) furthest = in[j];
    return furthest;
}

static inline void range(const float *in, float *min, float *max) {
    *min = *max = in[0];
    for (int j = 1; j < CK_SMALL_BLOCK; j++) {
        if (in[j] < *min) *min = in[j];
        if (in[j] > *max) *max = in[j];
    }
}

static inline float inverse(float d) { return d != 0 ? 1 / d : 0; }

/// Cuts the fraction off, within 0 and `most`; a NaN gives 0.
static inline int cut(float value, int most) {
    if (!(value > 0)) return 0;
    return value < (float)most ? (int)value : most;
}

/// The code of `value` around the centre `zero`. The product and sum round once, like a fused
/// multiply-add: double holds the product of two floats exactly.
static inline int centred(float value, float inverse_d, int zero) {
    return cut((float)((double)value * inverse_d + (zero + 0.5)), 2 * zero - 1);
}

static inline int above_min(float value, float min, float inverse_d, int most) {
    return cut((value - min) * inverse_d + 0.5f, most);
}

void ck_quantize_q4_0(void *blocks, const float *in, int64_t count) {
    ck_block_q4_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, in += CK_SMALL_BLOCK) {
        float d = extreme(in) / -8, id = inverse(d);
        ck_store_u16(block->d, ck_f32_to_f16(d));
        for (int j = 0; j < 16; j++)
            block->codes[j] = (uint8_t)(centred(in[j], id, 8) | centred(in[j + 16], id, 8) << 4);
    }
}

void ck_quantize_q4_1(void *blocks, const float *in, int64_t count) {
    ck_block_q4_1 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, in += CK_SMALL_BLOCK) {
        float min, max;
        range(in, &min, &max);
        float d = (max - min) / 15, id = inverse(d);
        ck_store_u16(block->d, ck_f32_to_f16(d));
        ck_store_u16(block->min, ck_f32_to_f16(min));
        for (int j = 0; j < 16; j++) {
            int first = above_min(in[j], min, id, 15), second = above_min(in[j + 16], min, id, 15);
            block->codes[j] = (uint8_t)(first | second << 4);
        }
    }
}

/// Splits 32 five-bit codes into nibbles and the bits above them.
static inline void store_five_bits(uint8_t *nibbles, uint8_t *high, const int *codes) {
    uint32_t bits = 0;
    for (int j = 0; j < 16; j++) {
        nibbles[j] = (uint8_t)((codes[j] & 0xF) | (codes[j + 16] & 0xF) << 4);
        bits |= (uint32_t)(codes[j] >> 4) << j | (uint32_t)(codes[j + 16] >> 4) << (j + 16);
    }
    ck_store_u16(high, (uint16_t)bits);
    ck_store_u16(high + 2, (uint16_t)(bits >> 16));
}

void ck_quantize_q5_0(void *blocks, const float *in, int64_t count) {
    ck_block_q5_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, in += CK_SMALL_BLOCK) {
        int codes[CK_SMALL_BLOCK];
        float d = extreme(in) / -16, id = inverse(d);
        ck_store_u16(block->d, ck_f32_to_f16(d));
        for (int j = 0; j < CK_SMALL_BLOCK; j++) codes[j] = centred(in[j], id, 16);
        store_five_bits(block->codes, block->high, codes);
    }
}

void ck_quantize_q5_1(void *blocks, const float *in, int64_t count) {
    ck_block_q5_1 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, in += CK_SMALL_BLOCK) {
        int codes[CK_SMALL_BLOCK];
        float min, max;
        range(in, &min, &max);
        float d = (max - min) / 31, id = inverse(d);
        ck_store_u16(block->d, ck_f32_to_f16(d));
        ck_store_u16(block->min, ck_f32_to_f16(min));
        for (int j = 0; j < CK_SMALL_BLOCK; j++) codes[j] = above_min(in[j], min, id, 31);
        store_five_bits(block->codes, block->high, codes);
    }
}

void ck_quantize_q8_0(void *blocks, const float *in, int64_t count) {
    ck_block_q8_0 *block = blocks;
    for (int64_t i = 0; i < count; i += CK_SMALL_BLOCK, block++, in += CK_SMALL_BLOCK) {
        float d = fabsf(extreme(in)) / 127, id = inverse(d);
        ck_store_u16(block->d, ck_f32_to_f16(d));
        for (int j = 0; j < CK_SMALL_BLOCK; j++) {
            float code = roundf(in[j] * id);
            block->codes[j] = (int8_t)(code > -127 ? code < 127 ? code : 127 : -127);
        }
    }
}
