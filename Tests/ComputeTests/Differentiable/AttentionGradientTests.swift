import CKernels
import Foundation
import Testing

@testable import Compute
@testable import Models

@Suite struct AttentionGradientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var documents: [[Int]]
        var heads = 2
        var keyValueHeads = 1
        var dimension = 20
        var window: Int?
        var softCap: Float?
        var seed = 1

        var testDescription: String {
            "\(documents), \(heads)/\(keyValueHeads) heads of \(dimension), window "
                + "\(window.map(String.init) ?? "none"), cap \(softCap ?? 0), seed \(seed)"
        }

        var parameters: AttentionParameters {
            AttentionParameters(
                heads: heads, keyValueHeads: keyValueHeads, headDimension: dimension,
                scale: 1.5 / Float(dimension).squareRoot(), softCap: softCap, window: window)
        }

        var width: Int { (heads + 2 * keyValueHeads) * dimension }

        /// Documents are the lengths of a beginning and its branches.
        var batch: PackedBatch { AttentionGradientTests.batch(documents) }

        func inputs() -> (queryKeyValue: HostMatrix, dO: HostMatrix) {
            var random = RandomRows(seed: seed)
            let rows = batch.rowCount
            return (
                HostMatrix(random.floats(rows * width), width: width),
                HostMatrix(random.floats(rows * heads * dimension), width: heads * dimension)
            )
        }
    }

    static func batch(_ documents: [[Int]]) -> PackedBatch {
        var batch = PackedBatch()
        for lengths in documents {
            let parts = lengths.map { [Int32](repeating: 0, count: $0) }
            batch.add(parts[0], branches: Array(parts.dropFirst()))
        }
        return batch
    }

    static let cases = [
        Case(documents: [[1]]),
        Case(documents: [[7], [33], [16]], heads: 3, keyValueHeads: 3, dimension: 5, seed: 2),
        Case(documents: [[70], [3]], heads: 4, keyValueHeads: 2, dimension: 16, seed: 3),
        Case(documents: [[20, 9, 1]], softCap: 1.5, seed: 4),
        Case(documents: [[66, 40, 70], [0, 5]], heads: 3, dimension: 24, seed: 5),
        Case(documents: [[90]], window: 13, seed: 6),
        Case(documents: [[75, 60, 9], [40]], heads: 2, dimension: 64, window: 70, seed: 7),
        Case(documents: [[37, 30, 41]], window: 1, softCap: 0.7, seed: 8),
        Case(documents: [[50, 31]], heads: 1, dimension: 96, window: 16, softCap: 3, seed: 9),
        Case(documents: [[35]], heads: 2, keyValueHeads: 2, dimension: 128, seed: 10),
        Case(documents: [[40]], heads: 1, dimension: 256, seed: 11),
    ]

    /// o and logSum, then the gradients.
    private static func compute(
        _ parameters: AttentionParameters, _ batch: PackedBatch, _ queryKeyValue: HostMatrix,
        _ dO: HostMatrix, on backend: CPUDifferentiableBackend
    ) throws -> [HostMatrix] {
        let x = try backend.view(queryKeyValue)
        let zeros = { (width: Int) in
            HostMatrix([Float](repeating: 3, count: batch.rowCount * width), width: width)
        }
        let (o, logSum) = (
            try backend.view(zeros(dO.width)), try backend.view(zeros(parameters.heads))
        )
        let dX = try backend.view(zeros(queryKeyValue.width))
        backend.attend(x, batch: batch, shape: parameters, into: o, logSum: logSum)
        backend.attendBackward(
            try backend.view(dO), queryKeyValue: x, o: o, logSum: logSum, batch: batch,
            shape: parameters, into: dX)
        return [try backend.host(o), try backend.host(logSum), try backend.host(dX)]
    }

    @Test(arguments: cases)
    func `attention and its gradients agree with the reference, the same bits every way`(
        _ test: Case
    ) throws {
        let (queryKeyValue, dO) = test.inputs()
        let found = try sameEveryWay {
            try Self.compute(test.parameters, test.batch, queryKeyValue, dO, on: $0)
        }
        let reference = ReferenceAttention(test.parameters, test.batch)
        let x = queryKeyValue.floats.map(Double.init)
        let (o, logSum) = reference.forward(x)
        expectClose(found[0].floats, o, within: 2e-6)
        expectClose(found[1].floats, logSum, within: 2e-6)
        let gradient = dO.floats.map(Double.init)
        expectClose(found[2].floats, reference.backward(x, gradient), within: 5e-6)

        // Differences take the reference's time for each element.
        guard queryKeyValue.rows < 100 else { return }
        var random = RandomRows(seed: test.seed)
        for _ in 0..<3 {
            let index = random.below(x.count)
            let slope = derivative(
                of: { x in
                    zip(reference.forward(x).o, gradient).reduce(0) { $0 + $1.0 * $1.1 }
                }, at: x, by: index)
            #expect(abs(slope - Double(found[2].floats[index])) < 2e-5 * max(1, abs(slope)))
        }
    }

    @Test(arguments: [nil, 40], [1, 2])
    func `a document has the same bits alone and among others`(window: Int?, seed: Int) throws {
        let documents = [[45], [70, 20, 33], [5, 100], [64]]
        var test = Case(documents: documents, window: window, seed: seed)
        (test.heads, test.keyValueHeads) = (6, 2)
        let (queryKeyValue, dO) = test.inputs()
        let together = try Self.compute(
            test.parameters, test.batch, queryKeyValue, dO,
            on: CPUDifferentiableBackend(threads: 3))
        var first = 0
        for document in test.documents {
            let rows = first..<first + document.reduce(0, +)
            let alone = try Self.compute(
                test.parameters, Self.batch([document]), queryKeyValue.rows(rows), dO.rows(rows),
                on: CPUDifferentiableBackend(threads: 3))
            #expect(alone.map(\.bits) == together.map { $0.rows(rows).bits })
            first = rows.upperBound
        }
    }

    @Test(arguments: [1, 2, 3])
    func `one pass over documents and two over tiles give the same bits`(seed: Int) throws {
        let test = Case(documents: [[140, 50, 33]], heads: 3, window: 90, seed: seed)
        let heads = AttentionHeads(test.parameters)
        #expect(heads.suitsOnePass(test.batch, threads: 1))
        #expect(!heads.suitsOnePass(test.batch, threads: 3))
        let (queryKeyValue, dO) = test.inputs()
        _ = try sameEveryWay {
            try Self.compute(test.parameters, test.batch, queryKeyValue, dO, on: $0)
        }
    }

    @Test(arguments: [nil, 50], [64, 75, 3])
    func `branches have the same outputs as whole conversations`(
        window: Int?, beginning: Int
    ) throws {
        let lengths = [40, 90]
        let test = Case(documents: [[beginning] + lengths], heads: 4, window: window, seed: 3)
        let (queryKeyValue, dO) = test.inputs()
        let backend = CPUDifferentiableBackend(threads: 2)
        let shared = try Self.compute(
            test.parameters, test.batch, queryKeyValue, dO, on: backend)
        let prompt = 0..<beginning
        var sums = [Double](repeating: 0, count: beginning * test.width)
        var first = beginning
        for length in lengths {
            let rows = first..<first + length
            func join(_ x: HostMatrix) -> HostMatrix {
                HostMatrix(x.rows(prompt).floats + x.rows(rows).floats, width: x.width)
            }
            // The prompt's own gradients count once.
            var gradient = join(dO)
            if first > beginning {
                for index in 0..<beginning * dO.width { gradient.floats[index] = 0 }
            }
            let whole = try Self.compute(
                test.parameters, Self.batch([[beginning + length]]), join(queryKeyValue), gradient,
                on: backend)
            let answer = beginning..<beginning + length
            for part in [0, 1] {
                #expect(whole[part].rows(prompt).bits == shared[part].rows(prompt).bits)
                #expect(whole[part].rows(answer).bits == shared[part].rows(rows).bits)
            }
            expectClose(
                shared[2].rows(rows).floats, whole[2].rows(answer).floats.map(Double.init),
                within: 2e-6)
            for (index, value) in whole[2].rows(prompt).floats.enumerated() {
                sums[index] += Double(value)
            }
            first = rows.upperBound
        }
        expectClose(shared[2].rows(prompt).floats, sums, within: 5e-6)
    }

    @Test func `scores far apart neither overflow nor vanish`() throws {
        var test = Case(documents: [[80]], seed: 5)
        test.dimension = 16
        var queryKeyValue = test.inputs().queryKeyValue
        let dO = test.inputs().dO
        for index in queryKeyValue.floats.indices where index % test.width < 48 {
            queryKeyValue.floats[index] *= 20
        }
        let found = try sameEveryWay {
            try Self.compute(test.parameters, test.batch, queryKeyValue, dO, on: $0)
        }
        let reference = ReferenceAttention(test.parameters, test.batch)
        let (o, logSum) = reference.forward(queryKeyValue.floats.map(Double.init))
        expectClose(found[0].floats, o, within: 1e-3)
        expectClose(found[1].floats, logSum, within: 1e-6)
        #expect(found[2].floats.allSatisfy { $0.isFinite })
    }

    @Test(arguments: [(8, 8), (20, 12), (64, 64)], [1, 2])
    func `rotation follows its formula, and backward undoes it`(
        sizes: (head: Int, rotated: Int), seed: Int
    ) throws {
        let heads = 3
        let rotary = RotaryEmbedding(
            dimensions: sizes.rotated, base: 10_000, scaling: .none, attentionFactor: 1,
            isInterleaved: false)
        let batch = Self.batch([[30, 9, 4], [17]])
        var random = RandomRows(seed: seed)
        let width = heads * sizes.head
        let x = HostMatrix(random.floats(batch.rowCount * width), width: width)
        let found = try sameEveryWay { backend in
            let angles = try RotaryAngles(rotary, positions: 64, on: backend)
            let view = try backend.view(x)
            func rotate(backward: Bool) throws -> HostMatrix {
                backend.rotate(
                    view, batch: batch, by: angles, headDimension: sizes.head, backward: backward)
                return try backend.host(view)
            }
            return [try rotate(backward: false), try rotate(backward: true)]
        }
        var expected = x.floats.map(Double.init)
        let pairs = sizes.rotated / 2
        for (row, position) in batch.positions.enumerated() {
            for head in 0..<heads {
                for pair in 0..<pairs {
                    let angle = Double(Float(position) * rotary.frequencies[pair])
                    let first = row * width + head * sizes.head + pair
                    let (a, b) = (expected[first], expected[first + pairs])
                    expected[first] = a * cos(angle) - b * sin(angle)
                    expected[first + pairs] = b * cos(angle) + a * sin(angle)
                }
            }
        }
        expectClose(found[0].floats, expected, within: 5e-7)
        expectClose(found[1].floats, x.floats.map(Double.init), within: 5e-7)
    }
}

/// Attention in double precision, as its formulas read.
private struct ReferenceAttention {
    let shape: AttentionParameters
    /// Rows that each row sees.
    private let visible: [[Int]]

    init(_ shape: AttentionParameters, _ batch: PackedBatch) {
        self.shape = shape
        var visible: [[Int]] = []
        for span in batch.spans {
            for row in span.rows {
                let all = Array(span.prefix) + Array(span.rows.lowerBound...row)
                visible.append(Array(all.suffix(shape.window ?? all.count)))
            }
        }
        self.visible = visible
    }

    /// Where the query, key and value of a row and query head begin.
    private func indices(row: Int, head: Int) -> (q: Int, k: Int, v: Int) {
        let shared = head / (shape.heads / shape.keyValueHeads)
        let first = row * (shape.heads + 2 * shape.keyValueHeads)
        let dimension = shape.headDimension
        return (
            (first + head) * dimension, (first + shape.heads + shared) * dimension,
            (first + shape.heads + shape.keyValueHeads + shared) * dimension
        )
    }

    /// Σ x[i + d]·y[j + d] over a head's dimensions.
    private func product(_ x: [Double], _ i: Int, _ y: [Double], _ j: Int) -> Double {
        var sum = 0.0
        for d in 0..<shape.headDimension { sum += x[i + d] * y[j + d] }
        return sum
    }

    /// y[j + d] += factor·x[i + d] over a head's dimensions.
    private func add(_ factor: Double, _ x: [Double], _ i: Int, to y: inout [Double], _ j: Int) {
        for d in 0..<shape.headDimension { y[j + d] += factor * x[i + d] }
    }

    /// Capped scores of what a row sees, their softmax, and its denominator's logarithm.
    private func weights(
        _ x: [Double], row: Int, head: Int
    ) -> (z: [Double], p: [Double], logSum: Double) {
        let query = indices(row: row, head: head).q
        var z: [Double] = []
        for other in visible[row] {
            let score = product(x, query, x, indices(row: other, head: head).k)
            let scaled = score * Double(shape.scale)
            if let cap = shape.softCap.map({ Double($0) }) {
                z.append(cap * tanh(scaled / cap))
            } else {
                z.append(scaled)
            }
        }
        let most = z.max() ?? 0
        var sum = 0.0
        for score in z { sum += exp(score - most) }
        let logSum = most + log(sum)
        return (z, z.map { exp($0 - logSum) }, logSum)
    }

    func forward(_ x: [Double]) -> (o: [Double], logSum: [Double]) {
        let dimension = shape.headDimension
        var o = [Double](repeating: 0, count: visible.count * shape.heads * dimension)
        var sums: [Double] = []
        for row in visible.indices {
            for head in 0..<shape.heads {
                let (_, p, logSum) = weights(x, row: row, head: head)
                for (index, other) in visible[row].enumerated() {
                    let value = indices(row: other, head: head).v
                    add(p[index], x, value, to: &o, (row * shape.heads + head) * dimension)
                }
                sums.append(logSum)
            }
        }
        return (o, sums)
    }

    func backward(_ x: [Double], _ dO: [Double]) -> [Double] {
        var dX = [Double](repeating: 0, count: x.count)
        for row in visible.indices {
            for head in 0..<shape.heads {
                differentiate(x, dO, row: row, head: head, into: &dX)
            }
        }
        return dX
    }

    private func differentiate(
        _ x: [Double], _ dO: [Double], row: Int, head: Int, into dX: inout [Double]
    ) {
        let query = indices(row: row, head: head).q
        let gradient = (row * shape.heads + head) * shape.headDimension
        let (z, p, _) = weights(x, row: row, head: head)
        let dP = visible[row].map { product(dO, gradient, x, indices(row: $0, head: head).v) }
        var mean = 0.0
        for index in p.indices { mean += p[index] * dP[index] }
        for (index, other) in visible[row].enumerated() {
            var dZ = p[index] * (dP[index] - mean)
            let t = shape.softCap.map { z[index] / Double($0) } ?? 0
            dZ *= 1 - t * t
            let (_, key, value) = indices(row: other, head: head)
            add(dZ * Double(shape.scale), x, key, to: &dX, query)
            add(dZ * Double(shape.scale), x, query, to: &dX, key)
            add(p[index], dO, gradient, to: &dX, value)
        }
    }
}
