#include <string.h>
#include "ck_matmul.h"

/// Layout of one block of a stored row: fp16 numbers first, then bytes.
typedef struct block_shape {
    int64_t elements;
    int64_t fp16s;
    int64_t bytes;
} block_shape;

static block_shape shape_of(ck_form form) {
    switch (form) {
    case CK_FORM_F32: return (block_shape){1, 2, 0};
    case CK_FORM_F16:
    case CK_FORM_BF16: return (block_shape){1, 1, 0};
    case CK_FORM_Q8_0: return (block_shape){32, 1, 32};
    case CK_FORM_Q4_0: return (block_shape){32, 1, 16};
    case CK_FORM_Q4_1: return (block_shape){32, 2, 16};
    default: return (block_shape){1, 0, 0};
    }
}

int64_t ck_packed_bytes(ck_form form, int64_t rows, int64_t columns) {
    block_shape shape = shape_of(form);
    int64_t groups = (rows + 15) / 16;
    return groups * 16 * (columns / shape.elements) * (shape.fp16s * 2 + shape.bytes);
}

void ck_pack(void *out, const void *stored, ck_form form, int64_t rows, int64_t columns) {
    block_shape shape = shape_of(form);
    int64_t size = shape.fp16s * 2 + shape.bytes, blocks = columns / shape.elements;
    static const uint8_t zeros[64] = {0};
    // A float is moved whole; in the other forms each fp16 number and each byte has its own vector.
    int64_t unit = form == CK_FORM_F32 ? 4 : 2, units = form == CK_FORM_F32 ? 1 : shape.fp16s;
    for (int64_t group = 0; group < (rows + 15) / 16; group++) {
        for (int64_t b = 0; b < blocks; b++) {
            uint8_t *to = (uint8_t *)out + (group * blocks + b) * size * 16;
            for (int64_t lane = 0; lane < 16; lane++) {
                int64_t row = group * 16 + lane;
                const uint8_t *from =
                    row < rows ? (const uint8_t *)stored + (row * blocks + b) * size : zeros;
                for (int64_t h = 0; h < units; h++) {
                    memcpy(to + (h * 16 + lane) * unit, from + h * unit, unit);
                }
                for (int64_t q = 0; q < shape.bytes; q++) {
                    to[shape.fp16s * 32 + q * 16 + lane] = from[shape.fp16s * 2 + q];
                }
            }
        }
    }
}
