#include "attention.cuh"

/// Joins the pieces of rows whose entries were not whole, in ascending order.
///
/// entries int [entries][4]: { row, slot of its first piece, slots from piece to piece, pieces };
/// an entry without pieces is skipped. A warp computes one head, a lane every 32nd of at most 256
/// dimensions.
///
/// Launch: grid (entries, (heads + 3) / 4), block 128.
KERNEL(128) attention_combine(bf16 *out, float *partials, const int *entries, int heads,
                              int dimension, int out_stride) {
    const int lane = threadIdx.x % 32, head = 4 * blockIdx.y + threadIdx.x / 32;
    const int *entry = entries + 4 * blockIdx.x;
    const int row = entry[0], slot = entry[1], step = entry[2], pieces = entry[3];
    if (pieces == 0) return;
    bf16 *to = out + static_cast<long long>(row) * out_stride;
    // One warp also zeroes the columns past the last head.
    if (head == heads - 1)
        for (int i = heads * dimension + lane; i < out_stride; i += 32) to[i] = 0;
    if (head >= heads) return;

    float o[8] = {};
    Softmax total = {minus_infinity(), 0.0f};
    for (int piece = 0; piece < pieces; piece++) {
        const float *from = partial_of(partials, slot + piece * step, head, heads, dimension);
        const Join factor = join(total, {from[dimension], from[dimension + 1]});
#pragma unroll
        for (int i = 0; i < 8; i++)
            if (32 * i + lane < dimension) o[i] = joined(o[i], from[32 * i + lane], factor);
    }
#pragma unroll
    for (int i = 0; i < 8; i++)
        if (32 * i + lane < dimension)
            to[head * dimension + 32 * i + lane] = float_to_bf16(normalised(o[i], total));
}
