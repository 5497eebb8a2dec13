import CKernels
import Foundation
import Testing

/// The instruction sets of this machine, plain C first.
private let sets = (0...Int(ck_isa_best().rawValue)).map { ck_isa(rawValue: UInt32($0)) }

/// A number in -1..<1 for each place, the same on every run.
private func noise(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 33 & 0xffff) / 0x8000 - 1
    }
}

/// Kernels of what only some architectures have: windows, caps, another gate.
@Suite struct DecoderOptionTests {
    struct Bounds: CustomTestStringConvertible {
        let first: Int
        let positions: Int
        let group: Int
        let size: Int
        let cap: Float
        var testDescription: String { "\(first)..<\(positions), \(group)×\(size), cap \(cap)" }
    }

    static let bounds = [(0, 1), (0, 16), (3, 17), (16, 40), (15, 16), (37, 100)].flatMap { span in
        [(1, 8, Float(0)), (3, 20, 0.7), (2, 64, 5), (6, 24, 5)].map {
            Bounds(first: span.0, positions: span.1, group: $0.0, size: $0.1, cap: $0.2)
        }
    }

    @Test(arguments: bounds)
    func `bounded attention sees its window only, capped, with the same bits everywhere`(
        bounds: Bounds
    ) {
        let (size, positions) = (bounds.size, bounds.positions)
        let tile = Int(ck_cache_tile(Int64(size)))
        let blocks = (positions + 15) / 16
        // What is outside of the window is not a number: one look at it would show.
        var cache = [Float](repeating: .nan, count: blocks * tile)
        let table = (0..<Int32(blocks)).reversed().map { $0 }
        let keys = noise(positions * size, seed: 1)
        let values = noise(positions * size, seed: 2)
        cache.withUnsafeMutableBufferPointer { cache in
            guard let start = cache.baseAddress else { return }
            for t in bounds.first..<positions {
                let span = t * size..<(t + 1) * size
                let block = start + Int(table[t / 16]) * tile
                ck_cache_store(
                    block, Int64(t % 16), Array(keys[span]), Array(values[span]), 1, Int64(size),
                    0, CK_ISA_PLAIN)
            }
        }
        let queries = noise(bounds.group * size, seed: 3)
        let results = sets.map { isa in
            var out = [Float](repeating: .nan, count: bounds.group * size)
            var scratch = [Float](
                repeating: .nan,
                count: Int(ck_attention_scratch(Int64(positions), Int64(bounds.group))))
            ck_bounded_attention_f32(
                &out, queries, cache, table, Int64(tile), Int64(bounds.first), Int64(positions),
                Int64(bounds.group), Int64(size), 0.4, bounds.cap, &scratch, 0, isa)
            return out
        }
        for result in results {
            #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern))
        }
        for head in 0..<bounds.group {
            let weights = (bounds.first..<positions).map { t in
                let score = (0..<size).reduce(0.0) {
                    $0 + 0.4 * Double(queries[head * size + $1]) * Double(keys[t * size + $1])
                }
                let cap = Double(bounds.cap)
                return exp(cap > 0 ? cap * tanh(score / cap) : score)
            }
            let total = weights.reduce(0, +)
            for d in 0..<size {
                let expected = zip(bounds.first..<positions, weights).reduce(0.0) {
                    $0 + $1.1 / total * Double(values[$1.0 * size + d])
                }
                #expect(abs(Double(results[0][head * size + d]) - expected) < 1e-5)
            }
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 100])
    func `caps, gates and sums are their formulae, with the same bits everywhere`(count: Int) {
        let x = noise(count, seed: 4).map { $0 * 30 }
        let y = noise(count, seed: 5)
        let results = sets.map { isa in
            var capped = x
            var gated = x
            var summed = y
            ck_soft_cap_f32(&capped, Int64(count), 12, isa)
            ck_geglu_f32(&gated, x, y, Int64(count), isa)
            ck_add_scaled_f32(&summed, x, 0.3, Int64(count), isa)
            return [capped, gated, summed]
        }
        for result in results {
            #expect(result.map { $0.map(\.bitPattern) } == results[0].map { $0.map(\.bitPattern) })
        }
        for index in 0..<count {
            let (a, b) = (Double(x[index]), Double(y[index]))
            let cubic = (2 / Double.pi).squareRoot() * (a + 0.044715 * a * a * a)
            let gelu = a / 2 * (1 + tanh(cubic))
            #expect(abs(Double(results[0][0][index]) - 12 * tanh(a / 12)) < 1e-5)
            #expect(abs(Double(results[0][1][index]) - gelu * b) < 1e-5)
            #expect(abs(Double(results[0][2][index]) - (b + Double(Float(0.3)) * a)) < 1e-5)
        }
    }
}
