import Checkpoints
package import Compute
package import Foundation
import Hashing
import Models

/// Measures a decoder's operations at shapes of real models: matrices larger than caches, a
/// thousand positions of attention.
package struct SpeedTrial {
    private let device: ComputeDevice
    private let backend: any InspectableBackend
    private let loaded: LoadedDecoder
    private let shape: Shape
    private let hidden: Activations
    private let normed: Operand
    private let expanded: Activations
    private let norm: NormHandle
    private let products: [(type: ElementType, matrix: MatrixHandle)]
    private let cacheBytesPerToken: Int

    /// Sizes of the operations.
    package struct Shape: Sendable {
        /// Inputs and outputs of the products; outputs are a multiple of 64.
        package let inputs: Int
        package let outputs: Int
        /// Rows of a large product; positions are a multiple of them.
        package let many: Int
        /// Positions that attention reads.
        package let positions: Int

        package init(inputs: Int, outputs: Int, many: Int = 512, positions: Int = 1_024) {
            (self.inputs, self.outputs) = (inputs, outputs)
            (self.many, self.positions) = (many, positions)
        }

        /// The shape of an 8B model for a GPU, of a smaller one for a CPU.
        static func real(isGPU: Bool) -> Shape {
            isGPU ? Shape(inputs: 4_096, outputs: 16_384) : Shape(inputs: 2_048, outputs: 8_192)
        }
    }

    private static let few = 8

    /// Makes the backend and loads the weights.
    ///
    /// - Parameters:
    ///   - folder: Where the weights' files are written; it must exist.
    ///   - team: Worker threads of the CPU.
    package init(
        on device: ComputeDevice, in folder: URL, team: WorkerTeam, shape wanted: Shape? = nil
    ) throws {
        let shape = wanted ?? .real(isGPU: device.isGPU)
        (self.device, self.shape) = (device, shape)
        let model = RandomModel(
            name: "llama", traits: [], hidden: 64, heads: 32, keyHeads: 8, headDimension: 64,
            inner: 64,
            options: [
                "hidden_act": "silu", "rms_norm_eps": 1e-5,
                "max_position_embeddings": .integer(shape.positions),
            ], layers: 1)
        let decoder = try model.decoder(seed: 1, in: folder, arithmetic: .native)
        let blocks = Self.few * shape.positions / KVCache.positionsPerBlock
        let limits = BackendLimits(rows: shape.many, positions: shape.positions, blocks: blocks)
        guard
            let backend = try device.backend(for: decoder, limits: limits, team: team)
                as? any InspectableBackend
        else { preconditionFailure("every backend can be inspected") }
        self.backend = backend
        cacheBytesPerToken = device.cacheBytesPerToken(decoder)
        loaded = try LoadedDecoder(decoder, on: backend)
        hidden = try backend.makeActivations(width: shape.inputs)
        normed = try backend.makeOperand(width: shape.inputs)
        expanded = try backend.makeActivations(width: shape.outputs)
        norm = try backend.load(
            NormWeights(gain: [Float](repeating: 1, count: shape.inputs), bias: nil))
        let file = folder.appending(path: "products.gguf")
        // A GPU widens all weights to bf16: there is one kind of product.
        let types: [ElementType] = device.isGPU ? [.bf16] : [.bf16, .q4_0]
        try RepeatedWeights(rows: shape.outputs, columns: shape.inputs, types: types)
            .write(to: file)
        let stored = try Checkpoint(url: file)
        products = try types.map { type in
            (type, try backend.load([MatrixWeights(stored.tensor(type.name))]))
        }
    }

    /// Measures each operation, in about two seconds on a CPU.
    package func run() throws -> [OperationTime] {
        var random = SplitMix64(seed: 1)
        let rows = random.bf16(shape.many * shape.inputs)
        try backend.write(rows, to: hidden)
        try backend.write(rows, to: normed)
        return try productTimes() + [try attentionTime(&random), try normTime()]
    }

    private func productTimes() throws -> [OperationTime] {
        try products.flatMap { type, matrix in
            try [Self.few, shape.many].map { rows in
                backend.beginInspected(ComparisonBatch.one(rows: rows))
                let seconds = try seconds { backend.project(normed, by: matrix, into: expanded) }
                let weights = shape.inputs * shape.outputs
                return OperationTime(
                    "product, \(rows) rows, \(type.name)", seconds: seconds,
                    bytes: weights / type.blockSize * type.blockBytes + rows * shape.outputs * 4,
                    multiplyAdds: rows * weights, arithmetic(of: type),
                    usualShare: rows == Self.few ? 0.45 : 0.6)
            }
        }
    }

    private func arithmetic(of type: ElementType) -> OperationTime.Arithmetic {
        guard !device.isGPU else { return .bfloat16 }
        return type == .bf16 ? (CPUFacts.hasFastBF16 ? .bfloat16 : .float32) : .int8
    }

    /// Measures attention of one new row of each of a few sequences.
    private func attentionTime(_ random: inout SplitMix64) throws -> OperationTime {
        let width = backend.width(loaded.queryKeyValue)
        try backend.write(random.bf16(shape.many * width), to: loaded.queryKeyValue)
        let perSequence = shape.positions / KVCache.positionsPerBlock
        let blocks = (0..<Self.few).map { sequence in
            (0..<perSequence).map { Int32($0 * Self.few + sequence) }
        }
        for sequence in blocks {
            for first in stride(from: 0, to: shape.positions, by: shape.many) {
                let batch = TokenBatch()
                batch.add(
                    repeatElement(0, count: shape.many), from: first, blocks: sequence,
                    sequenceLength: shape.positions)
                backend.beginInspected(batch)
                backend.store(loaded.queryKeyValue, norms: nil, layer: 0)
            }
        }
        let batch = TokenBatch()
        for sequence in blocks {
            batch.add(
                CollectionOfOne(0), from: shape.positions - 1, blocks: sequence,
                sequenceLength: shape.positions)
        }
        backend.beginInspected(batch)
        backend.store(loaded.queryKeyValue, norms: nil, layer: 0)
        let seconds = try seconds {
            backend.attend(loaded.queryKeyValue, layer: 0, into: loaded.attended)
        }
        let tokens = Self.few * shape.positions
        return OperationTime(
            "attention, \(Self.few) rows over \(shape.positions) positions", seconds: seconds,
            bytes: tokens * cacheBytesPerToken,
            multiplyAdds: 2 * tokens * backend.width(loaded.attended),
            device.isGPU ? .bfloat16 : .float32, usualShare: 0.4)
    }

    private func normTime() throws -> OperationTime {
        backend.beginInspected(ComparisonBatch.one(rows: shape.many))
        let seconds = try seconds { backend.normalise(hidden, by: norm, into: normed) }
        return OperationTime(
            "norm, \(shape.many) rows", seconds: seconds,
            bytes: shape.many * shape.inputs * (device.isGPU ? 6 : 8), .float32, usualShare: 0.4)
    }

    private func seconds(_ body: () -> Void) throws -> Double {
        try OperationTime.seconds(isGPU: device.isGPU, wait: backend.wait, body)
    }
}
