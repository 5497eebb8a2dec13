import CUDA

/// Training's operations on an NVIDIA GPU, over matrices of float32.
///
/// Operations are put into one stream and return at once; those that bring numbers out wait. An
/// error is kept, nothing is done after it, and the next operation that can throw throws it. No
/// kernel adds floats atomically: a result is the same bits on every run, and does not depend on
/// the documents that share a call.
///
/// Not for two callers at a time; matrices are released by the caller's thread.
package final class CUDADifferentiableBackend: DifferentiableBackend {
    package let arithmetic: ProductArithmetic
    package var forwardIsFloat32: Bool {
        get { arithmetic == .float32 }
        set {}
    }
    let kernels: TrainingKernels
    let stream: Stream
    let budget: MemoryBudget
    let pool: MemoryPool
    let workspace: TrainingWorkspace
    let multiprocessors: Int
    /// Most bytes of logits at a time.
    let mostLogitBytes: Int
    /// The tiles of the newest batch's attention.
    var attentionTiles: DeviceAttentionTiles?
    /// The first error; after it no operation does anything.
    private var failure: (any Error)?

    /// Loads the kernels.
    ///
    /// - Parameters:
    ///   - owner: Whose memory it is, in messages.
    ///   - arithmetic: Of products and attention; bf16 uses tensor cores.
    ///   - limit: Most bytes to hold; nil if only the GPU sets a limit.
    ///   - mostLogitBytes: Of the head's chunks of rows.
    /// - Throws: `CUDAError` if the device is lost or the kernels cannot be loaded.
    package init(
        _ device: ComputeDevice, owner: String, arithmetic: ProductArithmetic = .float32,
        limit: Int? = nil, mostLogitBytes: Int = 256 << 20
    ) throws {
        guard let gpu = device.gpu else { preconditionFailure("\(device) is not a GPU") }
        let context = try CUDAContext(gpu.device)
        self.arithmetic = arithmetic
        kernels = try TrainingKernels(KernelLibrary(gpu.images, in: context), arithmetic)
        stream = try context.makeStream()
        budget = MemoryBudget(of: context, owner: owner, limit: limit)
        pool = MemoryPool(budget, stream)
        workspace = TrainingWorkspace(budget, stream)
        multiprocessors = gpu.device.multiprocessors
        self.mostLogitBytes = mostLogitBytes
    }

    /// Does something unless an error came before, and keeps the error that it throws.
    func attempt(_ body: () throws -> Void) {
        guard failure == nil else { return }
        do {
            try budget.context.makeCurrent()
            try body()
        } catch { failure = error }
    }

    /// The same, for what throws: of two errors the first.
    func attemptNow<Result>(_ body: () throws -> Result) throws -> Result {
        if let failure { throw failure }
        do {
            try budget.context.makeCurrent()
            return try body()
        } catch {
            failure = error
            throw error
        }
    }

    // MARK: Memory

    package func makeMatrix(rows: Int, width: Int) throws -> FloatMatrix {
        do {
            try budget.context.makeCurrent()
            let memory = try pool.take(max(1, rows * width) * MemoryLayout<Float>.stride)
            try memory.memory.fill(0, on: stream)
            return FloatMatrix(rows: rows, width: width, storage: memory)
        } catch { throw failure ?? error }
    }

    package func write(_ floats: UnsafePointer<Float>, to x: MatrixView) throws {
        try attemptNow {
            for part in x.parts {
                try x.matrix.memory.write(
                    UnsafeRawBufferPointer(
                        start: floats + part.first, count: part.count * MemoryLayout<Float>.stride),
                    at: part.offset * MemoryLayout<Float>.stride, on: stream)
            }
        }
    }

    package func read(_ x: MatrixView, into floats: UnsafeMutablePointer<Float>) throws {
        try attemptNow {
            for part in x.parts {
                try x.matrix.memory.read(
                    into: UnsafeMutableRawBufferPointer(
                        start: floats + part.first, count: part.count * MemoryLayout<Float>.stride),
                    at: part.offset * MemoryLayout<Float>.stride, on: stream)
            }
            try stream.synchronize()
        }
    }
}

extension FloatMatrix {
    /// Where the floats lie, of a matrix on a GPU.
    var memory: DeviceMemory {
        guard let pooled = storage as? PooledMemory else { preconditionFailure("not on a GPU") }
        return pooled.memory
    }
}

extension MatrixView {
    /// Floats that lie one after another: their index among the view's, and in the matrix.
    fileprivate var parts: [(first: Int, offset: Int, count: Int)] {
        guard rowCount > 0, width > 0 else { return [] }
        let start = rows.lowerBound * matrix.width + columns.lowerBound
        guard width < matrix.width else { return [(0, start, rowCount * width)] }
        return (0..<rowCount).map { ($0 * width, start + $0 * matrix.width, width) }
    }
}
