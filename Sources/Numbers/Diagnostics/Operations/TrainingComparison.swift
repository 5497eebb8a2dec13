package import Compute
package import Foundation
import Hashing
import Models

/// Compares training's operations on a device, forward and backward, with those of the CPU in
/// float32.
package struct TrainingComparison {
    private let seed: UInt64
    private let folder: URL

    /// A comparison on random numbers from `seed`.
    ///
    /// - Parameter folder: Where the random models' files are written; it must exist.
    package init(seed: UInt64, folder: URL) { (self.seed, self.folder) = (seed, folder) }

    /// Compares every operation in the shapes of every family, plain and with operands rounded to
    /// bf16.
    package func run(on device: ComputeDevice) throws -> [OperationResult] {
        let reference = CPUDifferentiableBackend()
        let arithmetics: [(ProductArithmetic, tolerance: Float)] = [(.float32, 1e-3), (.bf16, 0.1)]
        return try arithmetics.flatMap { arithmetic, tolerance in
            let backend = try device.differentiableBackend(owner: "doctor", arithmetic: arithmetic)
            return try RandomModel.all.flatMap { model in
                let shape = try model.decoder(seed: seed, in: folder).configuration
                let expected = try TrainingTrial(shape, seed: seed, on: reference).run()
                let found = try TrainingTrial(shape, seed: seed, on: backend).run()
                return zip(found, expected).map { found, expected in
                    OperationResult(
                        "train: \(found.name), \(arithmetic)", model.name, found: found.values,
                        expected: expected.values, tolerance: tolerance)
                }
            }
        }
    }
}

/// Training's operations on random rows of one configuration's shapes.
private struct TrainingTrial {
    typealias Outcome = (name: String, values: [Float])

    private let shape: ModelConfiguration
    private let seed: UInt64
    private let backend: any DifferentiableBackend
    /// A beginning with two branches, and a document without.
    private let batch: PackedBatch

    init(_ shape: ModelConfiguration, seed: UInt64, on backend: any DifferentiableBackend) {
        (self.shape, self.seed, self.backend) = (shape, seed, backend)
        func tokens(_ count: Int) -> [Int32] {
            (0..<count).map { Int32($0 * 37 % shape.vocabularySize) }
        }
        var batch = PackedBatch()
        batch.add(tokens(37), branches: [tokens(5), tokens(40)])
        batch.add(tokens(270))
        self.batch = batch
    }

    func run() throws -> [Outcome] {
        try [
            embed(), normalise(), multiply(), rotate(), attend(), activate(), crossEntropy(),
            adamStep(), adamStep8Bit(),
        ]
    }

    // MARK: Operations

    private func embed() throws -> Outcome {
        let x = try rows(shape.hiddenSize, 1)
        let (table, dTable) = (
            try matrix(shape.vocabularySize, shape.hiddenSize, 2),
            try matrix(shape.vocabularySize, shape.hiddenSize, 3)
        )
        backend.embedBackward(x.all, tokens: batch.tokens, scale: 0.5, into: dTable)
        backend.embed(batch.tokens, in: table, scale: 0.5, into: x.all)
        return ("embed", try values(x, dTable))
    }

    private func normalise() throws -> Outcome {
        let width = shape.hiddenSize
        let norm = NormParameters(
            kind: shape.norm, gain: try matrix(1, width, 4), bias: nil, epsilon: shape.epsilon)
        let (x, y, dX) = (try rows(width, 5), try rows(width, 6), try rows(width, 7))
        let dGain = try matrix(1, width, 8)
        backend.normaliseBackward(
            y.all, x: x.all, by: norm, into: dX.all, adding: true, dGain: dGain, dBias: nil,
            blocks: batch.blocks)
        backend.normalise(x.all, by: norm, into: y.all)
        return ("normalise", try values(y, dX, dGain))
    }

    private func multiply() throws -> Outcome {
        let (inputs, outputs) = (shape.hiddenSize, shape.feedForwardSize)
        let (x, y) = (try rows(inputs, 9), try rows(outputs, 10))
        let (w, dW, dX) = (
            try matrix(outputs, inputs, 11), try matrix(outputs, inputs, 12), try rows(inputs, 13)
        )
        let (bias, dBias) = (try matrix(1, outputs, 14), try matrix(1, outputs, 15))
        backend.multiplyBackward(y.all, by: w.all, into: dX.all, adding: true)
        backend.accumulate(y.all, x.all, scale: 0.5, blocks: batch.blocks, into: dW.all)
        backend.accumulateBias(y.all, blocks: batch.blocks, into: dBias.all)
        backend.multiply(x.all, by: w.all, bias: bias.all, into: y.all, adding: false)
        return ("multiply", try values(y, dX, dW, dBias))
    }

    private func rotate() throws -> Outcome {
        let x = try rows(shape.queryWidth, 16)
        let angles = try RotaryAngles(shape.rotary, positions: batch.rowCount, on: backend)
        for backward in [false, false, true] {
            backend.rotate(
                x.all, batch: batch, by: angles, headDimension: shape.headDimension,
                backward: backward)
        }
        return ("rotate", try values(x))
    }

    private func attend() throws -> Outcome {
        let parameters = AttentionParameters(shape, layer: 0)
        let width = shape.queryWidth + 2 * shape.keyValueWidth
        let (qkv, dQKV) = (try rows(width, 17), try rows(width, 18))
        let (o, dO) = (try rows(shape.queryWidth, 19), try rows(shape.queryWidth, 20))
        let logSum = try rows(shape.headCount, 21)
        backend.attend(qkv.all, batch: batch, shape: parameters, into: o.all, logSum: logSum.all)
        backend.attendBackward(
            dO.all, queryKeyValue: qkv.all, o: o.all, logSum: logSum.all, batch: batch,
            shape: parameters, into: dQKV.all)
        return ("attend", try values(o, logSum, dQKV))
    }

    private func activate() throws -> Outcome {
        let kind = shape.feedForward
        let (width, inputs) = (
            shape.feedForwardSize, (kind.isGated ? 2 : 1) * shape.feedForwardSize
        )
        let (x, y, dX) = (try rows(inputs, 22), try rows(width, 23), try rows(inputs, 24))
        backend.activateBackward(y.all, x: x.all, as: kind, into: dX.all)
        backend.activate(x.all, as: kind, into: y.all)
        return ("activate", try values(y, dX))
    }

    private func crossEntropy() throws -> Outcome {
        let (x, dX) = (try rows(shape.hiddenSize, 25), try rows(shape.hiddenSize, 26))
        let head = try matrix(shape.vocabularySize, shape.hiddenSize, 27)
        let dHead = try matrix(shape.vocabularySize, shape.hiddenSize, 28)
        var logs = [Float](repeating: 0, count: batch.rowCount)
        try backend.crossEntropy(
            x.all, by: head, softCap: shape.logitSoftCap, targets: batch.tokens,
            backward: HeadBackward(
                factors: floats(batch.rowCount, 29), blocks: batch.blocks, dX: dX.all,
                dHead: dHead),
            logProbabilities: &logs)
        return ("head", try values(dX, dHead) + logs)
    }

    private func adamStep() throws -> Outcome {
        let (p, g, m) = (try matrix(37, 90, 30), try matrix(37, 90, 31), try matrix(37, 90, 32))
        let v = try matrix(37, 90, 33)
        backend.fill(v.all, with: 0.3)
        let norm = try backend.squaredNorm(g)
        backend.adamStep(
            p, gradient: g, first: m, second: v,
            step: AdamStep(
                learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1,
                correction1: 0.271, correction2: 0.0297, gradientScale: 0.5))
        return ("AdamW", try values(p, m, v) + [Float(norm.squareRoot())])
    }

    private func adamStep8Bit() throws -> Outcome {
        let (p, g) = (try matrix(37, 90, 34), try matrix(37, 90, 35))
        let m = try EightBitMoments.zeros(37 * 90, on: backend)
        let v = try EightBitMoments.zeros(37 * 90, on: backend)
        for number in 1...3 {
            backend.adamStep8Bit(
                p, gradient: g, first: m, second: v,
                step: AdamStep(
                    learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1,
                    correction1: 1 - pow(0.9, Double(number)),
                    correction2: 1 - pow(0.99, Double(number)), gradientScale: 0.5))
        }
        let moments = try [(m, true), (v, false)].flatMap {
            try EightBitMoments.values(of: $0, isFirst: $1, on: backend)
        }
        return ("AdamW, 8 bits", try values(p) + moments)
    }

    // MARK: Random numbers

    /// Numbers from -1 to 1, by the seed and the number of what they are for.
    private func floats(_ count: Int, _ number: UInt64) -> [Float] {
        var random = SplitMix64(seed: seed &+ number &* 0x9E37_79B9)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }

    private func matrix(_ rows: Int, _ width: Int, _ number: UInt64) throws -> FloatMatrix {
        let matrix = try backend.makeMatrix(rows: rows, width: width)
        try backend.write(floats(rows * width, number), to: matrix.all)
        return matrix
    }

    /// A row for each of the batch's.
    private func rows(_ width: Int, _ number: UInt64) throws -> FloatMatrix {
        try matrix(batch.rowCount, width, number)
    }

    private func values(_ matrices: FloatMatrix...) throws -> [Float] {
        try matrices.flatMap { matrix in
            var floats = [Float](repeating: .nan, count: matrix.rows * matrix.width)
            try backend.read(matrix.all, into: &floats)
            return floats
        }
    }
}
