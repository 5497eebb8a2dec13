// Rotates heads of floats by their rows' positions; backward, by the negative angles.
//
// Launch: grid (rows, heads), 32 threads.
#include "dialect.cuh"

/// x: [rows, heads · dimension], in place: (a, b) of columns (i, i + pairs) becomes
/// (a·cos - b·sin, b·cos + a·sin). position: [rows], a row's position in `angles`, or -1 - its
/// position in `long_angles`. Both: [2 · positions, pairs], cosines, then sines.
KERNEL(32)
rotate_float(
    float *x, int stride, const int *position, const float *angles, const float *long_angles,
    int positions, int pairs, int dimension, float sign) {
    float *head = x + static_cast<long long>(blockIdx.x) * stride + blockIdx.y * dimension;
    const int place = position[blockIdx.x];
    const long long at = place < 0 ? -1 - place : place;
    const float *cosines = (place < 0 ? long_angles : angles) + at * pairs;
    const float *sines = cosines + static_cast<long long>(positions) * pairs;
    for (int i = threadIdx.x; i < pairs; i += 32) {
        const float a = head[i], b = head[i + pairs], c = cosines[i], s = sign * sines[i];
        head[i] = fmaf(a, c, -(b * s));
        head[i + pairs] = fmaf(b, c, a * s);
    }
}
