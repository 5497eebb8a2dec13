// Attention of training on tensor cores, backward, as attention_float_backward.cu. See
// attention_bf16.cuh.
#include "attention_bf16.cuh"

/// Launch: grid (tiles of 64 queries, heads), 128 threads, 384 · S::stride bytes. Arguments as for
/// attend_query_gradient.
template <class S>
DEVICE void attend_query_gradient_bf16(
    float *d_qkv, int d_stride, AttentionGradient x, const int *tiles, AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    bf16 *queries = reinterpret_cast<bf16 *>(shared);
    bf16 *gradients = queries + S::rows * S::stride;
    bf16 *key_tile = gradients + S::rows * S::stride;
    bf16 *value_tile = key_tile + S::others * S::stride;
    const int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4, first = threadIdx.x / 32 * 16;
    const int head = blockIdx.y, dimension = options.dimension;
    const QueryTile tile = query_tile(tiles);
    const float *keys = x.qkv + (options.heads + options.key_head(head)) * dimension;
    const float *values = keys + options.key_heads * dimension;
    const auto query_row = [&](int i) { return i < tile.count ? tile.row + i : -1; };
    load_rounded<S, S::rows>(queries, x.qkv + head * dimension, x.stride, dimension, query_row);
    load_rounded<S, S::rows>(
        gradients, x.d_o + head * dimension, x.d_o_stride, dimension, query_row);
    float log_sum[2], delta[2], total[S::D / 8][4] = {};
#pragma unroll
    for (int half = 0; half < 2; ++half) {
        const long long row = tile.row + min(first + g + 8 * half, tile.count - 1);
        log_sum[half] = x.log_sum[row * x.log_stride + head];
        delta[half] = x.delta[row * options.heads + head];
    }

    const int end = tile.end();
    for (int key = tile.first_key(options.window); key < end; key += S::others) {
        const auto row_of = [&](int i) { return tile.key_row(key + i, end); };
        BARRIER();
        load_rounded<S, S::others>(key_tile, keys, x.stride, dimension, row_of);
        load_rounded<S, S::others>(value_tile, values, x.stride, dimension, row_of);
        BARRIER();
        float score[4][4], product[4][4];
        tile_products<S>(score, queries + first * S::stride, key_tile);
        tile_products<S>(product, gradients + first * S::stride, value_tile);
#pragma unroll
        for (int i = 0; i < 16; ++i) {
            const int half = i % 4 / 2, row = first + g + 8 * half;
            const int at = key + i / 4 * 8 + 2 * t + i % 2;
            const bool seen =
                row < tile.count && at < end && options.sees(tile.position + row, at);
            const float z = options.score(score[i / 4][i % 4]);
            score[i / 4][i % 4] = seen
                ? expf(z - log_sum[half]) * (product[i / 4][i % 4] - delta[half]) * options.slope(z)
                : 0;
        }
        add_products<S>(total, score, key_tile);
    }
    const float factors[2] = {options.scale, options.scale};
    store_sums<S>(
        d_qkv + head * dimension, d_stride, dimension, tile.row + first, tile.count - first, total,
        factors);
}

/// Launch: grid (tiles of 64 keys, key heads), 128 threads, 384 · S::stride + 256 bytes. Arguments
/// as for attend_key_gradient.
template <class S>
DEVICE void attend_key_gradient_bf16(
    float *d_qkv, int d_stride, AttentionGradient x, const int *tiles, const int *viewers,
    AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    bf16 *keys = reinterpret_cast<bf16 *>(shared), *values = keys + S::rows * S::stride;
    bf16 *queries = values + S::rows * S::stride, *gradients = queries + S::others * S::stride;
    float *log_sums = reinterpret_cast<float *>(gradients + S::others * S::stride);
    float *deltas = log_sums + S::others;
    const int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4, first = threadIdx.x / 32 * 16;
    const int key_head = blockIdx.y, group = options.heads / options.key_heads;
    const int dimension = options.dimension;
    const int key_column = (options.heads + key_head) * dimension;
    const int value_column = key_column + options.key_heads * dimension;
    const int *tile = tiles + 4 * blockIdx.x;
    const int start = tile[0], count = tile[1];
    const auto key_row = [&](int i) { return i < count ? start + i : -1; };
    load_rounded<S, S::rows>(keys, x.qkv + key_column, x.stride, dimension, key_row);
    load_rounded<S, S::rows>(values, x.qkv + value_column, x.stride, dimension, key_row);

    float d_key[S::D / 8][4] = {}, d_value[S::D / 8][4] = {};
    for (int head = key_head * group; head < (key_head + 1) * group; ++head)
        for (int index = tile[2]; index < tile[3]; ++index) {
            const Viewers view = viewers_at(viewers, index);
            const int last = view.end(start, count, options.window);
            for (int query = view.begin(start); query < last; query += S::others) {
                const auto row_of = [&](int i) {
                    return query + i < view.count ? view.row + query + i : -1;
                };
                BARRIER();
                load_rounded<S, S::others>(
                    queries, x.qkv + head * dimension, x.stride, dimension, row_of);
                load_rounded<S, S::others>(
                    gradients, x.d_o + head * dimension, x.d_o_stride, dimension, row_of);
                if (threadIdx.x < S::others) {
                    const long long row =
                        view.row + min(query + static_cast<int>(threadIdx.x), view.count - 1);
                    log_sums[threadIdx.x] = x.log_sum[row * x.log_stride + head];
                    deltas[threadIdx.x] = x.delta[row * options.heads + head];
                }
                BARRIER();
                float score[4][4], product[4][4];
                tile_products<S>(score, keys + first * S::stride, queries);
                tile_products<S>(product, values + first * S::stride, gradients);
#pragma unroll
                for (int i = 0; i < 16; ++i) {
                    const int key = first + g + i % 4 / 2 * 8, at = i / 4 * 8 + 2 * t + i % 2;
                    const bool seen = key < count && view.sees(query + at, start + key, options);
                    const float z = options.score(score[i / 4][i % 4]);
                    const float p = seen ? expf(z - log_sums[at]) : 0;
                    score[i / 4][i % 4] = p;
                    product[i / 4][i % 4] =
                        seen ? p * (product[i / 4][i % 4] - deltas[at]) * options.slope(z) : 0;
                }
                add_products<S>(d_value, score, gradients);
                add_products<S>(d_key, product, queries);
            }
        }
    const float scales[2] = {options.scale, options.scale}, ones[2] = {1, 1};
    store_sums<S>(
        d_qkv + key_column, d_stride, dimension, start + first, count - first, d_key, scales);
    store_sums<S>(
        d_qkv + value_column, d_stride, dimension, start + first, count - first, d_value, ones);
}

#define ATTENTION_BF16_QUERIES(name, D)                                                            \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *d_qkv, int d_stride, const float *d_o, int d_o_stride, const float *qkv,            \
        int stride, const float *log_sum, int log_stride, const float *delta, const int *tiles,    \
        int heads, int key_heads, int dimension, float scale, float cap, int window) {             \
        attend_query_gradient_bf16<AttentionTile<D>>(                                              \
            d_qkv, d_stride, {d_o, qkv, log_sum, delta, d_o_stride, stride, log_stride}, tiles,    \
            {heads, key_heads, dimension, scale, cap, window});                                    \
    }

#define ATTENTION_BF16_KEYS(name, D)                                                               \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *d_qkv, int d_stride, const float *d_o, int d_o_stride, const float *qkv,            \
        int stride, const float *log_sum, int log_stride, const float *delta, const int *tiles,    \
        const int *viewers, int heads, int key_heads, int dimension, float scale, float cap,       \
        int window) {                                                                              \
        attend_key_gradient_bf16<AttentionTile<D>>(                                                \
            d_qkv, d_stride, {d_o, qkv, log_sum, delta, d_o_stride, stride, log_stride}, tiles,    \
            viewers, {heads, key_heads, dimension, scale, cap, window});                           \
    }

ATTENTION_BF16_QUERIES(attention_bf16_queries_64, 64)
ATTENTION_BF16_QUERIES(attention_bf16_queries_128, 128)
ATTENTION_BF16_KEYS(attention_bf16_keys_64, 64)
ATTENTION_BF16_KEYS(attention_bf16_keys_128, 128)
