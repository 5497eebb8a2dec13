import CKernels

/// The memory of one step: allocated once, so that a step allocates nothing large.
final class Buffers {
    /// Rows of floats.
    struct Matrix {
        let floats: UnsafeMutablePointer<Float>
        let width: Int

        func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * width }
    }

    /// The residual stream `[T, C]`.
    let hidden: Matrix
    /// The final norm's output for the rows asked for.
    let final: Matrix
    let normed: Matrix
    /// Queries, keys and values of a row, side by side.
    let queryKeyValue: Matrix
    let attended: Matrix
    /// Gate and up of a row, side by side; or up alone.
    let expanded: Matrix
    /// What the feed-forward's second matrix reads: for an activation in place, ``expanded`` itself.
    let activated: Matrix

    private let workers: UnsafeMutablePointer<Float>
    private let workerStride: Int
    private let owned: [UnsafeMutablePointer<Float>]

    init(_ decoder: Decoder, rows: Int, positions: Int, workers: Int) {
        let shape = decoder.configuration
        var owned: [UnsafeMutablePointer<Float>] = []
        func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: count * MemoryLayout<Float>.size,
                alignment: 64
            )
            let floats = memory.bindMemory(to: Float.self, capacity: count)
            floats.initialize(repeating: 0, count: count)
            owned.append(floats)
            return floats
        }
        func matrix(_ width: Int) -> Matrix { Matrix(floats: floats(rows * width), width: width) }

        hidden = matrix(shape.hiddenSize)
        final = matrix(shape.hiddenSize)
        normed = matrix(shape.hiddenSize)
        queryKeyValue = matrix(shape.queryWidth + 2 * shape.keyValueWidth)
        attended = matrix(shape.queryWidth)
        let isGated = shape.feedForward == .swiGLU
        expanded = matrix(shape.feedForwardSize * (isGated ? 2 : 1))
        activated = isGated ? matrix(shape.feedForwardSize) : expanded

        let layers = decoder.weights.layers
        let projections = layers.flatMap { [$0.queryKeyValue, $0.output, $0.expand, $0.contract] }
        let product = (projections + [decoder.weights.head]).map { $0.scratch(rows: rows) }.max()
        let group = shape.headCount / shape.keyValueHeadCount
        let attention = Int(ck_attention_scratch(Int64(positions), Int64(group)))
        workerStride = (max(product ?? 0, attention) + 63) / 64 * 64
        self.workers = floats(workerStride * workers)
        self.owned = owned
    }

    deinit { for memory in owned { memory.deallocate() } }

    /// A worker's own memory.
    func scratch(of worker: Int) -> UnsafeMutablePointer<Float> { workers + worker * workerStride }
}
