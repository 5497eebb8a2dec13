// Rotates queries and keys by their positions, and stores keys and values in the paged cache.
//
// Launch: grid (rows, heads + 2 · keyHeads), 64 threads: a block is one head of one row.
#include "head_width.cuh"
#include "norm.cuh"

/// Normalises a head in place; `bias` may be null.
template <bool centred>
DEVICE void normalise_head(
    float *head, const float *gain, const float *bias, int dimension, float epsilon) {
    const Moments found = moments<centred>(head, dimension, epsilon);
    for (int i = threadIdx.x; i < dimension; i += blockDim.x)
        head[i] = normalised(head[i], found, gain, bias, i);
    BARRIER();
}

/// Rotates the pairs of a head's first 2·pairs dimensions: (i, i + pairs), or neighbours.
DEVICE void rotate(
    float *head, const float *cosines, const float *sines, int pairs, int interleaved) {
    for (int pair = threadIdx.x; pair < pairs; pair += blockDim.x) {
        float *first = head + (interleaved ? 2 * pair : pair);
        float *second = interleaved ? first + 1 : first + pairs;
        const float a = *first, b = *second, c = cosines[pair], s = sines[pair];
        *first = fmaf(a, c, -(b * s));
        *second = fmaf(b, c, a * s);
    }
    BARRIER();
}

/// queryKeyValue: [rows, (heads + 2·keyHeads)·dimension]; queries and keys are rotated in place.
/// queries: bf16 [rows, heads·width], the copy that attention reads; a head's numbers from
/// `dimension` to its width (head_width.cuh) are zeros, here and in the cache.
/// keys, values: bf16 [block][keyHead][16][width], one layer's.
/// position, table_start: [rows], a row's position and where its block numbers begin in `tables`.
/// angles: [rows], the row of `cosines` and `sines` for each row; they have `pairs` columns.
KERNEL(64)
rotate_and_store(
    float *queryKeyValue, bf16 *queries, bf16 *keys, bf16 *values, const int *position,
    const int *table_start, const int *tables, const int *angles, const float *cosines,
    const float *sines, const float *queryGain, const float *queryBias, const float *keyGain,
    const float *keyBias, float epsilon, int centred, int heads, int keyHeads, int dimension,
    int pairs, int interleaved) {
    const int row = blockIdx.x, index = blockIdx.y;
    float *head = queryKeyValue
        + ((long long)row * (heads + 2 * keyHeads) + index) * dimension;
    const int width = head_width(dimension);
    bf16 *target = queries + ((long long)row * heads + index) * width;
    if (index < heads + keyHeads) {
        const bool isQuery = index < heads;
        const float *gain = isQuery ? queryGain : keyGain;
        const float *bias = isQuery ? queryBias : keyBias;
        if (gain && centred) normalise_head<true>(head, gain, bias, dimension, epsilon);
        if (gain && !centred) normalise_head<false>(head, gain, bias, dimension, epsilon);
        const long long angle = (long long)angles[row] * pairs;
        rotate(head, cosines + angle, sines + angle, pairs, interleaved);
    }
    if (index >= heads) {
        const int keyHead = (index - heads) % keyHeads;
        const long long block = tables[table_start[row] + position[row] / 16];
        target = index < heads + keyHeads ? keys : values;
        target += ((block * keyHeads + keyHead) * 16 + position[row] % 16) * width;
    }
    for (int i = threadIdx.x; i < width; i += blockDim.x)
        target[i] = i < dimension ? float_to_bf16(head[i]) : 0;
}
