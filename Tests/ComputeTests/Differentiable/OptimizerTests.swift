import Foundation
import Testing

@testable import Compute

@Suite struct OptimizerTests {
    @Test(arguments: [1, 15, 4096, 4097, 100_003], [1, 2])
    func `a squared norm is a sum in double precision, the same bits every way`(
        count: Int, seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let x = HostMatrix(random.floats(count), width: count)
        var sums: Set<UInt64> = []
        _ = try sameEveryWay { backend in
            sums.insert(try backend.squaredNorm(backend.matrix(x)).bitPattern)
            return []
        }
        #expect(sums.count == 1)
        // The squares are exact; a plain sum of so many would not be exact enough to compare with.
        var (exact, lost) = (0.0, 0.0)
        for value in x.floats {
            let square = Double(value) * Double(value)
            let sum = exact + square
            lost += exact >= square ? exact - sum + square : square - sum + exact
            exact = sum
        }
        exact += lost
        let found = sums.first.map { Double(bitPattern: $0) } ?? .nan
        #expect(abs(found - exact) <= exact * 1e-14)
    }

    @Test(arguments: [1, 19, 70_001], [1, 2])
    func `steps of AdamW follow torch's order, the same bits every way`(
        count: Int, seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let start = HostMatrix(random.floats(count), width: count)
        let gradients = (0..<3).map { _ in HostMatrix(random.floats(count), width: count) }
        let steps = (1...3).map { t in
            AdamStep(
                learningRate: 3e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, decay: 0.1,
                correction1: 1 - pow(0.9, Double(t)), correction2: 1 - pow(0.95, Double(t)),
                gradientScale: 0.7)
        }
        let found = try sameEveryWay { backend in
            let p = try backend.matrix(start)
            let (m, v) = (
                try backend.makeMatrix(rows: 1, width: count),
                try backend.makeMatrix(rows: 1, width: count)
            )
            for (step, gradient) in zip(steps, gradients) {
                backend.adamStep(
                    p, gradient: try backend.matrix(gradient), first: m, second: v, step: step)
            }
            return [try backend.host(p.all), try backend.host(m.all), try backend.host(v.all)]
        }
        for index in 0..<count {
            // In float, operation by operation.
            var (p, m, v) = (start.floats[index], Float(0), Float(0))
            // In double.
            var (exactP, exactM, exactV) = (Double(p), 0.0, 0.0)
            for (step, gradient) in zip(steps, gradients) {
                let g = gradient.floats[index] * Float(step.gradientScale)
                p *= Float(1 - step.learningRate * step.decay)
                m += Float(1 - step.beta1) * (g - m)
                v = v * Float(step.beta2) + Float(1 - step.beta2) * g * g
                let root = Float(step.correction2.squareRoot())
                p +=
                    Float(-step.learningRate / step.correction1) * m
                    / (v.squareRoot() / root + Float(step.epsilon))

                let exact = Double(gradient.floats[index]) * step.gradientScale
                exactM = step.beta1 * exactM + (1 - step.beta1) * exact
                exactV = step.beta2 * exactV + (1 - step.beta2) * exact * exact
                exactP -= step.learningRate * step.decay * exactP
                exactP -=
                    step.learningRate / step.correction1 * exactM
                    / ((exactV / step.correction2).squareRoot() + step.epsilon)
            }
            let bits = [p, m, v].map(\.bitPattern)
            guard found.map({ $0.floats[index].bitPattern }) == bits,
                abs(Double(p) - exactP) < 2e-6
            else {
                Issue.record("element \(index): \(found.map { $0.floats[index] }), \(p), \(exactP)")
                return
            }
        }
    }

    @Test(arguments: [1, 255, 256, 1_000, 40_001], [1, 2])
    func `AdamW on moments of 8 bits is as it says, the same bits every way`(
        count: Int, seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let start = HostMatrix(random.floats(count), width: count)
        // Of very different sizes within a block, and some zeros.
        let gradients = (0..<3).map { _ in
            HostMatrix(
                random.floats(count).map { $0.magnitude < 0.1 ? 0 : $0 * $0 * $0 * $0 * $0 },
                width: count)
        }
        let steps = (1...3).map { t in
            AdamStep(
                learningRate: 3e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, decay: 0.1,
                correction1: 1 - pow(0.9, Double(t)), correction2: 1 - pow(0.95, Double(t)),
                gradientScale: 0.7)
        }
        let found = try sameEveryWay { backend in
            let p = try backend.matrix(start)
            let m = try EightBitMoments.zeros(count, on: backend)
            let v = try EightBitMoments.zeros(count, on: backend)
            for (step, gradient) in zip(steps, gradients) {
                backend.adamStep8Bit(
                    p, gradient: try backend.matrix(gradient), first: m, second: v, step: step)
            }
            let means = try EightBitMoments.values(of: m, isFirst: true, on: backend)
            let roots = try EightBitMoments.values(of: v, isFirst: false, on: backend)
            // The codes themselves too: nothing of them is undefined.
            return [
                try backend.host(p.all), HostMatrix(means, width: means.count),
                HostMatrix(roots, width: roots.count), try backend.host(m.all),
                try backend.host(v.all),
            ]
        }
        var (p, m, r) = (start.floats, [Float](repeating: 0, count: count), [Float]())
        r = m
        for (step, gradient) in zip(steps, gradients) {
            for index in 0..<count {
                let g = gradient.floats[index] * Float(step.gradientScale)
                m[index] += Float(1 - step.beta1) * (g - m[index])
                let v = r[index] * r[index] * Float(step.beta2) + g * Float(1 - step.beta2) * g
                r[index] = v.squareRoot()
                p[index] =
                    p[index] * Float(1 - step.learningRate * step.decay) + m[index]
                    * Float(-step.learningRate / step.correction1)
                    / (r[index] / Float(step.correction2.squareRoot()) + Float(step.epsilon))
            }
            m = Self.coded(m, .init(signed: true))
            r = Self.coded(r, .init(signed: false))
        }
        #expect(found[0].bits == p.map(\.bitPattern))
        #expect(Array(found[1].floats.prefix(count)) == m)
        #expect(Array(found[2].floats.prefix(count)) == r)
        #expect(found[1].floats.dropFirst(count).allSatisfy { $0 == 0 })
        #expect(found[2].floats.dropFirst(count).allSatisfy { $0 == 0 })
    }

    /// What values become in 8 bits, block by block.
    private static func coded(_ values: [Float], _ map: CodeMap) -> [Float] {
        stride(from: 0, to: values.count, by: 256).flatMap { first -> [Float] in
            let block = values[first..<min(first + 256, values.count)]
            let (most, least) = (block.max() ?? 0, block.min() ?? 0)
            let scale = most >= -least ? most : least
            guard scale != 0 else { return block.map { _ in 0 } }
            return block.map { value in
                let x = value / scale
                let code = map.floats[256..<511].count { $0 < x }
                return map.floats[code == 0 && x > 0 ? 1 : code] * scale
            }
        }
    }

    @Test(arguments: [true, false])
    func `codes of 8 bits are dense near 0 and reach 1`(signed: Bool) {
        let map = CodeMap(signed: signed)
        let (values, bounds) = (map.floats.prefix(256), map.floats[256..<511])
        #expect(map.floats.count == 512)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(values.contains(0) && values.last == 1)
        #expect(((values.first ?? 1) < 0) == signed)
        for (index, bound) in bounds.enumerated() {
            #expect(values[index] < bound && bound < values[index + 1])
        }
        // A decade has twice the codes of the one below it.
        func count(_ low: Float, _ high: Float) -> Int { values.count { low < $0 && $0 < high } }
        #expect(count(0.1, 1) == (signed ? 64 : 128))
        #expect(count(0.01, 0.1) == (signed ? 32 : 64))
        #expect(count(0, 1e-6) == (signed ? 1 : 2))
    }
}
