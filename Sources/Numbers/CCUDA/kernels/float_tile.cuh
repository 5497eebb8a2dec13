// Tiles of floats in shared memory, for the products and the attention of training.
#pragma once
#include "dialect.cuh"

/// Four consecutive floats, those from `left` on as zeros; one load where the address is `aligned`
/// to 16 bytes.
DEVICE float4 load_four(const float *from, int left, bool aligned) {
    if (aligned && left >= 4) return *reinterpret_cast<const float4 *>(from);
    return make_float4(
        left > 0 ? from[0] : 0, left > 1 ? from[1] : 0, left > 2 ? from[2] : 0,
        left > 3 ? from[3] : 0);
}

/// Writes four consecutive floats, of which the first `left` exist.
DEVICE void store_four(float *to, float4 x, int left, bool aligned) {
    if (aligned && left >= 4) {
        *reinterpret_cast<float4 *>(to) = x;
        return;
    }
    if (left > 0) to[0] = x.x;
    if (left > 1) to[1] = x.y;
    if (left > 2) to[2] = x.z;
    if (left > 3) to[3] = x.w;
}

/// Whether every row of a matrix can be read four floats at a time.
DEVICE bool is_aligned(const float *start, int stride) {
    return reinterpret_cast<unsigned long long>(start) % 16 == 0 && stride % 4 == 0;
}
