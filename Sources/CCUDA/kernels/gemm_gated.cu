#include "activation.cuh"
#include "gemm_wide.cuh"

// Many rows of gate and up, and the activation at once: out = act(x · Gᵀ) * (x · Uᵀ) as bf16, the
// same bits as a product followed by `swiglu` or `geglu`, without the floats in between.
//
// W is [2 * width, k], the rows of G before those of U; width is a multiple of 16. Tiles of both are
// taken by turns, so that a warp has a column's gate and up.
//
// Launch: like gemm_wide.cu's kernel of that tile, with N = 2 * width. `y`, float [M, 2 * width],
// holds totals where there are several slices, k > 4,096; otherwise it may be null.
// out: bf16 [M, stride], whose columns from width on become zero.

struct GatedOutput {
    bf16 *out;
    float *y;
    const float *bias;
    int m, width, stride;
    bool is_gelu;

    static constexpr int pair_tiles = 1;
    DEVICE_MEMBER int tile(int i) const { return i / 2 + i % 2 * (width / 16); }

    /// The total of a slice and those before it; kept, unless it is the last.
    DEVICE_MEMBER float total(float sum, int row, int column, bool first, bool last) const {
        const long long place = static_cast<long long>(row) * 2 * width + column;
        const float total =
            first ? gemm_first_total(sum, bias, column, false, nullptr) : y[place] + sum;
        if (!last) y[place] = total;
        return total;
    }

    template <class S>
    DEVICE_MEMBER void write(float *sums, int row0, int column0, bool first, bool last) const {
#pragma unroll 1
        for (int i = threadIdx.x % 32; i < 64 * S::A; i += 32) {
            const int r = i / (8 * S::A), c = i % (8 * S::A), place = c / 16 * 32 + c % 16;
            const int row = row0 + r, column = column0 / 2 + c;
            if (row >= m || column >= width) continue;
            const float gate = total(turned<S>(sums, r, place), row, column, first, last);
            const float up =
                total(turned<S>(sums, r, place + 16), row, width + column, first, last);
            bf16 *to = out + static_cast<long long>(row) * stride;
            if (last) to[column] = float_to_bf16((is_gelu ? gelu(gate) : silu(gate)) * up);
            if (last && column < stride - width) to[width + column] = 0;
        }
    }
};

#define GEMM_GATED(name, ...)                                                                      \
    KERNEL((Shape<__VA_ARGS__>::threads))                                                          \
    name(bf16 *out, float *y, const bf16 *x, const bf16 *w, const float *bias, int m, int width,   \
         int k, int stride, int is_gelu) {                                                         \
        const GatedOutput output = {out, y, bias, m, width, stride, is_gelu != 0};                 \
        gemm_wide<Shape<__VA_ARGS__>, Brain>(output, x, w, m, 2 * width, k);                       \
    }

GEMM_GATED(gemm_gated_128x256, 2, 4, 4, 8, 1, 4)
GEMM_GATED(gemm_gated_128x128, 2, 2, 4, 8, 1, 4)
GEMM_GATED(gemm_gated_64x128, 2, 2, 2, 8, 1, 4)
