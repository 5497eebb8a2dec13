import CUDA

/// Whole steps of decoding as graphs, one for each number of rows and of pieces of attention.
///
/// A graph has its own copy of the step's rows, at addresses that never change. A step with fewer
/// rows than the graph was made for is padded.
package final class StepGraphs {
    /// A graph and the rows that it reads.
    final class Entry {
        let step: DeviceStep
        /// The graph; nil until the step has run once.
        var graph: Graph?
        /// The step's generation when the graph was made.
        fileprivate var generation = 0

        fileprivate init(_ step: DeviceStep) { self.step = step }
    }

    /// All that the launches of a graph depend on: their grids are fixed when the graph is made.
    private struct Key: Hashable {
        let rows: Int
        let pieces: Int
    }

    /// The step that was begun last.
    private(set) var current: Entry?

    private let limits: BackendLimits
    private let windows: [Int?]
    private let group: Int
    private let slotBytes: Int
    private let budget: MemoryBudget
    private var entries: [Key: Entry] = [:]

    init(
        _ limits: BackendLimits, windows: [Int?], group: Int, slotBytes: Int, _ budget: MemoryBudget
    ) {
        (self.limits, self.windows, self.group) = (limits, windows, group)
        (self.slotBytes, self.budget) = (slotBytes, budget)
    }

    /// Begins a step if it only decodes; false if not.
    func begin(_ batch: TokenBatch, _ rotary: RotaryTable, on stream: Stream) throws -> Bool {
        let count = batch.rows.count
        // Every row is an output, so that padding rows can be outputs too.
        guard count > 0, batch.outputs.count == count, AttentionPlan.isDecoding(batch) else {
            return false
        }
        let rows = Self.rounded(count)
        guard rows <= limits.rows else { return false }
        let most = windows.map { AttentionPlan.mostPieces(batch, window: $0) }.max() ?? 1
        let key = Key(rows: rows, pieces: Self.powerOfTwo(from: most))
        let entry = try entry(key)
        let plans = windows.map {
            AttentionPlan(
                decoding: batch, rows: rows, pieces: key.pieces, window: $0, group: group)
        }
        try entry.step.write(
            batch, rotary, plans, filled: (rows, limits.blocks), on: stream)
        // The step's memory has moved: the graph would read and write the old addresses.
        if entry.generation != entry.step.generation {
            entry.graph = nil
            entry.generation = entry.step.generation
        }
        current = entry
        return true
    }

    private func entry(_ key: Key) throws -> Entry {
        if let entry = entries[key] { return entry }
        let step = try DeviceStep(rows: key.rows, slotBytes: slotBytes, budget)
        let entry = Entry(step)
        entries[key] = entry
        return entry
    }

    /// The number of rows that a graph is made for: at most an eighth more than asked, from 16 on.
    private static func rounded(_ rows: Int) -> Int {
        guard rows > 16 else { return powerOfTwo(from: rows) }
        return rows.rounded(upTo: max(4, powerOfTwo(from: rows) / 16))
    }

    private static func powerOfTwo(from number: Int) -> Int {
        number <= 1 ? 1 : 1 << (Int.bitWidth - (number - 1).leadingZeroBitCount)
    }
}
