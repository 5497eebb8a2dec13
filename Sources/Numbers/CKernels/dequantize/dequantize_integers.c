#include <string.h>

#include "ck_dequantize.h"

#define CK_DEQUANTIZE_INTEGER(name, type)                                           \
    void ck_dequantize_##name(float *out, const void *blocks, int64_t count) {      \
        const uint8_t *bytes = blocks;                                              \
        for (int64_t i = 0; i < count; i++) {                                       \
            type value;                                                             \
            memcpy(&value, bytes + (int64_t)sizeof value * i, sizeof value);        \
            out[i] = (float)value;                                                  \
        }                                                                           \
    }

CK_DEQUANTIZE_INTEGER(i8, int8_t)
CK_DEQUANTIZE_INTEGER(i16, int16_t)
CK_DEQUANTIZE_INTEGER(i32, int32_t)
CK_DEQUANTIZE_INTEGER(i64, int64_t)
CK_DEQUANTIZE_INTEGER(u8, uint8_t)
CK_DEQUANTIZE_INTEGER(u16, uint16_t)
CK_DEQUANTIZE_INTEGER(u32, uint32_t)
CK_DEQUANTIZE_INTEGER(u64, uint64_t)

void ck_dequantize_bool(float *out, const void *blocks, int64_t count) {
    const uint8_t *bytes = blocks;
    for (int64_t i = 0; i < count; i++) out[i] = bytes[i] != 0;
}
