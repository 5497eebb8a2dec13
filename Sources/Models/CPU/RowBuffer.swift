/// Rows of floats in aligned memory, allocated once.
final class RowBuffer {
    let floats: UnsafeMutablePointer<Float>
    let width: Int

    init(rows: Int, width: Int) {
        let count = max(rows * width, 1)
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Float>.size,
            alignment: 64
        )
        floats = memory.bindMemory(to: Float.self, capacity: count)
        floats.initialize(repeating: 0, count: count)
        self.width = width
    }

    deinit { floats.deallocate() }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * width }
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
        guard floats > memory.width else { return }
        memory = RowBuffer(rows: workers, width: (floats + 63) / 64 * 64)
    }

    /// A worker's own memory.
    func of(_ worker: Int) -> UnsafeMutablePointer<Float> { memory.row(worker) }
}
