// Attention against sums in double, and bit for bit however its work is cut.
#include "device.h"

#include <algorithm>
#include <cmath>

namespace {

struct Model {
    int heads, key_heads, dimension, window;
    float cap;
};

/// Consecutive rows of a sequence, the first at position `start`.
struct Chunk {
    int start, rows;
};

struct Entry {
    int first_row, rows, first_piece, end_piece, slot, whole;
};

struct Joint {
    int row, slot, step, pieces;
};

/// A step's operands on the host, and what they make.
struct Step {
    Model model;
    std::vector<bf16_bits> q, keys, values;
    std::vector<int> position, table, tables;
    int out_stride;

    int width() const { return model.heads * model.dimension; }
    size_t index(int row, int p, int key_head) const {
        const int block = tables[table[row] + p / 16];
        return ((static_cast<size_t>(block) * model.key_heads + key_head) * 16 + p % 16) *
               model.dimension;
    }
    int first_seen(int p) const { return model.window > 0 ? std::max(0, p - model.window + 1) : 0; }
};

constexpr bf16_bits poison = 0xFFFF;

/// Every sequence has its own blocks, out of order; what no row of the step sees is poison.
Step make_step(const Model &model, const std::vector<Chunk> &chunks, std::mt19937 &dice) {
    Step step = {model, {}, {}, {}, {}, {}, {}, (model.heads * model.dimension + 31) / 32 * 32};
    int blocks = 0;
    for (const Chunk &chunk : chunks) {
        const int count = (chunk.start + chunk.rows + 15) / 16;
        for (int i = 0; i < chunk.rows; i++) {
            step.position.push_back(chunk.start + i);
            step.table.push_back(static_cast<int>(step.tables.size()));
        }
        for (int i = 0; i < count; i++) step.tables.push_back(blocks + count - 1 - i);
        blocks += count;
    }
    step.q = random_bf16(step.position.size() * step.width(), dice);
    const size_t cache = static_cast<size_t>(blocks) * model.key_heads * 16 * model.dimension;
    step.keys.assign(cache, poison);
    step.values.assign(cache, poison);
    int row = 0;
    for (const Chunk &chunk : chunks) {
        const int first = step.first_seen(chunk.start), end = chunk.start + chunk.rows;
        for (int p = first; p < end; p++)
            for (int h = 0; h < model.key_heads; h++) {
                const auto k = random_bf16(model.dimension, dice);
                const auto v = random_bf16(model.dimension, dice);
                std::copy(k.begin(), k.end(), step.keys.begin() + step.index(row, p, h));
                std::copy(v.begin(), v.end(), step.values.begin() + step.index(row, p, h));
            }
        // Blocks that nobody sees any more may be gone.
        for (int block = 0; block < first / 16; block++)
            step.tables[step.table[row] + block] = 0x7FFFFFFF;
        row += chunk.rows;
    }
    return step;
}

std::vector<double> reference(const Step &step, float scale) {
    const Model &model = step.model;
    std::vector<double> out(step.position.size() * step.width());
    for (size_t row = 0; row < step.position.size(); row++)
        for (int head = 0; head < model.heads; head++) {
            const int p = step.position[row], key_head = head / (model.heads / model.key_heads);
            const bf16_bits *q = &step.q[row * step.width() + head * model.dimension];
            std::vector<double> weights;
            double sum = 0;
            for (int at = step.first_seen(p); at <= p; at++) {
                double score = 0;
                for (int d = 0; d < model.dimension; d++)
                    score += static_cast<double>(widened(q[d])) *
                             widened(step.keys[step.index(row, at, key_head) + d]);
                score *= scale;
                if (model.cap > 0) score = model.cap * std::tanh(score / model.cap);
                weights.push_back(std::exp(score));
                sum += weights.back();
            }
            for (int d = 0; d < model.dimension; d++) {
                double value = 0;
                for (size_t i = 0; i < weights.size(); i++) {
                    const int at = step.first_seen(p) + static_cast<int>(i);
                    value += weights[i] * widened(step.values[step.index(row, at, key_head) + d]);
                }
                out[row * step.width() + head * model.dimension + d] = value / sum;
            }
        }
    return out;
}

struct Bound {
    int dimension;
    unsigned threads, decode_threads, shared;
};

const Bound bounds[] = {{32, 128, 64, 19520},
                        {64, 128, 128, 44096},
                        {96, 128, 64, 52288},
                        {128, 128, 128, 76864},
                        {256, 256, 128, 71712}};

/// How the work is cut.
struct Cut {
    bool decode, pieces;
};

/// Entries of at most `most` rows, whole or piece by piece.
void cut_work(const Step &step, const std::vector<Chunk> &chunks, int most, bool by_pieces,
              std::vector<Entry> &entries, std::vector<Joint> &joints, int &slots) {
    int first_row = 0;
    slots = 0;
    for (const Chunk &chunk : chunks) {
        for (int i = 0; i < chunk.rows; i += most) {
            const int rows = std::min(most, chunk.rows - i), p = chunk.start + i;
            const int first = step.first_seen(p) / 512, end = (p + rows - 1) / 512 + 1;
            const int row = first_row + i;
            if (!by_pieces || end - first == 1) {
                entries.push_back({row, rows, first, end, slots, 1});
                slots += rows;
                continue;
            }
            for (int j = 0; j < rows; j++)
                joints.push_back({row + j, slots + j, rows, end - first});
            for (int piece = first; piece < end; piece++, slots += rows)
                entries.push_back({row, rows, piece, piece + 1, slots, 0});
        }
        first_row += chunk.rows;
    }
    entries.push_back({0, 0, 0, 0, 0, 0});
    joints.push_back({0, 0, 0, 0});
}

std::vector<bf16_bits> run(const Step &step, const std::vector<Chunk> &chunks, Cut cut,
                           float scale) {
    const Model &model = step.model;
    const int group = model.heads / model.key_heads;
    std::vector<Entry> entries;
    std::vector<Joint> joints;
    int slots = 0;
    const int most = cut.decode ? 16 / group : 64 / group;
    cut_work(step, chunks, most, cut.pieces, entries, joints, slots);

    const Buffer<bf16_bits> q(step.q), keys(step.keys), values(step.values);
    const Buffer<int> position(step.position), table(step.table), tables(step.tables);
    const Buffer<Entry> work(entries);
    const Buffer<Joint> joint(joints);
    const Buffer<float> partials(
        std::vector<float>(static_cast<size_t>(slots) * model.heads * (model.dimension + 2), NAN));
    const Buffer<bf16_bits> out(
        std::vector<bf16_bits>(step.position.size() * step.out_stride, poison));

    const Bound *bound = bounds;
    while (bound->dimension < model.dimension) bound++;
    const std::string name =
        (cut.decode ? "attention_decode_" : "attention_") + std::to_string(bound->dimension);
    const Launch figures = {{static_cast<unsigned>(entries.size()),
                             static_cast<unsigned>(model.key_heads), 1},
                            cut.decode ? bound->decode_threads : bound->threads,
                            bound->shared - (cut.decode ? 768 : 0)};
    launch(name.c_str(), figures, out.address, q.address, keys.address, values.address,
           position.address, table.address, tables.address, work.address, partials.address,
           model.heads, model.key_heads, model.dimension, step.width(), step.out_stride,
           model.window, scale, model.cap);
    launch("attention_combine",
           {{static_cast<unsigned>(joints.size()), static_cast<unsigned>(model.heads + 3) / 4, 1},
            128,
            0},
           out.address, partials.address, joint.address, model.heads, model.dimension,
           step.out_stride);
    return out.values();
}

void check(const Model &model, const std::vector<Chunk> &chunks, std::mt19937 &dice) {
    const Step step = make_step(model, chunks, dice);
    const float scale = 1 / std::sqrt(static_cast<float>(model.dimension));
    const auto expected = reference(step, scale);
    const std::string what = "attention of dimension " + std::to_string(model.dimension) + ", " +
                             std::to_string(model.heads) + " heads, window " +
                             std::to_string(model.window);
    std::vector<bf16_bits> first;
    const auto compare = [&](Cut cut) {
        const auto got = run(step, chunks, cut, scale);
        for (size_t row = 0; row < step.position.size(); row++)
            for (int i = 0; i < step.out_stride; i++) {
                const float value = widened(got[row * step.out_stride + i]);
                const double wanted = i < step.width() ? expected[row * step.width() + i] : 0;
                require(std::abs(value - wanted) <= 0.004 + 0.008 * std::abs(wanted),
                        what + ": row " + std::to_string(row) + ", column " + std::to_string(i) +
                            " is " + std::to_string(value) + ", not " + std::to_string(wanted));
            }
        if (first.empty()) first = got;
        require(memcmp(got.data(), first.data(), 2 * got.size()) == 0, what + ": other bits");
    };
    compare({false, false});
    compare({false, true});
    if (model.heads / model.key_heads > 16) return;
    compare({true, false});
    compare({true, true});
}

} // namespace

void check_attention() {
    std::mt19937 dice(2);
    check({4, 2, 8, 0, 0}, {{0, 5}, {30, 1}, {63, 2}}, dice);
    check({3, 1, 16, 20, 0}, {{0, 40}, {100, 3}}, dice);
    check({6, 2, 64, 0, 20}, {{0, 25}, {500, 30}, {1030, 1}}, dice);
    check({3, 3, 80, 600, 0}, {{1100, 2}, {7, 1}}, dice);
    check({8, 1, 128, 0, 0}, {{505, 9}}, dice);
    check({20, 1, 40, 0, 0}, {{0, 4}}, dice);
    check({2, 1, 256, 100, 50}, {{510, 3}, {40, 1}}, dice);
}
