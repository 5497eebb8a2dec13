// The products against sums in double, in every kernel, and bit for bit against each other.
#include "device.h"

#include <cmath>

static int up(int x, int to) { return (x + to - 1) / to * to; }

/// W in fragment order: the host's formula of fragments.cuh.
static std::vector<bf16_bits> packed(const std::vector<bf16_bits> &w, int n, int k) {
    const int blocks = up(k, 32) / 32, tiles = up(n, 16) / 16;
    std::vector<bf16_bits> result(static_cast<size_t>(tiles) * blocks * 512);
    for (size_t i = 0; i < result.size(); i++) {
        const int e = i % 8, lane = i / 8 % 32, step = i / 256 % 2;
        const int block = i / 512 % blocks, tile = i / 512 / blocks;
        const int row = 16 * tile + lane / 4 + 8 * (e / 2 % 2);
        const int column = 32 * block + 16 * step + 2 * (lane % 4) + 8 * (e / 4) + e % 2;
        if (row < n && column < k) result[i] = w[static_cast<size_t>(row) * k + column];
    }
    return result;
}

static std::vector<bf16_bits> padded(const std::vector<bf16_bits> &x, int m, int k) {
    std::vector<bf16_bits> result(static_cast<size_t>(m) * up(k, 32));
    for (int i = 0; i < m; i++)
        memcpy(&result[static_cast<size_t>(i) * up(k, 32)], &x[static_cast<size_t>(i) * k], 2 * k);
    return result;
}

struct Product {
    int m, n, k;
    bool bias, add;
    float cap;
};

static Launch narrow_launch(const Product &p, int tiles, int depth, int batch) {
    const int slices = (up(p.k, 32) + 4095) / 4096;
    const unsigned blocks = up(up(p.n, 16) / 16, tiles) / tiles;
    const unsigned warps = slices * tiles;
    return {{blocks, 1, 1}, 32 * warps, warps * 8 * depth * (1024 + 64 * batch)};
}

static Launch wide_launch(const Product &p, int rows, int batch, unsigned threads,
                          unsigned shared) {
    const unsigned blocks = up(p.n, rows) / rows * (up(p.m, batch) / batch);
    return {{blocks, 1, 1}, threads, shared};
}

static void check(const Product &p, std::mt19937 &dice) {
    const auto x = random_bf16(static_cast<size_t>(p.m) * p.k, dice);
    const auto w = random_bf16(static_cast<size_t>(p.n) * p.k, dice);
    const auto bias = random_floats(p.n, dice);
    const auto old = random_floats(static_cast<size_t>(p.m) * p.n, dice);
    const std::vector<float> poison(old.size(), NAN);
    const Buffer<bf16_bits> dx(padded(x, p.m, p.k)), dw(packed(w, p.n, p.k));
    const Buffer<float> dbias(bias);
    const uint64_t no_bias = 0;

    std::vector<double> expected(old.size());
    for (int i = 0; i < p.m; i++)
        for (int j = 0; j < p.n; j++) {
            double sum = p.bias ? bias[j] : 0;
            for (int l = 0; l < p.k; l++)
                sum += static_cast<double>(widened(x[static_cast<size_t>(i) * p.k + l])) *
                       widened(w[static_cast<size_t>(j) * p.k + l]);
            if (p.add) sum += old[static_cast<size_t>(i) * p.n + j];
            expected[static_cast<size_t>(i) * p.n + j] =
                p.cap > 0 ? p.cap * std::tanh(sum / p.cap) : sum;
        }

    std::vector<float> first;
    const auto run = [&](const char *name, const Launch &figures, int depth) {
        const Buffer<float> y(p.add ? old : poison);
        const uint64_t b = p.bias ? dbias.address : no_bias;
        const int k = up(p.k, 32), add = p.add;
        if (depth > 0)
            launch(name, figures, y.address, dx.address, dw.address, b, p.m, p.n, k, depth, add,
                   p.cap);
        else launch(name, figures, y.address, dx.address, dw.address, b, p.m, p.n, k, add, p.cap);
        const auto got = y.values();
        const std::string what = std::string(name) + " of " + std::to_string(p.m) + " x " +
                                 std::to_string(p.n) + " x " + std::to_string(p.k);
        for (size_t i = 0; i < got.size(); i++)
            require(std::abs(got[i] - expected[i]) <= 2e-5 * std::sqrt(p.k) + 1e-5,
                    what + ": element " + std::to_string(i) + " is " + std::to_string(got[i]) +
                        ", not " + std::to_string(expected[i]));
        if (first.empty()) first = got;
        require(memcmp(got.data(), first.data(), 4 * got.size()) == 0, what + ": other bits");
    };
    if (p.m <= 8) run("gemm_narrow_8", narrow_launch(p, 1, 4, 8), 4);
    if (p.m <= 16) run("gemm_narrow_16", narrow_launch(p, 3, 1, 16), 1);
    run("gemm_wide_32x64", wide_launch(p, 32, 64, 128, 98304), 0);
    run("gemm_wide_64x128", wide_launch(p, 64, 128, 128, 49152), 0);
    run("gemm_wide_128x128", wide_launch(p, 128, 128, 128, 65536), 0);
    run("gemm_wide_128x256", wide_launch(p, 128, 256, 256, 98304), 0);
    run("gemm_warpgroup_128x256", wide_launch(p, 128, 256, 256, 196608), 0);
}

/// Gate and up at once, against a product and an activation of its own.
static void check_gated(int m, int width, int k, bool bias, std::mt19937 &dice) {
    const Product p = {m, 2 * width, k, bias, false, 0};
    const Buffer<bf16_bits> x(padded(random_bf16(static_cast<size_t>(m) * k, dice), m, k));
    const Buffer<bf16_bits> w(packed(random_bf16(static_cast<size_t>(p.n) * k, dice), p.n, k));
    const Buffer<float> b(random_floats(p.n, dice));
    const uint64_t bias_address = bias ? b.address : 0;
    const int stride = up(width, 32);
    const std::vector<float> floats(static_cast<size_t>(m) * p.n, NAN);
    const std::vector<bf16_bits> poison(static_cast<size_t>(m) * stride, 0xFFFF);
    for (const bool gelu : {false, true}) {
        const Buffer<float> y(floats);
        const Buffer<bf16_bits> apart(poison);
        launch("gemm_wide_32x64", wide_launch(p, 32, 64, 128, 98304), y.address, x.address,
               w.address, bias_address, m, p.n, up(k, 32), 0, 0.0f);
        const unsigned columns = (stride + 255) / 256, rows = m;
        launch(gelu ? "geglu" : "swiglu", {{columns, rows, 1}, 256, 0}, apart.address, y.address,
               width, stride);
        const auto run = [&](const char *name, const Launch &figures) {
            const Buffer<float> totals(floats);
            const Buffer<bf16_bits> out(poison);
            const uint64_t kept = k > 4096 ? totals.address : 0;
            launch(name, figures, out.address, kept, x.address, w.address, bias_address, m, width,
                   up(k, 32), stride, static_cast<int>(gelu));
            require(out.values() == apart.values(), std::string(name) + ": other bits");
        };
        run("gemm_gated_64x128", wide_launch(p, 64, 128, 128, 49152));
        run("gemm_gated_128x128", wide_launch(p, 128, 128, 128, 65536));
        run("gemm_gated_128x256", wide_launch(p, 128, 256, 256, 98304));
        run("gemm_warpgroup_gated_256x128", wide_launch(p, 256, 128, 256, 196608));
    }
}

void check_gemm() {
    std::mt19937 dice(1);
    check({1, 5, 7, false, false, 0}, dice);
    check({3, 50, 100, true, true, 0}, dice);
    check({8, 16, 512, true, false, 5}, dice);
    check({13, 33, 64, false, true, 0}, dice);
    check({70, 131, 96, true, false, 0}, dice);
    check({2, 17, 4100, true, true, 0}, dice);
    check({257, 129, 33, false, true, 2}, dice);
    check_gated(70, 48, 96, true, dice);
    check_gated(3, 16, 4100, false, dice);
    check_gated(257, 112, 33, false, dice);
}
