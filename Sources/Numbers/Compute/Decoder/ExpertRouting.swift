import Foundation
import Models

/// Which rows of a step go to which experts.
///
/// A row takes a *slot* with each of its experts; the slots of one expert follow each other, in the
/// order of rows, so that its matrices are applied to all of them at once. Each expert's slots
/// begin with a tile of their own.
final class ExpertRouting {
    let options: ModelConfiguration.Experts
    /// The number of slots of each expert is a multiple of this.
    let tile: Int

    /// The row at each slot; `nil` at those that only fill a tile.
    private(set) var rows: [Int?]
    /// The slots that each expert has.
    private(set) var slots: [Range<Int>]
    /// Slots in use, with those that only fill tiles.
    private(set) var extent = 0
    /// For each row, its experts in the order of their numbers, `options.used` of them.
    private(set) var chosen: [Int]
    /// For each row, its slots with those experts.
    private(set) var slotsOfRow: [Int]
    /// How many rows each expert has.
    private var counts: [Int]

    /// - Parameter rows: Most rows of a step.
    init(_ options: ModelConfiguration.Experts, rows: Int, tile: Int) {
        (self.options, self.tile) = (options, tile)
        let pairs = rows * options.used
        self.rows = Array(repeating: nil, count: pairs + options.count * tile)
        slots = Array(repeating: 0..<0, count: options.count)
        chosen = Array(repeating: 0, count: pairs)
        slotsOfRow = Array(repeating: 0, count: pairs)
        counts = Array(repeating: 0, count: options.count)
    }

    /// Most slots that a step can have.
    var slotCount: Int { rows.count }

    /// Chooses each row's experts by the router's outputs, `options.count` of each row, makes these
    /// the experts' shares, and gives out the slots.
    func route(_ count: Int, _ shares: UnsafeMutablePointer<Float>) {
        for row in 0..<count { choose(row, shares + row * options.count) }
        for expert in counts.indices { counts[expert] = 0 }
        for index in 0..<count * options.used { counts[chosen[index]] += 1 }
        layOut()
        for index in 0..<count * options.used {
            let expert = chosen[index]
            let slot = slots[expert].upperBound
            slots[expert] = slots[expert].lowerBound..<slot + 1
            slotsOfRow[index] = slot
            rows[slot] = index / options.used
        }
    }

    /// Gives each expert an empty range that begins with a tile.
    private func layOut() {
        extent = 0
        for expert in slots.indices {
            slots[expert] = extent..<extent
            let end = extent + counts[expert].rounded(upTo: tile)
            for slot in extent..<end { rows[slot] = nil }
            extent = end
        }
    }

    /// Chooses the experts with the greatest outputs; of equal ones, the lower number.
    private func choose(_ row: Int, _ scores: UnsafeMutablePointer<Float>) {
        let first = row * options.used
        for rank in 0..<options.used {
            var best = -1
            for expert in 0..<options.count
            where !chosen[first..<first + rank].contains(expert) {
                if best < 0 || scores[expert] > scores[best] { best = expert }
            }
            chosen[first + rank] = best
        }
        chosen[first..<first + options.used].sort()
        share(scores, among: first..<first + options.used)
    }

    /// The softmax over all experts, or over the chosen ones, which then sum to one.
    private func share(_ scores: UnsafeMutablePointer<Float>, among indices: Range<Int>) {
        var greatest = -Float.infinity
        for expert in 0..<options.count { greatest = max(greatest, scores[expert]) }
        var total = 0.0
        for expert in 0..<options.count {
            scores[expert] = Float(exp(Double(scores[expert] - greatest)))
            if !options.normalisesWeights { total += Double(scores[expert]) }
        }
        if options.normalisesWeights {
            for index in indices { total += Double(scores[chosen[index]]) }
        }
        for expert in 0..<options.count { scores[expert] = Float(Double(scores[expert]) / total) }
    }
}
