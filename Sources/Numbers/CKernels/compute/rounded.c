#include "ck_rounded.h"
#include <string.h>

#define CK_BODY "rounded_body.h"
#include "variants.h"

int64_t ck_rounded_tiles(int64_t rows, int64_t columns) {
    return (rows + CK_ROUNDED_ROWS - 1) / CK_ROUNDED_ROWS * (columns / CK_ROUNDED_COLUMNS);
}

void ck_round_row(ck_rounded *tiles, int64_t lane, const float *x, int64_t columns, ck_isa isa) {
    CK_DISPATCH(isa, round_row, tiles, lane, x, columns)
}
