import CUDA

/// Memory of one draw: the rows' options and entries of their penalties, here and on the GPU.
final class DeviceDraw {
    /// A list of one 32-bit number a row, after the uniforms.
    enum List: Int, CaseIterable {
        case temperature, topK, topP, minP, typicalP, repetition, presence, frequency
        case logProbability
    }

    /// Lists of one 32-bit number an entry: a token that a penalty changes.
    enum Entry: Int, CaseIterable { case token, count, original }

    private var memory: DeviceMemory
    private var staging: PinnedMemory
    /// Results: tokens, then log-probabilities.
    private var results: PinnedMemory
    /// Recorded after the results' copy; once reached, this memory is free again.
    private let done: Event
    private var count = 0
    private var entryCount = 0

    init(_ budget: MemoryBudget) throws {
        memory = try budget.allocate(4_096, for: "sampling")
        staging = try PinnedMemory(4_096, in: budget.context)
        results = try PinnedMemory(4_096, in: budget.context)
        done = try budget.context.makeEvent()
    }

    /// Whether some row has penalties.
    var isPenalised: Bool { entryCount > 0 }

    func uniforms(from row: Int) -> DevicePointer { DevicePointer(memory, at: 8 * row) }

    func list(_ list: List, from row: Int) -> DevicePointer {
        DevicePointer(memory, at: offset(list) + 4 * row)
    }

    func entries(_ entry: Entry) -> DevicePointer { DevicePointer(memory, at: offset(entry)) }

    /// Where each row's entries begin.
    func firsts(from row: Int) -> DevicePointer { DevicePointer(memory, at: firstsStart + 4 * row) }

    /// Copies the options of some rows to the GPU.
    func write(_ draws: [TokenDraw], _ budget: MemoryBudget, on stream: Stream) throws {
        count = draws.count
        entryCount = draws.reduce(0) { $0 + ($1.penalised?.tokens.count ?? 0) }
        try reserve(budget)
        fill(draws)
        try memory.write(
            UnsafeRawBufferPointer(rebasing: staging.bytes[..<byteCount]), on: stream)
    }

    /// Copies the tokens and their log-probabilities here.
    func readBack(_ tokens: DeviceMemory, on stream: Stream) throws {
        let bytes = 4 * count
        try tokens.read(
            into: UnsafeMutableRawBufferPointer(rebasing: results.bytes[..<bytes]), on: stream)
        try memory.read(
            into: UnsafeMutableRawBufferPointer(rebasing: results.bytes[bytes..<2 * bytes]),
            at: offset(.logProbability), on: stream)
        try done.record(on: stream)
    }

    /// Waits for the tokens and gives them out.
    func take(into tokens: UnsafeMutablePointer<DrawnToken>) throws {
        try done.synchronize()
        for row in 0..<count {
            tokens[row].token = results.bytes.load(fromByteOffset: 4 * row, as: Int32.self)
            tokens[row].logProbability = results.bytes.load(
                fromByteOffset: 4 * (count + row), as: Float.self)
        }
    }

    // MARK: Where everything is

    private var listsStart: Int { 8 * count }
    private var firstsStart: Int { listsStart + List.allCases.count * 4 * count }
    private var entriesStart: Int { firstsStart + 4 * (count + 1) }
    private var byteCount: Int { entriesStart + Entry.allCases.count * 4 * entryCount }

    private func offset(_ list: List) -> Int { listsStart + list.rawValue * 4 * count }

    private func offset(_ entry: Entry) -> Int { entriesStart + entry.rawValue * 4 * entryCount }

    private func reserve(_ budget: MemoryBudget) throws {
        guard byteCount > memory.byteCount || 8 * count > results.bytes.count else { return }
        let bytes = (2 * byteCount).rounded(upTo: 4_096)
        memory = try budget.allocate(bytes, for: "sampling")
        staging = try PinnedMemory(bytes, in: budget.context)
        results = try PinnedMemory(bytes, in: budget.context)
    }

    // MARK: What goes over

    private func fill(_ draws: [TokenDraw]) {
        var entries = 0
        for (row, draw) in draws.enumerated() {
            staging.bytes.storeBytes(of: draw.uniform, toByteOffset: 8 * row, as: Double.self)
            store(draw, at: row)
            storeFirst(entries, of: row)
            for (token, count) in zip(draw.penalised?.tokens ?? [], draw.penalised?.counts ?? []) {
                store(token, in: .token, at: entries)
                store(count, in: .count, at: entries)
                entries += 1
            }
        }
        storeFirst(entries, of: count)
    }

    private func store(_ draw: TokenDraw, at row: Int) {
        func store(_ list: List, _ value: Float) {
            staging.bytes.storeBytes(
                of: value, toByteOffset: offset(list) + 4 * row, as: Float.self)
        }
        let options = draw.options
        store(.temperature, Float(options.temperature))
        store(.topK, Float(bitPattern: UInt32(bitPattern: Int32(clamping: options.topK))))
        store(.topP, Float(options.topP))
        store(.minP, Float(options.minP))
        store(.typicalP, Float(options.typicalP))
        store(.repetition, Float(options.repetitionPenalty))
        store(.presence, Float(options.presencePenalty))
        store(.frequency, Float(options.frequencyPenalty))
    }

    private func storeFirst(_ entry: Int, of row: Int) {
        staging.bytes.storeBytes(
            of: Int32(entry), toByteOffset: firstsStart + 4 * row, as: Int32.self)
    }

    private func store(_ value: Int32, in list: Entry, at index: Int) {
        staging.bytes.storeBytes(
            of: value, toByteOffset: offset(list) + 4 * index, as: Int32.self)
    }
}
