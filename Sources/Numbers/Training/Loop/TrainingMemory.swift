import Compute
package import Models

/// An estimate of the memory that a training on the CPU needs, in bytes: everything is in float32.
package struct TrainingMemory: Sendable, Equatable {
    /// All weights, and adapters.
    package private(set) var weights = 0
    /// Gradients and AdamW's two moments of what is trained.
    package private(set) var optimizer = 0
    /// What a micro-batch leaves for its backward pass, and scratch.
    package private(set) var activations = 0

    package var total: Int { weights + optimizer + activations }

    /// - Parameters:
    ///   - adapter: The adapters that are trained; nil to train all weights.
    ///   - moments: How AdamW's moments of what is trained are kept.
    ///   - withoutHead: Whether an untied head stays frozen.
    ///   - rows: Most rows of a micro-batch.
    ///   - tasks: Heads that are in memory at a time: 2 with examples that are held out.
    /// - Throws: `TensorError`, `ModelError`, if the checkpoint is not as its configuration says.
    package init(
        _ decoder: Decoder, adapter: AdapterSettings?, moments: MomentFormat = .float32,
        withoutHead: Bool, rows: Int, recomputing: Bool, tasks: Int
    ) throws {
        let shape = decoder.configuration
        let float = MemoryLayout<Float>.stride
        var (all, trained, moment) = (0, 0, 0)
        func train(_ count: Int, isMatrix: Bool) {
            trained += count
            switch isMatrix ? moments : .float32 {
            case .float32: moment += count
            case .eightBit: moment += EightBitMoments.blocks(count) * EightBitMoments.width
            }
        }
        for tensor in try decoder.tensors() {
            let count = tensor.shape.reduce(1, *)
            all += count
            if let adapter {
                guard case .layer = tensor.role, tensor.shape.count == 2,
                    adapter.adapts(tensor.name)
                else { continue }
                for side in tensor.shape { train(adapter.rank * side, isMatrix: true) }
            } else if !(withoutHead && tensor.role == .head) {
                train(count, isMatrix: tensor.shape.count > 1)
            }
        }
        let embedding = shape.vocabularySize * shape.hiddenSize
        // What the embedding's lookup adds to a tied head's gradient is summed apart.
        let lookup = shape.tiesEmbeddings && adapter == nil ? embedding : 0
        weights = float * (all + (adapter == nil ? 0 : trained))
        optimizer = float * (trained + 2 * moment + lookup)
        activations =
            float
            * (rows * Self.width(shape, recomputing: recomputing)
                + rows * 3 * shape.hiddenSize * tasks
                + CPUDifferentiableBackend.rowsPerChunk * shape.vocabularySize)
    }

    /// Floats of a row: the residual streams, the layers' activations, scratch.
    private static func width(_ shape: ModelConfiguration, recomputing: Bool) -> Int {
        let (hidden, query, keyValue) = (shape.hiddenSize, shape.queryWidth, shape.keyValueWidth)
        let layers = shape.layerCount
        let inner = shape.feedForwardSize
        let layer =
            2 * query + 2 * keyValue + (shape.hasQueryKeyNorm ? query + keyValue : 0)
            + shape.headCount + hidden * (shape.hasBranchNorms ? 3 : 1)
            + (shape.experts == nil ? shape.expandedWidth : 0)
        let scratch =
            3 * hidden + 2 * query + 2 * keyValue + 2 * inner + shape.expandedWidth
            + (shape.experts == nil ? 0 : 4 * hidden + 2 * inner + shape.expandedWidth)
        return (layers + 2) * hidden + (recomputing ? min(1, layers) : layers) * layer + scratch
    }
}
