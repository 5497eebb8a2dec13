// Attention of training on tensor cores, forward, as attention_float.cu. See attention_bf16.cuh.
#include "attention_bf16.cuh"

/// Launch: grid (tiles of 64 queries, heads), 128 threads, 256 · S::stride bytes. Arguments as for
/// attend_float.
template <class S>
DEVICE void attend_bf16(
    float *o, int o_stride, float *log_sum, int log_stride, const float *qkv, int stride,
    const int *tiles, AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    bf16 *queries = reinterpret_cast<bf16 *>(shared);
    bf16 *key_tile = queries + S::rows * S::stride;
    bf16 *value_tile = key_tile + S::others * S::stride;
    const int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4, first = threadIdx.x / 32 * 16;
    const int head = blockIdx.y, dimension = options.dimension;
    const QueryTile tile = query_tile(tiles);
    const float *keys = qkv + (options.heads + options.key_head(head)) * dimension;
    const float *values = keys + options.key_heads * dimension;
    load_rounded<S, S::rows>(queries, qkv + head * dimension, stride, dimension, [&](int i) {
        return i < tile.count ? tile.row + i : -1;
    });

    float maximum[2] = {minus_infinity(), minus_infinity()}, sum[2] = {};
    float total[S::D / 8][4] = {};
    const int end = tile.end();
    for (int key = tile.first_key(options.window); key < end; key += S::others) {
        const auto row_of = [&](int i) { return tile.key_row(key + i, end); };
        BARRIER();
        load_rounded<S, S::others>(key_tile, keys, stride, dimension, row_of);
        load_rounded<S, S::others>(value_tile, values, stride, dimension, row_of);
        BARRIER();
        float score[4][4];
        tile_products<S>(score, queries + first * S::stride, key_tile);
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const int position = tile.position + first + g + 8 * half;
            float most = minus_infinity(), added = 0;
#pragma unroll
            for (int i = 0; i < 8; ++i) {
                const int at = key + i / 2 * 8 + 2 * t + i % 2;
                float &z = score[i / 2][2 * half + i % 2];
                z = at < end && options.sees(position, at) ? options.score(z) : minus_infinity();
                most = fmaxf(most, z);
            }
            most = fmaxf(maximum[half], row_max(most));
            const float kept = maximum[half] == most ? 1 : expf(maximum[half] - most);
#pragma unroll
            for (int i = 0; i < 8; ++i) {
                float &z = score[i / 2][2 * half + i % 2];
                z = z == minus_infinity() ? 0 : expf(z - most);
                added += z;
            }
            maximum[half] = most;
            sum[half] = fmaf(sum[half], kept, row_sum(added));
#pragma unroll
            for (int n = 0; n < S::D / 8; ++n)
                total[n][2 * half] *= kept, total[n][2 * half + 1] *= kept;
        }
        add_products<S>(total, score, value_tile);
    }
    const float factors[2] = {1 / sum[0], 1 / sum[1]};
#pragma unroll
    for (int half = 0; half < 2; ++half) {
        const int row = first + g + 8 * half;
        if (t == 0 && row < tile.count)
            log_sum[static_cast<long long>(tile.row + row) * log_stride + head] =
                maximum[half] + logf(sum[half]);
    }
    store_sums<S>(
        o + head * dimension, o_stride, dimension, tile.row + first, tile.count - first, total,
        factors);
}

#define ATTENTION_BF16(name, D)                                                                    \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *o, int o_stride, float *log_sum, int log_stride, const float *qkv, int stride,      \
        const int *tiles, int heads, int key_heads, int dimension, float scale, float cap,         \
        int window) {                                                                              \
        attend_bf16<AttentionTile<D>>(                                                             \
            o, o_stride, log_sum, log_stride, qkv, stride, tiles,                                  \
            {heads, key_heads, dimension, scale, cap, window});                                    \
    }

ATTENTION_BF16(attention_bf16_64, 64)
ATTENTION_BF16(attention_bf16_128, 128)
