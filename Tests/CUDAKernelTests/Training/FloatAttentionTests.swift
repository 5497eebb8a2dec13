import Foundation
import Hashing
import Testing

/// Attention of training (kernels/attention_float*.cu, and on tensor cores attention_bf16*.cu)
/// against softmax in double.
@Suite struct FloatAttentionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let heads, keyHeads, dimension: Int
        var window = 0
        var cap: Float = 0
        var isBF16 = false
        /// A beginning with two branches, and two documents without.
        var documents = [[37, 5, 40], [1], [33]]

        var width: Int { (heads + 2 * keyHeads) * dimension }
        var scale: Float { 1 / Float(dimension).squareRoot() }
        var testDescription: String {
            "\(heads) heads, \(keyHeads) of keys, of \(dimension), window \(window), cap \(cap), "
                + (isBF16 ? "bf16" : "float32")
        }
    }

    static let cases =
        floatCases
        + floatCases.filter { $0.dimension <= 128 }.map {
            var work = $0
            work.isBF16 = true
            return work
        }

    private static let floatCases = [
        Case(heads: 4, keyHeads: 2, dimension: 16),
        Case(heads: 3, keyHeads: 1, dimension: 10, window: 7),
        Case(heads: 2, keyHeads: 2, dimension: 64, window: 33, cap: 5),
        Case(heads: 2, keyHeads: 1, dimension: 80, documents: [[70], [3, 31, 34]]),
        Case(heads: 2, keyHeads: 1, dimension: 130, window: 20, cap: 3),
    ]

    @Test(arguments: cases.indices)
    func `outputs and gradients agree with softmax in double, in whatever order threads run`(
        index: Int
    ) throws {
        let work = FloatAttentionWork(Self.cases[index], seed: UInt64(index))
        let reference = work.reference()
        var bits = SameBits()
        for schedule in Schedule.allCases {
            schedule.choose(seed: 3)
            let found = try work.run()
            // Weights and their gradients are rounded to bf16.
            let tolerance = work.shape.isBF16 ? 1e-2 : 2e-5
            for (name, found, expected, tolerance) in [
                ("o", found.o, reference.o, tolerance),
                ("log-sum", found.logSum, reference.logSum, 2e-5),
                ("gradient", found.gradient, reference.gradient, tolerance),
            ] {
                let wrong = zip(found, expected).enumerated().first { _, pair in
                    !(abs(Double(pair.0) - pair.1) <= tolerance * (1 + abs(pair.1)))
                }
                #expect(wrong == nil, "\(name), \(schedule)")
            }
            bits.expect(
                (found.o + found.logSum + found.gradient).map(\.bitPattern), "\(schedule)")
        }
    }

    @Test(arguments: cases.indices)
    func `a document has the same bits alone and among others`(index: Int) throws {
        Schedule.lockstep.choose()
        let work = FloatAttentionWork(Self.cases[index], seed: UInt64(index))
        let all = try work.run()
        for document in work.shape.documents.indices {
            let rows = work.rows(of: document)
            let alone = try work.alone(document).run()
            #expect(
                alone.gradient.map(\.bitPattern)
                    == all.gradient[
                        rows.lowerBound * work.shape.width..<rows.upperBound * work.shape.width
                    ].map(\.bitPattern))
            let outputs = work.outputs
            #expect(
                alone.o.map(\.bitPattern)
                    == all.o[rows.lowerBound * outputs..<rows.upperBound * outputs]
                    .map(\.bitPattern))
        }
    }
}
