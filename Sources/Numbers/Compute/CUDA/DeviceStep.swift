import CUDA

/// The rows of a step on a GPU, written at its beginning with one copy.
///
/// All are 32-bit integers: five lists with room for a step's most rows, how attention is cut, for
/// each of the layers' windows, and the block tables.
final class DeviceStep {
    /// The lists, in the order in which they lie.
    private enum List: Int, CaseIterable {
        case tokens, positions, tableStarts, angles, outputs
    }

    /// Entries on the GPU, of one kernel.
    struct Entries {
        let start: DevicePointer
        let count: Int
    }

    /// How the attention of layers with one window is cut.
    struct Attention {
        var single: Entries
        var several: Entries
        var combine: Entries
    }

    /// Rows and outputs, padding rows included.
    private(set) var rowCount = 0
    private(set) var outputCount = 0
    /// Changes when the memory is allocated anew, so that kept pointers are no longer valid.
    private(set) var generation = 0
    /// Partial results of attention, joined by `attention_combine`.
    private(set) var partials: DeviceMemory

    private let rows: Int
    private let slotBytes: Int
    private let budget: MemoryBudget
    private var memory: DeviceMemory
    private var staging: PinnedMemory
    /// Recorded after the last copy; once reached, ``staging`` may be written again.
    private let copied: Event
    /// Numbers that both have room for.
    private var capacity: Int
    /// Numbers written of this step.
    private var count = 0
    private(set) var attention: [Attention] = []

    /// - Parameter slotBytes: Bytes of one row's part of attention.
    init(rows: Int, slotBytes: Int, _ budget: MemoryBudget) throws {
        (self.rows, self.slotBytes, self.budget) = (rows, slotBytes, budget)
        partials = try budget.allocate(slotBytes, for: "attention")
        capacity = List.allCases.count * rows + 4_096
        memory = try budget.allocate(capacity * 4, for: "steps")
        staging = try PinnedMemory(capacity * 4, in: budget.context)
        copied = try budget.context.makeEvent()
    }

    var tokens: DevicePointer { pointer(.tokens) }
    var positions: DevicePointer { pointer(.positions) }
    /// Where each row's block numbers begin in ``tables``.
    var tableStarts: DevicePointer { pointer(.tableStarts) }
    /// Each row's line in the tables of cosines and sines.
    var angles: DevicePointer { pointer(.angles) }
    /// The rows that are asked for.
    var outputs: DevicePointer { pointer(.outputs) }
    private(set) var tables = DevicePointer.null

    private var entriesStart: Int { List.allCases.count * rows }

    private func pointer(_ list: List) -> DevicePointer {
        DevicePointer(memory, at: list.rawValue * rows * 4)
    }

    /// Copies a batch to the GPU, once the last one's copy is over.
    ///
    /// - Parameter filled: Total rows; those past the batch are padding and use `spareBlock`.
    func write(
        _ batch: TokenBatch, _ rotary: RotaryTable, _ plans: [AttentionPlan],
        filled: (rows: Int, spareBlock: Int)? = nil, on stream: Stream
    ) throws {
        // The last copy may still wait in the stream, and would read the numbers of this step.
        try copied.synchronize()
        let entries = plans.reduce(0) { $0 + $1.single.count + $1.several.count + $1.combine.count }
        try reserve(entriesStart + entries + batch.tables.count + 1)
        try reserve(slots: plans.map(\.slots).max() ?? 0)
        writeRows(batch, rotary, count: filled?.rows ?? batch.rows.count)
        outputCount = filled?.rows ?? batch.outputs.count
        count = entriesStart
        attention = plans.map { plan in
            Attention(
                single: append(plan.single, width: AttentionPlan.entryWidth),
                several: append(plan.several, width: AttentionPlan.entryWidth),
                combine: append(plan.combine, width: AttentionPlan.combineWidth))
        }
        tables = append(batch.tables + [Int32(filled?.spareBlock ?? 0)], width: 1).start
        try memory.write(
            UnsafeRawBufferPointer(rebasing: staging.bytes[..<(count * 4)]), on: stream)
        try copied.record(on: stream)
    }

    private func writeRows(_ batch: TokenBatch, _ rotary: RotaryTable, count: Int) {
        let numbers = staging.values(of: Int32.self)
        func put(_ list: List, _ index: Int, _ number: Int) {
            numbers[list.rawValue * rows + index] = Int32(number)
        }
        for (index, row) in batch.rows.enumerated() {
            put(.tokens, index, Int(row.token))
            put(.positions, index, row.position)
            put(.tableStarts, index, row.table)
            put(.angles, index, rotary.index(of: row))
        }
        for index in batch.rows.count..<count {
            for list in [List.tokens, .positions, .angles] { put(list, index, 0) }
            put(.tableStarts, index, batch.tables.count)
            put(.outputs, index, 0)
        }
        for (index, row) in batch.outputs.enumerated() { put(.outputs, index, row) }
        rowCount = count
    }

    private func append(_ list: [Int32], width: Int) -> Entries {
        let numbers = staging.values(of: Int32.self)
        let start = count
        for (index, number) in list.enumerated() { numbers[start + index] = number }
        count += list.count
        return Entries(start: DevicePointer(memory, at: start * 4), count: list.count / width)
    }

    /// Makes room for more numbers.
    private func reserve(_ count: Int) throws {
        guard count > capacity else { return }
        capacity = count.rounded(upTo: 4_096) * 2
        memory = try budget.allocate(capacity * 4, for: "steps")
        staging = try PinnedMemory(capacity * 4, in: budget.context)
        generation += 1
    }

    private func reserve(slots: Int) throws {
        guard slots * slotBytes > partials.byteCount else { return }
        partials = try budget.allocate(slots * slotBytes * 2, for: "attention")
        generation += 1
    }
}
