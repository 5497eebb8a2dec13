#include "attention_results.cuh"

// A block of threads computes an entry's rows times a key head's group of query heads; each warp
// has 16 of these.
//
// A tile's keys and values are rows in shared memory, spaced to avoid bank conflicts; the next tile
// is copied while one is used. A warp holds its queries, scores and sums of values in registers.
// Warps may share rows and split the dimensions of the values among them: each then computes the
// same scores itself, so that no warp waits for another's.
//
// Launch: grid (entries, key heads). Threads and bytes of dynamic shared memory depend on the bound
// of the head dimension, the number in the kernel's name:
//     bound   threads   dynamic shared memory   of decode: threads   memory
//        32       128                  19,520                   64   18,752
//        64       128                  44,096                  128   43,328
//        96       128                  52,288                   64   51,520
//       128       128                  76,864                  128   76,096
//       256       256                  71,712                  128   70,944

template <class S>
DEVICE void attention(bf16 *out, const bf16 *q, const bf16 *keys, const bf16 *values,
                      const int *position, const int *table, const int *tables, const int *entries,
                      float *partials, int heads, int key_heads, int dimension, int q_stride,
                      int out_stride, int window, float scale, float cap) {
    DYNAMIC_SHARED(shared);
    int *numbers = reinterpret_cast<int *>(shared + 2 * S::tile_bytes);
    HeadRow *head_rows = reinterpret_cast<HeadRow *>(numbers + 4 * S::cache_blocks);
    const Entry entry = {entries + 6 * blockIdx.x};
    const int row_count = entry.rows();
    if (row_count == 0) return;
    const int group = heads / key_heads, start = position[entry.first_row()];

    // Positions that any row of the entry sees, within the entry's range of pieces.
    const int lowest = window > 0 ? max(start - window + 1, 0) : 0;
    const CacheView cache = {
        keys,
        values,
        tables + table[entry.first_row()],
        static_cast<int>(blockIdx.y),
        key_heads,
        head_width(dimension),
        max(lowest, entry.first_piece() * piece_positions),
        min(start + row_count, entry.end_piece() * piece_positions),
    };
    const int first_tile = cache.first / S::positions;
    const int end_tile = (cache.end + S::positions - 1) / S::positions;
    // Block numbers are loaded two tiles ahead: load_tile reads them from shared memory.
    load_numbers<S>(cache, numbers, first_tile);
    load_numbers<S>(cache, numbers, first_tile + 1);
    async_commit();

    // Rows of the entry times query heads of the group, in the order of the mma rows.
    if (threadIdx.x < S::rows) {
        const int packed = threadIdx.x, row = packed / group, last = start + row;
        const int head = static_cast<int>(blockIdx.y) * group + packed % group;
        const int first = window > 0 ? last - window + 1 : 0;
        head_rows[packed] =
            row < row_count ? HeadRow{row, head, first, last} : HeadRow{-1, head, 0, -1};
    }
    async_wait<0>();
    BARRIER();
    load_tile<S>(cache, numbers, shared + first_tile % 2 * S::tile_bytes, first_tile);
    async_commit();

    const int first_of_warp = threadIdx.x / 32 / S::splits * 16;
    const bool active = first_of_warp < row_count * group;
    const HeadRow *own = head_rows + first_of_warp + threadIdx.x % 32 / 4;
    const Results results = {out, partials, own, entry, heads, dimension, out_stride};
    uint4 a[S::blocks][2];
    load_queries<S>(a, q, q_stride, head_width(dimension), own, entry.first_row());

    float o[S::value_tiles][4] = {};
    const Softmax nothing = {minus_infinity(), 0.0f};
    Softmax piece[2] = {nothing, nothing}, total[2] = {nothing, nothing};
    bool is_first = true;
    for (int tile = first_tile; tile < end_tile; tile++) {
        async_wait<0>();
        // All warps are done with the tile before, whose memory the next tile overwrites.
        BARRIER();
        if (tile + 1 < end_tile)
            load_tile<S>(cache, numbers, shared + (tile + 1) % 2 * S::tile_bytes, tile + 1);
        load_numbers<S>(cache, numbers, tile + 2);
        async_commit();
        // A warp without rows still copies tiles and takes part in every barrier.
        if (!active) continue;

        const unsigned char *here = shared + tile % 2 * S::tile_bytes;
        float s[S::score_tiles][4];
        tile_scores<S>(s, a, here, tile, own, {scale, cap});
        const float2 factor = tile_weights<S>(s, piece);
        const int split = threadIdx.x / 32 % S::splits;
        add_values<S>(o, s, factor, here + S::key_bytes + 16 * split * S::value_tiles);

        // At a piece's end its result joins the total. Between pieces the total's sums of values
        // wait in the workspace, as registers hold one set.
        const bool is_last = tile + 1 == end_tile;
        if (!is_last && (tile + 1) * S::positions % piece_positions != 0) continue;
        if (is_first) {
            total[0] = piece[0];
            total[1] = piece[1];
        } else {
            join_total<S>(o, total, piece, results);
        }
        is_first = false;
        if (is_last) break;
        store_total<S>(o, results);
#pragma unroll
        for (int i = 0; i < 4 * S::value_tiles; i++) o[i / 4][i % 4] = 0.0f;
        piece[0] = piece[1] = nothing;
    }
    async_wait<0>();

    if (entry.whole()) {
        if (active) store_output<S>(o, total, results);
        if (blockIdx.y == 0) clear_rest<S>(results);
    } else if (active) {
        store_total<S>(o, results);
        store_softmax<S>(total, results);
    }
}

#define ATTENTION(name, resident, ...)                                                             \
    KERNEL_RESIDENT((AttentionShape<__VA_ARGS__>::threads), resident)                              \
    name(bf16 *out, const bf16 *q, const bf16 *keys, const bf16 *values, const int *position,      \
         const int *table, const int *tables, const int *entries, float *partials, int heads,      \
         int key_heads, int dimension, int q_stride, int out_stride, int window, float scale,      \
         float cap) {                                                                              \
        attention<AttentionShape<__VA_ARGS__>>(out, q, keys, values, position, table, tables,      \
                                               entries, partials, heads, key_heads, dimension,     \
                                               q_stride, out_stride, window, scale, cap);          \
    }

ATTENTION(attention_32, 2, 32, 64, 4, 1)
ATTENTION(attention_64, 2, 64, 64, 4, 1)
ATTENTION(attention_96, 2, 96, 64, 4, 1)
ATTENTION(attention_128, 2, 128, 64, 4, 1)
ATTENTION(attention_256, 1, 256, 32, 4, 2)
ATTENTION(attention_decode_32, 6, 32, 64, 1, 2)
ATTENTION(attention_decode_64, 4, 64, 64, 1, 4)
ATTENTION(attention_decode_96, 4, 96, 64, 1, 2)
ATTENTION(attention_decode_128, 3, 128, 64, 1, 4)
ATTENTION(attention_decode_256, 2, 256, 32, 1, 4)
