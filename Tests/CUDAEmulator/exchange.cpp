// What happens when all lanes of a warp have come to an exchange.
#include "emulated_dialect.h"

namespace cuda_emulator {

void complete_sync(const Lane *) {}

void complete_shuffle(const Lane lanes[32]) {
    uint32_t values[32];
    for (int i = 0; i < 32; i++) memcpy(&values[i], lanes[i].first, 4);
    for (int i = 0; i < 32; i++)
        memcpy(lanes[i].result, &values[*static_cast<const int *>(lanes[i].second)], 4);
}

/// The two bf16 of a register, as floats, `stride` apart.
static void unpack(uint32_t pair, float *to, int stride) {
    to[0] = bits_to_float(pair << 16);
    to[stride] = bits_to_float(pair & 0xFFFF0000u);
}

/// The number that E4M3 stands for.
static float of_e4m3(unsigned code) {
    const int exponent = code >> 3 & 15, mantissa = code & 7;
    const float size = exponent == 0 ? std::ldexp(float(mantissa), -9)
                                     : std::ldexp(1.0f + mantissa / 8.0f, exponent - 7);
    return code & 0x80 ? -size : size;
}

/// The four E4M3 of a register, as floats, `stride` apart.
static void unpack_e4m3(uint32_t four, float *to, int stride) {
    for (int i = 0; i < 4; i++) to[i * stride] = of_e4m3(four >> 8 * i & 0xFF);
}

/// d += a · b for 16 x k by k x 8, from registers of 4 bytes whose numbers `unpack` gives.
template <int k_count, auto unpack> static void complete_product(const Lane lanes[32]) {
    constexpr int step = k_count / 8, half = k_count / 2;
    float a[16][k_count], b[k_count][8], d[16][8];
    for (int i = 0; i < 32; i++) {
        const int g = i / 4, t = i % 4;
        const auto ra = static_cast<const uint32_t *>(lanes[i].first);
        const auto rb = static_cast<const uint32_t *>(lanes[i].second);
        const auto rd = static_cast<const float *>(lanes[i].result);
        for (int r = 0; r < 4; r++) unpack(ra[r], &a[g + 8 * (r & 1)][step * t + half * (r >> 1)], 1);
        for (int r = 0; r < 2; r++) unpack(rb[r], &b[step * t + half * r][g], 8);
        for (int r = 0; r < 4; r++) d[g + 8 * (r >> 1)][2 * t + (r & 1)] = rd[r];
    }
    for (int row = 0; row < 16; row++)
        for (int k = 0; k < k_count; k++)
            for (int column = 0; column < 8; column++) d[row][column] += a[row][k] * b[k][column];
    for (int i = 0; i < 32; i++) {
        const auto rd = static_cast<float *>(lanes[i].result);
        for (int r = 0; r < 4; r++) rd[r] = d[i / 4 + 8 * (r >> 1)][2 * (i % 4) + (r & 1)];
    }
}

void complete_mma(const Lane lanes[32]) { complete_product<16, unpack>(lanes); }

void complete_mma_e4m3(const Lane lanes[32]) { complete_product<32, unpack_e4m3>(lanes); }

void complete_matrices(const Lane lanes[32]) {
    for (int i = 0; i < 32; i++) {
        const auto result = static_cast<uint32_t *>(lanes[i].result);
        for (int matrix = 0; matrix < 4; matrix++)
            result[matrix] = static_cast<const uint32_t *>(lanes[8 * matrix + i / 4].first)[i % 4];
    }
}

void complete_matrices_transposed(const Lane lanes[32]) {
    for (int i = 0; i < 32; i++) {
        const auto result = static_cast<uint32_t *>(lanes[i].result);
        const int g = i / 4, t = i % 4;
        for (int matrix = 0; matrix < 4; matrix++) {
            const auto upper = static_cast<const bf16 *>(lanes[8 * matrix + 2 * t].first);
            const auto lower = static_cast<const bf16 *>(lanes[8 * matrix + 2 * t + 1].first);
            result[matrix] = static_cast<uint32_t>(lower[g]) << 16 | upper[g];
        }
    }
}

} // namespace cuda_emulator
