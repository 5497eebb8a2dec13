// Attention over a paged cache: a row's result is the same bits however the work is cut.
//
// Memory
//   q       bf16 [T, q_stride]: query head h of row r at r * q_stride + h * width.
//   keys, values  bf16 [block][key head][16 positions][width].
//   position, table  int [T]; position p of row r's sequence lies in block
//           tables[table[r] + p / 16] at slot p % 16.
//   out     bf16 [T, out_stride]: head h at h * dimension; columns past the last become zero.
//   partials  float [slots][heads][dimension + 2]: sums of values, then maximum and sum of weights.
// dimension and out_stride are even; width is dimension rounded up to a multiple of 8, with zeros.
//
// Order of summation: a function of the row's position alone. Positions are visited in tiles,
// aligned at multiples of their size (64, or 32 where the dimension is over 128), and in pieces of
// 512, aligned likewise. In a piece an online softmax starts anew; pieces join in ascending order.
//
// Work
//   entries int [entries][6]: { first row, rows, first piece, end piece, slot, whole }.
//   An entry is `rows` consecutive rows of one sequence, at consecutive positions, and a range of
//   pieces. Rows times group (heads / key heads) fill the kernel's mma rows: at most 64 for
//   attention_*, at most 16 for attention_decode_*. An entry of 0 rows is skipped.
//   - whole: the range is all pieces that a row sees, from max(0, p - window + 1) / 512 of the
//     first row (0 without a window) to p / 512 + 1 of the last; `out` is written. With more than
//     one piece it needs slots `slot ..< slot + rows`.
//   - not whole: one piece. Its partial result goes to slots `slot ..< slot + rows`; then
//     attention_combine joins a row's pieces, whose slots lie at equal distances.
#pragma once

#include "head_width.cuh"

static constexpr int piece_positions = 512, cache_block = 16;

/// State of a row's online softmax: the greatest score (times log2 e), and the sum of weights
/// relative to it.
///
/// The maximum is minus infinity until a position is visible.
struct Softmax {
    float maximum, sum;
};

/// Factors of the two sums of values that are joined.
struct Join {
    float total, piece;
};

/// Joins a later piece's softmax to a total; returns the factors of their sums of values.
DEVICE Join join(Softmax &total, Softmax piece) {
    // Infinity minus infinity would be NaN, so an empty side is handled apart.
    if (piece.maximum == minus_infinity()) return {1.0f, 0.0f};
    if (total.maximum == minus_infinity()) {
        total = piece;
        return {0.0f, 1.0f};
    }
    const float maximum = fmaxf(total.maximum, piece.maximum);
    const Join factor = {exp2_fast(total.maximum - maximum), exp2_fast(piece.maximum - maximum)};
    total = {maximum, total.sum * factor.total + piece.sum * factor.piece};
    return factor;
}

DEVICE float joined(float total, float piece, Join factor) {
    return total * factor.total + piece * factor.piece;
}

/// Divides a sum of values by the sum of weights; 0 if nothing was visible, never minus zero.
DEVICE float normalised(float value, Softmax total) {
    return total.sum > 0.0f ? value / total.sum + 0.0f : 0.0f;
}

DEVICE float *partial_of(float *partials, int slot, int head, int heads, int dimension) {
    return partials + (static_cast<long long>(slot) * heads + head) * (dimension + 2);
}
