import Foundation
import Hashing
import TestSupport
import Testing

@testable import Compute
@testable import Models

/// Operands of training's operations on any backend: the same random numbers on each.
final class TrainingOperands {
    let backend: any DifferentiableBackend
    private var random: SplitMix64

    init(_ backend: any DifferentiableBackend, seed: UInt64) {
        (self.backend, random) = (backend, SplitMix64(seed: seed))
    }

    /// Numbers from -1 to 1.
    func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }

    /// Random numbers, with rows and columns around them that nothing may touch.
    func view(_ rows: Int, _ width: Int, margin: Int = 3) throws -> MatrixView {
        let matrix = try backend.makeMatrix(rows: rows + 2, width: width + margin)
        try backend.write(floats(matrix.rows * matrix.width), to: matrix.all)
        return MatrixView(matrix, rows: 1..<1 + rows, columns: margin..<margin + width)
    }

    func matrix(_ rows: Int, _ width: Int) throws -> FloatMatrix {
        let matrix = try backend.makeMatrix(rows: rows, width: width)
        try backend.write(floats(rows * width), to: matrix.all)
        return matrix
    }

    /// All of the matrices behind some views.
    func values(_ views: MatrixView...) throws -> [[Float]] {
        try views.map { view in
            let all = view.matrix.all
            var floats = [Float](repeating: .nan, count: all.rowCount * all.width)
            try backend.read(all, into: &floats)
            return floats
        }
    }

    /// A beginning with two branches, and documents without.
    static let batch: PackedBatch = {
        var batch = PackedBatch()
        batch.add(tokens(37), branches: [tokens(5), tokens(40)])
        batch.add(tokens(1))
        batch.add(tokens(300))
        return batch
    }()

    static func attention(
        heads: Int, keyHeads: Int, dimension: Int, cap: Float? = nil, window: Int? = nil
    ) throws -> AttentionParameters {
        var shape = try Decoder(url: #require(ModelFixture.all.first).url).configuration
        (shape.headCount, shape.keyValueHeadCount) = (heads, keyHeads)
        shape.headDimension = dimension
        shape.attention.scale = 1 / Float(dimension).squareRoot()
        shape.attention.softCap = cap
        shape.attention.windows = [window]
        return AttentionParameters(shape, layer: 0)
    }

    static func tokens(_ count: Int) -> [Int32] { (0..<count).map { Int32($0 * 7 % 11) } }
}

/// An operation with its operands, forward and backward, to be compared between backends.
struct TrainingOperation: Sendable, CustomTestStringConvertible {
    let name: String
    /// Results, whole matrices with what lies around the operands.
    let run: @Sendable (TrainingOperands) throws -> [[Float]]

    init(_ name: String, _ run: @escaping @Sendable (TrainingOperands) throws -> [[Float]]) {
        (self.name, self.run) = (name, run)
    }

    var testDescription: String { name }

    static let all = rows + norms + linear + attention + activations + head + optimizer
    /// Those that multiply matrices.
    static let products = linear + head

    private static let rows = [
        TrainingOperation("fill, copy, add") { x in
            let (a, b, c) = (try x.view(5, 9), try x.view(5, 9), try x.view(5, 9, margin: 1))
            x.backend.fill(a, with: 2)
            x.backend.copy(b, into: c)
            x.backend.add(a, to: c)
            x.backend.add(b, scaledBy: 0.25, to: c)
            let (whole, other) = (try x.matrix(4, 70), try x.matrix(4, 70))
            x.backend.copy(whole.all, into: other.all)
            x.backend.add(whole.first(3), to: other.first(3))
            return try x.values(a, b, c, other.all)
        },
        TrainingOperation("gather, scatter") { x in
            let (a, b) = (try x.view(6, 130), try x.view(8, 130))
            let rows = [5, 0, 2, 5, 5, 1, 0, 3]
            x.backend.scatter(b, addingTo: a, at: rows)
            x.backend.gather(rows.reversed(), of: a, into: b)
            return try x.values(a, b)
        },
        TrainingOperation("embed") { x in
            let (table, dTable) = (try x.matrix(11, 37), try x.matrix(11, 37))
            let rows = try x.view(20, 37)
            let tokens = TrainingOperands.tokens(20)
            x.backend.embed(tokens, in: table, scale: 3, into: rows)
            x.backend.embedBackward(rows, tokens: tokens, scale: 3, into: dTable)
            return try x.values(rows, dTable.all)
        },
        TrainingOperation("scaleRows, rowProducts") { x in
            let (a, b) = (try x.view(7, 300), try x.view(7, 300))
            x.backend.scaleRows(a, by: x.floats(7))
            return try x.values(a) + [try x.backend.rowProducts(a, b)]
        },
    ]

    private static let norms = [
        (ModelConfiguration.Norm.rms(onePlus: false), 1, 576, false),
        (.rms(onePlus: true), 3, 16, true), (.layer(onePlus: true), 1, 70, true),
        (.layer(onePlus: false), 2, 33, false),
    ].map { kind, heads, width, adding in
        TrainingOperation("\(kind) of \(heads) heads of \(width)") { x in
            let norm = NormParameters(
                kind: kind, gain: try x.matrix(1, width), bias: try x.matrix(1, width),
                epsilon: 1e-3)
            let (a, y, dX) = (
                try x.view(300, heads * width), try x.view(300, heads * width),
                try x.view(300, heads * width)
            )
            let (dGain, dBias) = (try x.matrix(1, width), try x.matrix(1, width))
            x.backend.normalise(a, by: norm, into: y)
            x.backend.normaliseBackward(
                y, x: a, by: norm, into: adding ? dX : y, adding: adding, dGain: dGain,
                dBias: dBias, blocks: [0..<256, 256..<300])
            return try x.values(y, dX, dGain.all, dBias.all)
        }
    }

    private static let linear = [(3, 5, 7), (300, 70, 33), (140, 136, 260)].map { m, n, k in
        TrainingOperation("products \(m) x \(n) x \(k)") { x in
            let (a, w, y) = (try x.view(m, k), try x.view(n, k), try x.view(m, n))
            let (dX, dW) = (try x.view(m, k), try x.view(n, k))
            let (bias, dBias) = (try x.view(1, n), try x.view(1, n))
            let blocks = [0..<min(m, 256)] + (m > 256 ? [256..<m] : [])
            x.backend.multiply(a, by: w, bias: bias, into: y, adding: false)
            x.backend.multiply(a, by: w, bias: nil, into: y, adding: true)
            x.backend.multiplyBackward(y, by: w, into: dX, adding: false)
            x.backend.multiplyBackward(y, by: w, into: dX, adding: true)
            x.backend.accumulate(y, a, scale: 0.5, blocks: blocks, into: dW)
            x.backend.accumulateBias(y, blocks: blocks, into: dBias)
            return try x.values(y, dX, dW, dBias)
        }
    }

    static let attention =
        [
            (4, 2, 16, nil, nil), (3, 1, 10, nil, 7), (2, 2, 64, 5, 33), (2, 1, 96, nil, nil),
            (2, 1, 130, 3, 20),
        ].map { (heads: Int, keyHeads: Int, dimension: Int, cap: Float?, window: Int?) in
            TrainingOperation("attention, \(heads) heads of \(dimension)") { x in
                let shape = try TrainingOperands.attention(
                    heads: heads, keyHeads: keyHeads, dimension: dimension, cap: cap,
                    window: window)
                let batch = TrainingOperands.batch
                let width = (heads + 2 * keyHeads) * dimension
                let (qkv, dQKV) = (
                    try x.view(batch.rowCount, width), try x.view(batch.rowCount, width)
                )
                let o = try x.view(batch.rowCount, heads * dimension)
                let dO = try x.view(batch.rowCount, heads * dimension)
                let logSum = try x.view(batch.rowCount, heads)
                x.backend.attend(qkv, batch: batch, shape: shape, into: o, logSum: logSum)
                x.backend.attendBackward(
                    dO, queryKeyValue: qkv, o: o, logSum: logSum, batch: batch, shape: shape,
                    into: dQKV)
                return try x.values(o, logSum, dQKV)
            }
        } + [
            TrainingOperation("rotate") { x in
                let batch = TrainingOperands.batch
                let rotary = RotaryEmbedding(
                    dimensions: 8, base: 10_000, scaling: .none, attentionFactor: 1,
                    isInterleaved: false)
                let angles = try RotaryAngles(rotary, positions: 400, on: x.backend)
                let heads = try x.view(batch.rowCount, 3 * 10)
                let other = try x.view(batch.rowCount, 3 * 10)
                x.backend.rotate(
                    heads, batch: batch, by: angles, headDimension: 10, backward: false)
                x.backend.rotate(other, batch: batch, by: angles, headDimension: 10, backward: true)
                return try x.values(heads, other)
            }
        ]

    private static let activations = [
        ModelConfiguration.FeedForward.swiGLU, .geGLU, .squaredReLU,
    ].map { kind in
        TrainingOperation("\(kind)") { x in
            let inputs = kind.isGated ? 2 * 259 : 259
            let (a, y, dX) = (try x.view(5, inputs), try x.view(5, 259), try x.view(5, inputs))
            x.backend.activate(a, as: kind, into: y)
            x.backend.activateBackward(y, x: a, as: kind, into: dX)
            x.backend.activateBackward(y, x: a, as: kind, into: a)
            return try x.values(a, y, dX)
        }
    }

    private static let head = [nil, Float(3)].map { cap in
        TrainingOperation("head, cap \(cap ?? 0)") { x in
            let (a, dX) = (try x.view(300, 33), try x.view(300, 33))
            let (head, dHead) = (try x.matrix(270, 33), try x.matrix(270, 33))
            let targets = (0..<300).map { Int32($0 * 31 % 270) }
            var logs = [Float](repeating: .nan, count: 300)
            try x.backend.crossEntropy(
                a, by: head, softCap: cap, targets: targets, backward: nil,
                logProbabilities: &logs)
            var again = logs
            try x.backend.crossEntropy(
                a, by: head, softCap: cap, targets: targets,
                backward: HeadBackward(
                    factors: x.floats(300), blocks: [0..<256, 256..<300], dX: dX, dHead: dHead),
                logProbabilities: &again)
            return try x.values(dX, dHead.all) + [logs, again]
        }
    }

    private static let optimizer = [
        TrainingOperation("squaredNorm, adamStep") { x in
            let (p, g) = (try x.matrix(41, 230), try x.matrix(41, 230))
            let (m, v) = (try x.matrix(41, 230), try x.backend.makeMatrix(rows: 41, width: 230))
            x.backend.fill(v.all, with: 0.3)
            let norm = try x.backend.squaredNorm(g)
            x.backend.adamStep(
                p, gradient: g, first: m, second: v,
                step: AdamStep(
                    learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1,
                    correction1: 0.271, correction2: 0.0297, gradientScale: 0.5))
            return try x.values(p.all, m.all, v.all) + [[Float(norm)]]
        },
        TrainingOperation("adamStep8Bit") { x in
            let (p, g) = (try x.matrix(41, 230), try x.matrix(41, 230))
            let m = try EightBitMoments.zeros(41 * 230, on: x.backend)
            let v = try EightBitMoments.zeros(41 * 230, on: x.backend)
            for number in 1...3 {
                x.backend.adamStep8Bit(
                    p, gradient: g, first: m, second: v,
                    step: AdamStep(
                        learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1,
                        correction1: 1 - pow(0.9, Double(number)),
                        correction2: 1 - pow(0.99, Double(number)), gradientScale: 0.5))
            }
            return try x.values(p.all) + [
                EightBitMoments.values(of: m, isFirst: true, on: x.backend),
                EightBitMoments.values(of: v, isFirst: false, on: x.backend),
            ]
        },
    ]
}
