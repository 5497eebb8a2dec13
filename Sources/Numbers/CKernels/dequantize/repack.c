/// Repacks stored blocks into the form of the integer matmul (ck_matmul_rounded.h).
#include "ck_codes.h"
#include "ck_fp16.h"
#include "ck_matmul_rounded.h"

static const ck_code_format *format_of(ck_encoding encoding) {
    switch (encoding) {
    case CK_ENCODING_Q4_0: return &ck_codes_q4_0;
    case CK_ENCODING_Q4_1: return &ck_codes_q4_1;
    case CK_ENCODING_Q5_0: return &ck_codes_q5_0;
    case CK_ENCODING_Q5_1: return &ck_codes_q5_1;
    case CK_ENCODING_Q8_0: return &ck_codes_q8_0;
    case CK_ENCODING_Q2_K: return &ck_codes_q2_K;
    case CK_ENCODING_Q3_K: return &ck_codes_q3_K;
    case CK_ENCODING_Q4_K: return &ck_codes_q4_K;
    case CK_ENCODING_Q5_K: return &ck_codes_q5_K;
    case CK_ENCODING_Q6_K: return &ck_codes_q6_K;
    case CK_ENCODING_Q8_K: return &ck_codes_q8_K;
    case CK_ENCODING_IQ4_NL: return &ck_codes_iq4_nl;
    case CK_ENCODING_IQ4_XS: return &ck_codes_iq4_xs;
    case CK_ENCODING_MXFP4: return &ck_codes_mxfp4;
    }
}

ck_quantized ck_quantized_shape(ck_encoding encoding, int64_t rows, int64_t columns) {
    const ck_code_format *format = format_of(encoding);
    return (ck_quantized){
        .rows = rows, .columns = columns, .bits = format->bits, .block = format->shared,
        .affine = format->affine, .fp16 = format->fp16, .zero = format->zero,
        .most = format->most,
    };
}

static uint8_t *put_scales(uint8_t *to, int lane, const float *scales, int count, int fp16) {
    for (int s = 0; s < count; s++) {
        if (fp16) ck_store_u16(to + (s * 16 + lane) * 2, ck_f32_to_f16(scales[s]));
        else memcpy(to + (s * 16 + lane) * 4, scales + s, 4);
    }
    return to + count * (fp16 ? 32 : 64);
}

/// Writes a row's 32 codes: four neighbouring columns in the row's lane of each 64-byte vector.
static void put_codes(uint8_t *to, int lane, const uint8_t *codes, int bits) {
    for (int j = 0; j < 32; j++) {
        // With nibbles, the first 16 columns set a byte, then the last 16 add its high half.
        int vector = j / 4, byte = lane * 4 + j % 4;
        if (bits == 8) to[vector * 64 + byte] = codes[j];
        else if (j < 16) to[vector * 64 + byte] = codes[j];
        else to[(vector - 4) * 64 + byte] |= (uint8_t)(codes[j] << 4);
    }
}

void ck_repack(void *out, const ck_quantized *shape, ck_encoding encoding, const void *stored) {
    const ck_code_format *format = format_of(encoding);
    int parts = format->elements / 32, scales = 32 / format->shared;
    int64_t row_bytes = shape->columns / format->elements * format->bytes;
    int64_t size = ck_quantized_bytes(shape) / ((shape->rows + 15) / 16) / (shape->columns / 32);
    for (int64_t row = 0; row < (shape->rows + 15) / 16 * 16; row++) {
        int lane = (int)(row % 16);
        for (int64_t b = 0; b < shape->columns / 32; b++) {
            ck_codes it = {{0}, {0}, {0}};
            if (row < shape->rows) {
                const uint8_t *block =
                    (const uint8_t *)stored + row * row_bytes + b / parts * format->bytes;
                format->read(&it, block, (int)(b % parts));
            }
            uint8_t *to = (uint8_t *)out + (row / 16 * (shape->columns / 32) + b) * size;
            to = put_scales(to, lane, it.d, scales, format->fp16);
            if (format->affine) to = put_scales(to, lane, it.m, scales, format->fp16);
            put_codes(to, lane, it.codes, format->bits);
        }
    }
}
