#ifndef CK_ROUNDED_H
#define CK_ROUNDED_H

#include <stdint.h>
#include "ck_isa.h"

#pragma clang assume_nonnull begin

/// Rows of one tile.
#define CK_ROUNDED_ROWS 8
/// Columns that share a scale.
#define CK_ROUNDED_COLUMNS 32

/// Activations rounded to 8 bits: 8 rows by 32 columns, x[r, k] ≈ scale[r]·codes[k/4][r][k%4].
///
/// A row's part depends on the row alone, not on its lane in the tile or on the other rows.
typedef struct ck_rounded {
    int8_t codes[8][CK_ROUNDED_ROWS][4];
    float scale[CK_ROUNDED_ROWS];
    float shift[CK_ROUNDED_ROWS];       ///< -1.5·2²³·scale, exactly
    float sum[CK_ROUNDED_ROWS];         ///< scale·total[2]
    int32_t total[3][CK_ROUNDED_ROWS];  ///< Sums of codes: the first 16 columns, the others, all.
} ck_rounded;

/// Returns the tiles that `rows` rows of `columns` columns fill; `columns` is a multiple of 32.
int64_t ck_rounded_tiles(int64_t rows, int64_t columns);

/// Rounds one row of floats into lane `row % 8` of its tiles.
///
/// Each 32 columns have the scale max|x|/127 with 16 bits of mantissa, and codes are rounded to the
/// nearest, ties to even. `tiles` is the first tile of the row's eight.
void ck_round_row(ck_rounded *tiles, int64_t lane, const float *x, int64_t columns, ck_isa isa);

#pragma clang assume_nonnull end

#endif
