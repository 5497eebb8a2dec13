// Attention of training, backward: dQ by blocks of queries, dK and dV by blocks of keys. See
// attention_float.cuh.
//
//     p = exp(z - log_sum), dP = dO·Vᵀ, dZ = p · (dP - delta) · ∂z, delta = ⟨dO, o⟩
//     dQ = scale · dZ·K, dK = scale · dZᵀ·Q, dV = pᵀ·dO
#include "attention_float.cuh"

/// delta[row, head] = ⟨dO, o⟩. delta: [rows, heads].
///
/// Launch: grid (rows, heads), 32 threads.
KERNEL(32)
attention_float_delta(
    float *delta, const float *d_o, int d_o_stride, const float *o, int o_stride, int heads,
    int dimension) {
    const int row = blockIdx.x, head = blockIdx.y;
    const float *x = d_o + static_cast<long long>(row) * d_o_stride + head * dimension;
    const float *y = o + static_cast<long long>(row) * o_stride + head * dimension;
    float sum = 0;
    for (int i = threadIdx.x; i < dimension; i += 32) sum = fmaf(x[i], y[i], sum);
    sum = warp_sum(sum);
    if (threadIdx.x == 0) delta[static_cast<long long>(row) * heads + head] = sum;
}

/// Launch: grid (tiles of 4·R queries, heads), 128 threads,
/// 4 · ((8·R + 32) · S::stride + 128·R) bytes. tiles: five numbers each, see QueryTile.
template <class S>
DEVICE void attend_query_gradient(
    float *d_qkv, int d_stride, AttentionGradient x, const int *tiles, AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    float *queries = reinterpret_cast<float *>(shared);
    float *gradients = queries + S::rows * S::stride, *others = gradients + S::rows * S::stride;
    float *weights = others + 32 * S::stride;
    const int lane = threadIdx.x % 32, first = threadIdx.x / 32 * S::R, head = blockIdx.y;
    const int dimension = options.dimension, key_head = options.key_head(head);
    const QueryTile tile = query_tile(tiles);
    const float *keys = x.qkv + (options.heads + key_head) * dimension;
    const float *values = keys + options.key_heads * dimension;
    const auto query_row = [&](int i) { return i < tile.count ? tile.row + i : -1; };
    load_rows<S, S::rows>(queries, x.qkv + head * dimension, x.stride, dimension, query_row);
    load_rows<S, S::rows>(gradients, x.d_o + head * dimension, x.d_o_stride, dimension, query_row);
    float log_sum[S::R], delta[S::R], total[S::R][S::columns] = {};
#pragma unroll
    for (int r = 0; r < S::R; ++r) {
        const long long row = tile.row + min(first + r, tile.count - 1);
        log_sum[r] = x.log_sum[row * x.log_stride + head];
        delta[r] = x.delta[row * options.heads + head];
    }

    const int end = tile.end();
    for (int key = tile.first_key(options.window); key < end; key += 32) {
        const auto row_of = [&](int i) { return tile.key_row(key + i, end); };
        float product[S::R], score[S::R];
        BARRIER();
        load_rows<S, 32>(others, values, x.stride, dimension, row_of);
        BARRIER();
        row_dots<S>(
            product, gradients + first * S::stride, others + lane * S::stride, dimension);
        BARRIER();
        load_rows<S, 32>(others, keys, x.stride, dimension, row_of);
        BARRIER();
        row_dots<S>(
            score, queries + first * S::stride, others + lane * S::stride, dimension);
#pragma unroll
        for (int r = 0; r < S::R; ++r) {
            const bool seen = first + r < tile.count && key + lane < end
                && options.sees(tile.position + first + r, key + lane);
            const float z = options.score(score[r]);
            weights[32 * (first + r) + lane] = seen
                ? expf(z - log_sum[r]) * (product[r] - delta[r]) * options.slope(z)
                : 0;
        }
        warp_sync();
        add_weighted<S>(total, weights + 32 * first, others);
    }
    float factors[S::R];
#pragma unroll
    for (int r = 0; r < S::R; ++r) factors[r] = options.scale;
    store_rows<S>(
        d_qkv + head * dimension, d_stride, dimension, tile.row + first, tile.count - first, total,
        factors);
}

/// Launch: grid (tiles of 4·R keys, key heads), 128 threads,
/// 4 · ((8·R + 64) · S::stride + 256·R) bytes. tiles: first row, number of rows, first and last
/// (exclusive) of the `viewers`, of six numbers each, see Viewers.
template <class S>
DEVICE void attend_key_gradient(
    float *d_qkv, int d_stride, AttentionGradient x, const int *tiles, const int *viewers,
    AttentionOptions options) {
    DYNAMIC_SHARED(shared);
    float *keys = reinterpret_cast<float *>(shared), *values = keys + S::rows * S::stride;
    float *queries = values + S::rows * S::stride, *gradients = queries + 32 * S::stride;
    float *p_weights = gradients + 32 * S::stride, *z_weights = p_weights + 32 * S::rows;
    const int lane = threadIdx.x % 32, first = threadIdx.x / 32 * S::R, key_head = blockIdx.y;
    const int dimension = options.dimension, group = options.heads / options.key_heads;
    const int key_column = (options.heads + key_head) * dimension;
    const int value_column = key_column + options.key_heads * dimension;
    const int *tile = tiles + 4 * blockIdx.x;
    const int start = tile[0], count = tile[1];
    const auto key_row = [&](int i) { return i < count ? start + i : -1; };
    load_rows<S, S::rows>(keys, x.qkv + key_column, x.stride, dimension, key_row);
    load_rows<S, S::rows>(values, x.qkv + value_column, x.stride, dimension, key_row);

    float d_key[S::R][S::columns] = {}, d_value[S::R][S::columns] = {};
    for (int head = key_head * group; head < (key_head + 1) * group; ++head)
        for (int index = tile[2]; index < tile[3]; ++index) {
            const Viewers view = viewers_at(viewers, index);
            const int last = view.end(start, count, options.window);
            for (int query = view.begin(start); query < last; query += 32) {
                const auto row_of = [&](int i) {
                    return query + i < view.count ? view.row + query + i : -1;
                };
                BARRIER();
                load_rows<S, 32>(
                    queries, x.qkv + head * dimension, x.stride, dimension, row_of);
                load_rows<S, 32>(
                    gradients, x.d_o + head * dimension, x.d_o_stride, dimension, row_of);
                BARRIER();
                float product[S::R], score[S::R];
                row_dots<S>(
                    product, values + first * S::stride, gradients + lane * S::stride, dimension);
                row_dots<S>(
                    score, keys + first * S::stride, queries + lane * S::stride, dimension);
                const long long row = view.row + min(query + lane, view.count - 1);
                const float log_sum = x.log_sum[row * x.log_stride + head];
                const float delta = x.delta[row * options.heads + head];
#pragma unroll
                for (int r = 0; r < S::R; ++r) {
                    const bool seen = first + r < count
                        && view.sees(query + lane, start + first + r, options);
                    const float z = options.score(score[r]);
                    const float p = seen ? expf(z - log_sum) : 0;
                    p_weights[32 * (first + r) + lane] = p;
                    z_weights[32 * (first + r) + lane] =
                        seen ? p * (product[r] - delta) * options.slope(z) : 0;
                }
                warp_sync();
                add_weighted<S>(d_value, p_weights + 32 * first, gradients);
                add_weighted<S>(d_key, z_weights + 32 * first, queries);
                warp_sync();
            }
        }
    float factors[S::R];
#pragma unroll
    for (int r = 0; r < S::R; ++r) factors[r] = options.scale;
    store_rows<S>(
        d_qkv + key_column, d_stride, dimension, start + first, count - first, d_key, factors);
#pragma unroll
    for (int r = 0; r < S::R; ++r) factors[r] = 1;
    store_rows<S>(
        d_qkv + value_column, d_stride, dimension, start + first, count - first, d_value, factors);
}

#define ATTENTION_FLOAT_QUERIES(name, D, R)                                                        \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *d_qkv, int d_stride, const float *d_o, int d_o_stride, const float *qkv,            \
        int stride, const float *log_sum, int log_stride, const float *delta, const int *tiles,    \
        int heads, int key_heads, int dimension, float scale, float cap, int window) {             \
        attend_query_gradient<AttentionRows<D, R>>(                                                \
            d_qkv, d_stride, {d_o, qkv, log_sum, delta, d_o_stride, stride, log_stride}, tiles,    \
            {heads, key_heads, dimension, scale, cap, window});                                    \
    }

#define ATTENTION_FLOAT_KEYS(name, D, R)                                                           \
    KERNEL(128)                                                                                    \
    name(                                                                                          \
        float *d_qkv, int d_stride, const float *d_o, int d_o_stride, const float *qkv,            \
        int stride, const float *log_sum, int log_stride, const float *delta, const int *tiles,    \
        const int *viewers, int heads, int key_heads, int dimension, float scale, float cap,       \
        int window) {                                                                              \
        attend_key_gradient<AttentionRows<D, R>>(                                                  \
            d_qkv, d_stride, {d_o, qkv, log_sum, delta, d_o_stride, stride, log_stride}, tiles,    \
            viewers, {heads, key_heads, dimension, scale, cap, window});                           \
    }

ATTENTION_FLOAT_QUERIES(attention_float_queries_64, 64, 8)
ATTENTION_FLOAT_QUERIES(attention_float_queries_128, 128, 8)
ATTENTION_FLOAT_QUERIES(attention_float_queries_256, 256, 4)
ATTENTION_FLOAT_KEYS(attention_float_keys_64, 64, 8)
ATTENTION_FLOAT_KEYS(attention_float_keys_128, 128, 8)
ATTENTION_FLOAT_KEYS(attention_float_keys_256, 256, 2)
