import CUDA
import Models

/// Mixtures of experts. Rows are sorted on the CPU by the router's outputs: one wait a layer.
extension CUDABackend {
    package func mix(_ x: Operand, by experts: ExpertsHandle, addingTo y: Activations) {
        let (x, y, experts) = (self[x], self[y], self[experts])
        attempt { [self] in
            let mixture = try mixture(experts)
            try mixture.route(x, rows: step.rowCount, experts, self)
            try mixture.compute(x, experts, self)
            try mixture.add(to: y, rows: step.rowCount, self)
        }
    }

    private func mixture(_ experts: DeviceExperts) throws -> DeviceMixture {
        if let mixture { return mixture }
        let made = try DeviceMixture(experts, configuration, rows: limits.rows, budget, stream)
        mixture = made
        return made
    }
}

/// Memory of a mixture of experts on a GPU, for one step.
final class DeviceMixture {
    private let routing: ExpertRouting
    private let shares: DeviceRows
    private let gathered: DeviceRows
    private let expanded: DeviceRows
    private let activated: DeviceRows
    private let contracted: DeviceRows
    /// The row at each slot, then each row's slots, as 32-bit integers; then each row's shares.
    private let lists: DeviceMemory
    private let staging: PinnedMemory
    private let scores: PinnedMemory
    private let pairs: Int

    init(
        _ experts: DeviceExperts, _ shape: ModelConfiguration, rows: Int, _ budget: MemoryBudget,
        _ stream: Stream
    ) throws {
        let options = experts.options
        routing = ExpertRouting(options, rows: rows, tile: 1)
        pairs = rows * options.used
        let count = routing.slotCount
        shares = try budget.floatRows(rows, width: options.count)
        gathered = try budget.operandRows(count, width: shape.hiddenSize, stream)
        expanded = try budget.floatRows(count, width: 2 * shape.feedForwardSize)
        activated = try budget.operandRows(count, width: shape.feedForwardSize, stream)
        contracted = try budget.floatRows(count, width: shape.hiddenSize)
        let bytes = (count + 2 * pairs) * 4
        lists = try budget.allocate(bytes, for: "activations")
        staging = try PinnedMemory(bytes, in: budget.context)
        scores = try PinnedMemory(rows * options.count * 4, in: budget.context)
    }

    private var slotsOfRow: DevicePointer { DevicePointer(lists, at: routing.slotCount * 4) }
    private var sharesOfRow: DevicePointer {
        DevicePointer(lists, at: (routing.slotCount + pairs) * 4)
    }

    /// Sorts the rows by their experts.
    func route(
        _ x: DeviceRows, rows: Int, _ experts: DeviceExperts, _ backend: CUDABackend
    ) throws {
        let count = experts.options.count
        try backend.multiply(x.row(0), rows: rows, by: experts.router, into: shares.row(0))
        try shares.memory.read(
            into: UnsafeMutableRawBufferPointer(rebasing: scores.bytes[..<(rows * count * 4)]),
            on: backend.stream)
        try backend.stream.synchronize()
        let scores = scores.values(of: Float.self)
        if let start = scores.baseAddress { routing.route(rows, start) }
        writeLists(rows, scores, count)
        try lists.write(UnsafeRawBufferPointer(staging.bytes), on: backend.stream)
    }

    private func writeLists(_ rows: Int, _ scores: UnsafeMutableBufferPointer<Float>, _ count: Int)
    {
        let numbers = staging.values(of: Int32.self)
        for slot in 0..<routing.extent { numbers[slot] = Int32(routing.rows[slot] ?? -1) }
        let (slots, used) = (routing.slotCount, routing.options.used)
        for index in 0..<rows * used {
            let share = scores[index / used * count + routing.chosen[index]]
            numbers[slots + index] = Int32(routing.slotsOfRow[index])
            numbers[slots + pairs + index] = Int32(bitPattern: share.bitPattern)
        }
    }

    /// Applies each expert's matrices to its slots.
    func compute(_ x: DeviceRows, _ experts: DeviceExperts, _ backend: CUDABackend) throws {
        try backend.kernels.gather.launch(
            grid: Extent(routing.extent), block: 128, on: backend.stream, gathered.memory,
            x.memory, lists, x.stride)
        for (expert, slots) in routing.slots.enumerated() where !slots.isEmpty {
            let first = slots.lowerBound
            try backend.multiply(
                gathered.row(first), rows: slots.count, by: experts.expand[expert],
                into: expanded.row(first))
            try backend.activate(
                expanded, rows: slots.count, as: experts.activation, into: activated, from: first)
            try backend.multiply(
                activated.row(first), rows: slots.count, by: experts.contract[expert],
                into: contracted.row(first))
        }
    }

    /// y = y + Σ share · contracted.
    func add(to y: DeviceRows, rows: Int, _ backend: CUDABackend) throws {
        try backend.kernels.addShares.launch(
            grid: Extent(rows), block: 128, on: backend.stream, y.memory, contracted.memory,
            slotsOfRow, sharesOfRow, routing.options.used, y.width)
    }
}
