#include "cc_fragments.h"

#include <math.h>
#include <string.h>

/// Rounds to bf16, ties to even; NaN stays NaN.
static uint16_t bf16(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// Index of an element in the tiles of its 16 rows; the order of `kernels/fragments.cuh`.
static int64_t offset_of(int64_t row, int64_t column) {
    int64_t lane = row % 8 * 4 + column % 8 / 2;
    return column / 16 * 256 + lane * 8 + column % 2 + 2 * (row / 8) + 4 * (column % 16 / 8);
}

void cc_pack_fragments(uint16_t *tiles, const float *rows, int64_t stride, int64_t row_count,
                       int64_t inputs, int64_t padded) {
    memset(tiles, 0, (size_t)(16 * padded) * sizeof *tiles);
    for (int64_t row = 0; row < row_count; row++) {
        for (int64_t input = 0; input < inputs; input++)
            tiles[offset_of(row, input)] = bf16(rows[row * stride + input]);
    }
}

uint8_t cc_to_e4m3(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    uint32_t sign = bits >> 24 & 0x80;
    float size = fabsf(x);
    // Subnormals are multiples of 2^-9; rounding up to the eighth gives the first normal number.
    if (size < 0.015625f) return (uint8_t)(sign | (uint32_t)rintf(size * 512));
    uint32_t rounded = (bits & 0x7fffffff) + 0x7ffff + (bits >> 20 & 1);
    // The exponent's bias goes from 127 to 7.
    return (uint8_t)(sign | ((rounded >> 20) - (120 << 3)));
}

float cc_greatest_size(const float *numbers, int64_t count) {
    // Bits without the sign compare like the sizes, and those of NaN are the greatest.
    uint32_t most = 0;
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, numbers + i, 4);
        bits &= 0x7fffffff;
        most = bits > most ? bits : most;
    }
    float size;
    memcpy(&size, &most, 4);
    return size;
}

void cc_pack_fragments_e4m3(uint16_t *tiles, const float *scales, const float *rows, int64_t stride,
                            int64_t row_count, int64_t inputs, int64_t padded) {
    memset(tiles, 0, (size_t)(16 * padded));
    for (int64_t row = 0; row < row_count; row++) {
        const float *values = rows + row * stride;
        for (int64_t input = 0; input < inputs; input++) {
            // E4M3 ends at 448, and cc_to_e4m3 takes no more.
            float scaled = fminf(fmaxf(values[input] / scales[row], -448), 448);
            tiles[offset_of(row, input / 2)] |=
                (uint16_t)((uint32_t)cc_to_e4m3(scaled) << 8 * (input % 2));
        }
    }
}
