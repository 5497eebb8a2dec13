// Attention of training, forward and backward, against sums in double; in floats and on tensor
// cores.
#include "device.h"

#include <cmath>

namespace {

struct Span {
    int row, count, prefix, prefix_count;
};

struct Shape {
    int heads, key_heads, dimension, window;
    float cap;
    float scale() const { return 1 / std::sqrt(static_cast<float>(dimension)); }
    int width() const { return (heads + 2 * key_heads) * dimension; }
};

/// The rows that a row sees, in the order of their positions.
std::vector<int> seen_by(const std::vector<Span> &spans, int row, const Shape &shape) {
    std::vector<int> rows;
    for (const Span &span : spans) {
        if (row < span.row || row >= span.row + span.count) continue;
        for (int i = 0; i < span.prefix_count; i++) rows.push_back(span.prefix + i);
        for (int i = span.row; i <= row; i++) rows.push_back(i);
    }
    if (shape.window > 0 && static_cast<int>(rows.size()) > shape.window)
        rows.erase(rows.begin(), rows.end() - shape.window);
    return rows;
}

struct Result {
    std::vector<double> o, log_sum, d_qkv;
};

Result reference(const Shape &s, const std::vector<Span> &spans, int rows,
                 const std::vector<float> &qkv, const std::vector<float> &d_o) {
    const int d = s.dimension, width = s.width(), out = s.heads * d;
    Result result = {std::vector<double>(rows * out), std::vector<double>(rows * s.heads),
                     std::vector<double>(rows * width)};
    for (int row = 0; row < rows; row++)
        for (int head = 0; head < s.heads; head++) {
            const int key_head = head / (s.heads / s.key_heads);
            const int q = row * width + head * d, kc = (s.heads + key_head) * d;
            const int vc = kc + s.key_heads * d;
            const auto seen = seen_by(spans, row, s);
            std::vector<double> p, slope;
            double sum = 0;
            for (const int key : seen) {
                double z = 0;
                for (int i = 0; i < d; i++)
                    z += static_cast<double>(qkv[q + i]) * qkv[key * width + kc + i];
                z *= s.scale();
                if (s.cap > 0) z = s.cap * std::tanh(z / s.cap);
                slope.push_back(s.cap > 0 ? 1 - z / s.cap * (z / s.cap) : 1);
                p.push_back(std::exp(z));
                sum += p.back();
            }
            result.log_sum[row * s.heads + head] = std::log(sum);
            double delta = 0;
            const auto product = [&](int key) {
                double dot = 0;
                for (int i = 0; i < d; i++)
                    dot += static_cast<double>(d_o[row * out + head * d + i]) *
                           qkv[key * width + vc + i];
                return dot;
            };
            for (size_t j = 0; j < seen.size(); j++) {
                p[j] /= sum;
                delta += p[j] * product(seen[j]);
                for (int i = 0; i < d; i++)
                    result.o[row * out + head * d + i] += p[j] * qkv[seen[j] * width + vc + i];
            }
            for (size_t j = 0; j < seen.size(); j++) {
                const int key = seen[j] * width;
                const double dz = p[j] * (product(seen[j]) - delta) * slope[j] * s.scale();
                for (int i = 0; i < d; i++) {
                    result.d_qkv[q + i] += dz * qkv[key + kc + i];
                    result.d_qkv[key + kc + i] += dz * qkv[q + i];
                    result.d_qkv[key + vc + i] += p[j] * d_o[row * out + head * d + i];
                }
            }
        }
    return result;
}

void compare(const std::vector<float> &found, const std::vector<double> &wanted, double tolerance,
             const char *what) {
    for (size_t i = 0; i < wanted.size(); i++)
        require(std::abs(found[i] - wanted[i]) <= tolerance * (1 + std::abs(wanted[i])),
                std::string(what) + " " + std::to_string(i) + ": " + std::to_string(found[i]) +
                    ", not " + std::to_string(wanted[i]));
}

/// Numbers that bf16 holds exactly, so that only weights are rounded.
std::vector<float> exact(size_t count, std::mt19937 &dice) {
    std::vector<float> result;
    for (const bf16_bits x : random_bf16(count, dice)) result.push_back(widened(x));
    return result;
}

void check(const Shape &s, const std::vector<Span> &spans, bool bf16, std::mt19937 &dice) {
    const int rows = spans.back().row + spans.back().count, out = s.heads * s.dimension;
    const auto qkv = exact(static_cast<size_t>(rows) * s.width(), dice);
    const auto d_o = exact(static_cast<size_t>(rows) * out, dice);
    const auto expected = reference(s, spans, rows, qkv, d_o);
    const int D = s.dimension <= 64 ? 64 : s.dimension <= 128 ? 128 : 256;
    if (bf16 && D == 256) return;
    const int query_rows = bf16 ? 64 : D == 256 ? 16 : 32;
    const int key_rows = bf16 ? 64 : D == 256 ? 8 : 32;
    const double tolerance = bf16 ? 1e-2 : 2e-5;

    std::vector<int> queries, keys, viewers;
    for (const Span &span : spans) {
        for (int i = 0; i < span.count; i += query_rows)
            queries.insert(queries.end(),
                           {span.row + i, std::min(query_rows, span.count - i),
                            span.prefix_count + i, span.prefix, span.prefix_count});
        for (int i = 0; i < span.count; i += key_rows) {
            const int first = static_cast<int>(viewers.size() / 6);
            for (const Span &other : spans) {
                const bool own = other.row == span.row;
                const int begin = own ? span.row : other.prefix;
                const int end = own ? span.row + span.count : other.prefix + other.prefix_count;
                if (begin >= span.row + std::min(i + key_rows, span.count) || end <= span.row + i)
                    continue;
                viewers.insert(viewers.end(), {other.row, other.count, other.prefix_count,
                                               own ? begin - other.prefix_count : begin, begin, end});
            }
            keys.insert(keys.end(), {span.row + i, std::min(key_rows, span.count - i), first,
                                     static_cast<int>(viewers.size() / 6)});
        }
    }
    const Buffer<int> query_tiles(queries), key_tiles(keys), views(viewers);
    const Buffer<float> x(qkv), g(d_o);
    const Buffer<float> o(std::vector<float>(rows * out, NAN));
    const Buffer<float> log_sum(std::vector<float>(rows * s.heads, NAN));
    const Buffer<float> delta(std::vector<float>(rows * s.heads, NAN));
    const Buffer<float> d_qkv(std::vector<float>(qkv.size(), NAN));
    const auto name = [&](const char *kernel) {
        return (bf16 ? "attention_bf16_" : "attention_float_") + (kernel + std::to_string(D));
    };
    const unsigned stride = D + 4, q = query_rows, k = key_rows;
    const unsigned shared[] = {
        bf16 ? 256u * (D + 8) : 4 * ((q + 32) * stride + 32 * q),
        bf16 ? 384u * (D + 8) : 4 * ((2 * q + 32) * stride + 32 * q),
        bf16 ? 384u * (D + 8) + 256 : 4 * ((2 * k + 64) * stride + 64 * k),
    };
    const unsigned heads = s.heads, key_heads = s.key_heads;
    launch(name("").c_str(),
           {{static_cast<unsigned>(queries.size() / 5), heads, 1}, 128, shared[0]},
           o.address, out, log_sum.address, s.heads, x.address, s.width(), query_tiles.address,
           s.heads, s.key_heads, s.dimension, s.scale(), s.cap, s.window);
    compare(o.values(), expected.o, tolerance, "o");
    compare(log_sum.values(), expected.log_sum, 2e-5, "log_sum");
    launch("attention_float_delta", {{static_cast<unsigned>(rows), heads, 1}, 32, 0},
           delta.address, g.address, out, o.address, out, s.heads, s.dimension);
    launch(name("queries_").c_str(),
           {{static_cast<unsigned>(queries.size() / 5), heads, 1}, 128, shared[1]},
           d_qkv.address, s.width(), g.address, out, x.address, s.width(), log_sum.address, s.heads,
           delta.address, query_tiles.address, s.heads, s.key_heads, s.dimension, s.scale(), s.cap,
           s.window);
    launch(name("keys_").c_str(),
           {{static_cast<unsigned>(keys.size() / 4), key_heads, 1}, 128, shared[2]},
           d_qkv.address, s.width(), g.address, out, x.address, s.width(), log_sum.address, s.heads,
           delta.address, key_tiles.address, views.address, s.heads, s.key_heads, s.dimension,
           s.scale(), s.cap, s.window);
    compare(d_qkv.values(), expected.d_qkv, tolerance, "d_qkv");
}

} // namespace

void check_attention_float() {
    std::mt19937 dice(5);
    const std::vector<Span> spans = {
        {0, 37, 0, 0}, {37, 5, 0, 37}, {42, 40, 0, 37}, {82, 1, 82, 0}, {83, 33, 83, 0},
    };
    for (const bool bf16 : {false, true}) {
        check({4, 2, 16, 0, 0}, spans, bf16, dice);
        check({3, 1, 10, 7, 0}, spans, bf16, dice);
        check({2, 2, 64, 33, 5}, spans, bf16, dice);
        check({2, 1, 80, 0, 0}, spans, bf16, dice);
        check({2, 1, 130, 20, 3}, spans, bf16, dice);
    }
}
