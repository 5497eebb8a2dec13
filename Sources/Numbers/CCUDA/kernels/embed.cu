// x = scale · the embedding of each row's token.
//
// Launch: a block a row, 128 threads.
#include "fragments.cuh"

/// x: [rows, width]. table: [V, width] in fragment order (see fragments.cuh), `columns` wide with
/// its padding. token: [rows], each a token below V, or -1 - i for `drawn[i]`: a token drawn in the
/// step before, which the host has not read yet.
KERNEL(128)
embed(
    float *x, const bf16 *table, const int *token, const int *drawn, int width, int columns,
    float scale) {
    const int row = blockIdx.x;
    const int id = token[row] < 0 ? drawn[-1 - token[row]] : token[row];
    for (int column = threadIdx.x; column < width; column += blockDim.x) {
        const float value = bf16_to_float(table[fragment_index(id, column, columns)]);
        x[(long long)row * width + column] = scale * value;
    }
}
