// Rounds activations to fp8 (E4M3), with a scale for each row.
//
// Launch: a block a row, 256 threads.
#include "block.cuh"

/// Rounds a number of at most 448 to E4M3 (four bits of exponent, three of mantissa), ties to even.
DEVICE unsigned char to_e4m3(float x) {
    const unsigned bits = float_to_bits(x), sign = bits >> 24 & 0x80;
    const float size = fabsf(x);
    // Subnormals are multiples of 2^-9; rounding up to the eighth gives the first normal number.
    if (size < 0.015625f) return sign | (unsigned)rintf(size * 512.0f);
    const unsigned rounded = (bits & 0x7fffffff) + 0x7ffff + (bits >> 20 & 1);
    // The exponent's bias goes from 127 to 7.
    return sign | ((rounded >> 20) - (120 << 3));
}

/// y: E4M3 [rows, columns], whose columns from `width` on become 0. x: bf16 [rows, stride].
/// scale: [rows], the row's greatest absolute value / 448; 1 if all are 0; infinite if a number is
/// NaN, so that no product of the row is finite.
KERNEL(256)
round_to_fp8(
    unsigned char *y, float *scale, const bf16 *x, int width, int stride, int columns) {
    const bf16 *row = x + (long long)blockIdx.x * stride;
    float most = 0;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        const float size = fabsf(bf16_to_float(row[i]));
        most = fmaxf(most, size == size ? size : bits_to_float(0x7f800000));
    }
    most = block_max(most);
    const float unit = most > 0 ? most / 448.0f : 1.0f;
    if (threadIdx.x == 0) scale[blockIdx.x] = unit;
    unsigned char *target = y + (long long)blockIdx.x * columns;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        target[i] = i < width ? to_e4m3(fminf(fmaxf(bf16_to_float(row[i]) / unit, -448.0f), 448.0f))
                              : 0;
}
