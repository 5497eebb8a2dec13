// Attention of training, forward: o = softmax(scale · q·Kᵀ)·V, and the logarithm of each softmax's
// denominator. See attention_float.cuh.
#include "attention_float.cuh"

/// Launch: grid (tiles of 4·R queries, heads), 128 threads,
/// 4 · ((4·R + 32) · S::stride + 128·R) bytes. tiles: five numbers each, see QueryTile.
template <class S>
DEVICE void attend_float(
    float *o, int o_stride, float *log_sum, int log_stride, const float *qkv, int stride,
    const int *tiles, AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    float *queries = reinterpret_cast<float *>(shared);
    float *others = queries + S::rows * S::stride, *weights = others + 32 * S::stride;
    const int lane = threadIdx.x % 32, first = threadIdx.x / 32 * S::R, head = blockIdx.y;
    const int dimension = options.dimension, key_head = options.key_head(head);
    const QueryTile tile = query_tile(tiles);
    const float *keys = qkv + (options.heads + key_head) * dimension;
    const float *values = keys + options.key_heads * dimension;
    load_rows<S, S::rows>(queries, qkv + head * dimension, stride, dimension, [&](int i) {
        return i < tile.count ? tile.row + i : -1;
    });

    float maximum[S::R], sum[S::R], total[S::R][S::columns] = {};
#pragma unroll
    for (int r = 0; r < S::R; ++r) maximum[r] = minus_infinity(), sum[r] = 0;
    const int end = tile.end();
    for (int key = tile.first_key(options.window); key < end; key += 32) {
        const auto row_of = [&](int i) { return tile.key_row(key + i, end); };
        BARRIER();
        load_rows<S, 32>(others, keys, stride, dimension, row_of);
        BARRIER();
        float score[S::R];
        row_dots<S>(
            score, queries + first * S::stride, others + lane * S::stride, dimension);
#pragma unroll
        for (int r = 0; r < S::R; ++r) {
            const bool seen =
                key + lane < end && options.sees(tile.position + first + r, key + lane);
            const float z = seen ? options.score(score[r]) : minus_infinity();
            const float most = fmaxf(maximum[r], warp_max(z));
            const float weight = seen ? expf(z - most) : 0;
            const float kept = maximum[r] == most ? 1 : expf(maximum[r] - most);
            maximum[r] = most;
            sum[r] = fmaf(sum[r], kept, warp_sum(weight));
#pragma unroll
            for (int c = 0; c < S::columns; ++c) total[r][c] *= kept;
            weights[32 * (first + r) + lane] = weight;
        }
        BARRIER();
        load_rows<S, 32>(others, values, stride, dimension, row_of);
        BARRIER();
        add_weighted<S>(total, weights + 32 * first, others);
    }
    float factors[S::R];
#pragma unroll
    for (int r = 0; r < S::R; ++r) {
        factors[r] = 1 / sum[r];
        if (lane == 0 && first + r < tile.count)
            log_sum[static_cast<long long>(tile.row + first + r) * log_stride + head] =
                maximum[r] + logf(sum[r]);
    }
    store_rows<S>(
        o + head * dimension, o_stride, dimension, tile.row + first, tile.count - first, total,
        factors);
}

#define ATTENTION_FLOAT(name, D, R)                                                                \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *o, int o_stride, float *log_sum, int log_stride, const float *qkv, int stride,      \
        const int *tiles, int heads, int key_heads, int dimension, float scale, float cap,         \
        int window) {                                                                              \
        attend_float<AttentionRows<D, R>>(                                                         \
            o, o_stride, log_sum, log_stride, qkv, stride, tiles,                                  \
            {heads, key_heads, dimension, scale, cap, window});                                    \
    }

ATTENTION_FLOAT(attention_float_64, 64, 8)
ATTENTION_FLOAT(attention_float_128, 128, 8)
ATTENTION_FLOAT(attention_float_256, 256, 4)
