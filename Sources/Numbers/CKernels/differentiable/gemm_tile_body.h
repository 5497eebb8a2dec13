// The tile of training's matrix products for one instruction set; see ck_gemm.h and variants.h.

/// acc[i][·] += Σₖ a[i, k]·panel[k][·] over `count` k, with `rows` × `groups` sums in registers.
///
/// `a[i, k]` lies at `a[i·row_step + k·k_step]`, rows of the panel `panel_step` apart. The sums
/// start at 0 if `first`, else at what `acc` holds.
CK_INLINE void CK(gemm_tile)(int rows, int groups, float *acc, const float *a, int64_t row_step,
                             int64_t k_step, const float *panel, int64_t panel_step, int64_t count,
                             int first) {
    ck_f16 c[CK_TILE_ROWS][CK_TILE_GROUPS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) {
            c[i][j] = first ? CK_SPLAT(0) : CK_LOAD(acc + (i * groups + j) * 16);
        }
    }
    for (int64_t k = 0; k < count; k++) {
        ck_f16 b[CK_TILE_GROUPS];
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) b[j] = CK_LOAD(panel + k * panel_step + j * 16);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            ck_f16 s = CK_SPLAT(a[i * row_step + k * k_step]);
#pragma clang loop unroll(full)
            for (int j = 0; j < groups; j++) c[i][j] = CK_FMA(s, b[j], c[i][j]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < groups; j++) CK_STORE(acc + (i * groups + j) * 16, c[i][j]);
    }
}

/// Copies `groups` vectors of `count` rows, `columns` floats of each row and zeros after them.
CK_INLINE void CK(copy_panel)(float *panel, int64_t groups, const float *from, int64_t stride,
                              int64_t count, int64_t columns) {
    for (int64_t k = 0; k < count; k++, from += stride) {
        for (int64_t j = 0; j < groups; j++, panel += 16) {
            // The rows are too far apart for the CPU to see that they are read one after the other.
            __builtin_prefetch((const char *)(from + j * 16) + 16 * 4 * stride);
            int64_t left = columns - j * 16;
            CK_STORE(panel, left >= 16 ? CK_LOAD(from + j * 16)
                                       : CK(load_part)(from + j * 16, left, 0));
        }
    }
}
