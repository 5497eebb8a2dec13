// The products of training against sums in double, in every tile, and bit for bit against each
// other; of floats, and of floats rounded to bf16.
#include "device.h"

#include <cmath>

namespace {

struct Matrix {
    int rows, width, stride;
    std::vector<float> floats;

    Matrix(int rows, int width, int gap, std::mt19937 &dice)
        : rows(rows), width(width), stride(width + gap),
          floats(random_floats(static_cast<size_t>(rows) * stride, dice)) {}
    double at(int row, int column) const {
        return floats[static_cast<size_t>(row) * stride + column];
    }
    /// The same as a product reads it.
    double at(int row, int column, bool bf16) const {
        if (!bf16) return at(row, column);
        const uint32_t x = bits(row, column);
        return widened(static_cast<bf16_bits>((x + 0x7FFF + (x >> 16 & 1)) >> 16));
    }
    /// The same of weights.
    double weight(int row, int column, bool bf16) const {
        if (!bf16) return at(row, column);
        const uint32_t dither = row * 0xC13FA9A9u + column * 0x91E10DA5u;
        return widened(static_cast<bf16_bits>((bits(row, column) + (dither >> 16)) >> 16));
    }

private:
    uint32_t bits(int row, int column) const {
        const auto value = static_cast<float>(at(row, column));
        uint32_t bits;
        memcpy(&bits, &value, 4);
        return bits;
    }
};

Launch tiled(int rows, int columns, int tile, bool bf16) {
    const unsigned x = (columns + tile - 1) / tile, y = (rows + tile - 1) / tile;
    const unsigned bytes = bf16 ? 320 * tile : 256 * (tile + 4);
    return {{x, y, 1}, tile == 128 ? 256u : 128u, bytes};
}

/// Runs `body` for each tile; results must be near `expected` and the same bits.
template <class Expected, class Body>
void check(const Matrix &y, const std::string &what, const Expected &expected, const Body &body) {
    std::vector<float> first;
    for (const int tile : {64, 128}) {
        const Buffer<float> out(y.floats);
        body(out.address, tile);
        const auto got = out.values();
        for (int row = 0; row < y.rows; row++)
            for (int column = 0; column < y.stride; column++) {
                const float found = got[static_cast<size_t>(row) * y.stride + column];
                const double wanted =
                    column < y.width ? expected(row, column) : y.at(row, column);
                require(std::abs(found - wanted) <= 1e-4 * (1 + std::abs(wanted)),
                        what + " " + std::to_string(row) + ", " +
                            std::to_string(column) + ": " + std::to_string(found) + ", not " +
                            std::to_string(wanted));
            }
        if (first.empty()) first = got;
        require(memcmp(got.data(), first.data(), 4 * got.size()) == 0,
                what + ": other bits");
    }
}

void check_product(int m, int n, int k, int gap, bool bias, bool adding, bool bf16,
                   std::mt19937 &dice) {
    const std::string kind = bf16 ? "gemm_bf16" : "gemm_float";
    const Matrix x(m, k, gap, dice), w(n, k, gap, dice), y(m, n, gap, dice), b(1, n, 0, dice);
    const Buffer<float> dx(x.floats), dw(w.floats), db(b.floats), dy(y.floats);
    check(
        y, kind,
        [&](int i, int j) {
            double sum = (bias ? b.at(0, j) : 0) + (adding ? y.at(i, j) : 0);
            for (int l = 0; l < k; l++) sum += x.at(i, l, bf16) * w.weight(j, l, bf16);
            return sum;
        },
        [&](uint64_t out, int tile) {
            launch((kind + "_" + std::to_string(tile)).c_str(), tiled(m, n, tile, bf16), out, y.stride,
                   dx.address, x.stride, dw.address, w.stride, bias ? db.address : 0ull, m, n, k,
                   static_cast<int>(adding));
        });
    check(
        x, kind + "_backward",
        [&](int i, int l) {
            double sum = adding ? x.at(i, l) : 0;
            for (int j = 0; j < n; j++) sum += y.at(i, j, bf16) * w.weight(j, l, bf16);
            return sum;
        },
        [&](uint64_t out, int tile) {
            launch((kind + "_backward_" + std::to_string(tile)).c_str(), tiled(m, k, tile, bf16), out,
                   x.stride, dy.address, y.stride, dw.address, w.stride, m, n, k,
                   static_cast<int>(adding));
        });
    // Blocks of 50 rows, and one of a single row.
    std::vector<int> bounds = {0, 1};
    for (int row = 1; row < m; row += 50) bounds.insert(bounds.end(), {row, std::min(row + 50, m)});
    const Buffer<int> blocks(bounds);
    const int count = static_cast<int>(bounds.size() / 2);
    check(
        w, kind + "_weights",
        [&](int j, int l) {
            double sum = 0;
            for (int i = 0; i < m; i++) sum += y.at(i, j, bf16) * x.at(i, l, bf16);
            return w.at(j, l) + 0.5 * sum;
        },
        [&](uint64_t out, int tile) {
            const std::string name = kind + "_weights_" + std::to_string(tile);
            Launch figures = tiled(n, k, tile, bf16);
            // With the small tile one block after the other; with the large one side by side.
            if (tile == 64) {
                launch(name.c_str(), figures, out, w.stride, dy.address, y.stride, dx.address,
                       x.stride, blocks.address, count, n, k, 0.5f);
                return;
            }
            const Buffer<float> parts(std::vector<float>(static_cast<size_t>(count) * n * k, NAN));
            figures.grid[2] = count;
            launch(name.c_str(), figures, parts.address, k, dy.address, y.stride, dx.address,
                   x.stride, blocks.address, 0, n, k, 0.5f);
            const unsigned columns = (k + 127) / 128, rows = n;
            launch("add_sums", {{columns, rows, 1}, 128, 0}, out, w.stride, parts.address, count, k,
                   0.5f);
        });
}

} // namespace

void check_gemm_float() {
    std::mt19937 dice(4);
    for (const bool bf16 : {false, true}) {
        check_product(1, 5, 7, 0, false, false, bf16, dice);
        check_product(70, 131, 33, 3, true, true, bf16, dice);
        check_product(129, 64, 40, 0, true, false, bf16, dice);
        check_product(130, 136, 60, 4, false, true, bf16, dice);
        check_product(3, 2, 2100, 0, true, true, bf16, dice);
    }
}
