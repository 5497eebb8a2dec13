/// Widens blocks of codes and scales to float32.
#include "ck_codes.h"
#include "ck_dequantize.h"

// Products and sums must round one by one, as in the files' reference results.
#pragma STDC FP_CONTRACT OFF

static inline void widen(const ck_code_format *format, float *out, const uint8_t *block,
                         int64_t count) {
    for (int64_t i = 0; i < count; i += format->elements, block += format->bytes) {
        for (int part = 0; part < format->elements / 32; part++, out += 32) {
            ck_codes it;
            format->read(&it, block, part);
            for (int j = 0; j < 32; j++) {
                int half = format->shared == 16 ? j / 16 : 0;
                float value = it.d[half] * (float)(it.codes[j] - format->zero);
                out[j] = format->affine ? value + it.m[half] : value;
            }
        }
    }
}

#define CK_DEQUANTIZE(type)                                                                        \
    void ck_dequantize_##type(float *out, const void *blocks, int64_t count) {                     \
        widen(&ck_codes_##type, out, blocks, count);                                               \
    }

CK_DEQUANTIZE(q4_0)
CK_DEQUANTIZE(q4_1)
CK_DEQUANTIZE(q5_0)
CK_DEQUANTIZE(q5_1)
CK_DEQUANTIZE(q8_0)
CK_DEQUANTIZE(q2_K)
CK_DEQUANTIZE(q3_K)
CK_DEQUANTIZE(q4_K)
CK_DEQUANTIZE(q5_K)
CK_DEQUANTIZE(q6_K)
CK_DEQUANTIZE(q8_K)
CK_DEQUANTIZE(iq4_nl)
CK_DEQUANTIZE(iq4_xs)
CK_DEQUANTIZE(mxfp4)
