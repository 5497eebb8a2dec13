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
}
