// Products with a weight matrix for one instruction set; see ck_gemm.h and variants.h.

#include "../compute/write_sums_body.h"
#include "gemm_tile_body.h"
#include "transpose_body.h"

/// Packs `count` columns of up to 16 · `groups` rows: lane n of vector k is row n's column k, or 0
/// past `rows`.
CK_INLINE void CK(transpose_panel)(float *panel, int64_t groups, const float *w, int64_t stride,
                                   int64_t count, int64_t rows) {
    for (int64_t j = 0; j < groups; j++) {
        for (int64_t k = 0; k < count; k += 16) {
            ck_f16 r[16];
            for (int64_t i = 0; i < 16; i++) {
                const float *from = w + (j * 16 + i) * stride + k;
                if (j * 16 + i >= rows) r[i] = CK_SPLAT(0);
                else r[i] = count - k >= 16 ? CK_LOAD(from) : CK(load_part)(from, count - k, 0);
            }
            CK(transpose)(r);
            for (int64_t i = 0; i < 16 && k + i < count; i++) {
                CK_STORE(panel + ((k + i) * groups + j) * 16, r[i]);
            }
        }
    }
}

/// The tile for `rows` known only at run time: each case is its own unrolled loop.
CK_INLINE void CK(multiply_rows)(int rows, int groups, float *acc, const float *x, int64_t x_stride,
                                 const float *panel, int64_t count, int first) {
#define CK_CASE(n)                                                                                 \
    case n: return CK(gemm_tile)(n, groups, acc, x, x_stride, 1, panel, groups * 16, count, first);
    switch (rows) {
#if CK_TILE_ROWS >= 8
        CK_CASE(8)
        CK_CASE(7)
#endif
#if CK_TILE_ROWS >= 6
        CK_CASE(6)
        CK_CASE(5)
#endif
        CK_CASE(4)
        CK_CASE(3)
        CK_CASE(2)
    default:
        return CK(gemm_tile)(1, groups, acc, x, x_stride, 1, panel, groups * 16, count, first);
    }
#undef CK_CASE
}

static void CK(multiply_tile)(int rows, int groups, float *acc, const float *x, int64_t x_stride,
                              const float *panel, int64_t count, int first) {
    switch (groups) {
#if CK_TILE_GROUPS >= 3
    case 3: return CK(multiply_rows)(rows, 3, acc, x, x_stride, panel, count, first);
    case 2: return CK(multiply_rows)(rows, 2, acc, x, x_stride, panel, count, first);
#endif
    default: return CK(multiply_rows)(rows, 1, acc, x, x_stride, panel, count, first);
    }
}

/// Columns `begin..<end` of y for `m` rows; `transposed` if a row of `w` belongs to a column of y.
CK_INLINE void CK(multiply_panels)(int transposed, float *y, int64_t y_stride, const float *x,
                                   int64_t x_stride, int64_t m, const float *w, int64_t w_stride,
                                   int64_t count, const float *bias, int adding, int64_t begin,
                                   int64_t end, float *scratch) {
    int64_t chunk = count < CK_CHUNK ? count : CK_CHUNK;
    float *panel = scratch, *acc = panel + 48 * chunk;
    for (int64_t n = begin; n < end; n += CK_TILE_GROUPS * 16) {
        int64_t columns = end - n < CK_TILE_GROUPS * 16 ? end - n : CK_TILE_GROUPS * 16;
        int64_t groups = (columns + 15) / 16;
        // One chunk: a tile's sums are written at once. Several: they wait in `acc`.
        int64_t acc_stride = count > chunk ? groups * 16 : 0;
        int64_t k = 0;
        do {
            int64_t width = count - k < chunk ? count - k : chunk;
            if (transposed) {
                CK(transpose_panel)(panel, groups, w + n * w_stride + k, w_stride, width, columns);
            } else {
                CK(copy_panel)(panel, groups, w + k * w_stride + n, w_stride, width, columns);
            }
            for (int64_t i = 0; i < m; i += CK_TILE_ROWS) {
                int rows = m - i < CK_TILE_ROWS ? (int)(m - i) : CK_TILE_ROWS;
                float *sums = acc + i * acc_stride;
                CK(multiply_tile)(rows, (int)groups, sums, x + i * x_stride + k, x_stride, panel,
                                  width, k == 0);
                if (k + width < count) continue;
                for (int64_t r = 0; r < rows; r++) {
                    for (int64_t j = 0; j < groups; j++) {
                        CK(write_sums)(y + (i + r) * y_stride + n + j * 16,
                                       CK_LOAD(sums + (r * groups + j) * 16), columns - j * 16,
                                       bias ? bias + n + j * 16 : bias, adding);
                    }
                }
            }
            k += width;
        } while (k < count);
    }
}

static void CK(multiply)(float *y, int64_t y_stride, const float *x, int64_t x_stride, int64_t m,
                         const float *w, int64_t w_stride, int64_t inputs, const float *bias,
                         int adding, int64_t begin, int64_t end, float *scratch) {
    CK(multiply_panels)(1, y, y_stride, x, x_stride, m, w, w_stride, inputs, bias, adding, begin,
                        end, scratch);
}

static void CK(multiply_backward)(float *dx, int64_t dx_stride, const float *dy, int64_t dy_stride,
                                  int64_t m, const float *w, int64_t w_stride, int64_t outputs,
                                  int adding, int64_t begin, int64_t end, float *scratch) {
    CK(multiply_panels)(0, dx, dx_stride, dy, dy_stride, m, w, w_stride, outputs, 0, adding, begin,
                        end, scratch);
}
