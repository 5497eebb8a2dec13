/// Where rows of floats lie. Has no reference to count: the workers of a step would otherwise contend
/// for the counts.
struct Rows: @unchecked Sendable {
    let floats: UnsafeMutablePointer<Float>
    let width: Int

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * width }
}

/// Rows of floats in aligned memory, allocated once.
final class RowBuffer {
    let rows: Rows

    init(rows: Int, width: Int) {
        let count = max(rows * width, 1)
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Float>.size,
            alignment: 64
        )
        let floats = memory.bindMemory(to: Float.self, capacity: count)
        floats.initialize(repeating: 0, count: count)
        self.rows = Rows(floats: floats, width: width)
    }

    /// One row of these floats.
    convenience init(_ floats: [Float]) {
        self.init(rows: 1, width: floats.count)
        rows.floats.update(from: floats, count: floats.count)
    }

    deinit { rows.floats.deallocate() }
}

/// Memory of each worker's own; grows while a model is loaded, never in a step.
final class Scratch {
    private let workers: Int
    private var memory: RowBuffer

    init(workers: Int) {
        self.workers = workers
        memory = RowBuffer(rows: workers, width: 0)
    }

    /// Makes room for `floats` floats for every worker.
    func reserve(_ floats: Int) {
        guard floats > memory.rows.width else { return }
        memory = RowBuffer(rows: workers, width: (floats + 63) / 64 * 64)
    }

    /// A row for each worker, valid until room is made for more.
    var rows: Rows { memory.rows }
}
