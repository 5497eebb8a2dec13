import Foundation
import Hashing
import Testing

/// Kernels over rows of floats against formulas in double.
@Suite struct FloatRowTests {
    @Test(arguments: [(1, 1), (3, 257), (70_000, 2)])
    func `rows are filled, copied, added and scaled`(size: (Int, Int)) throws {
        Schedule.reversed.choose()
        defer { Schedule.lockstep.choose() }
        var random = SplitMix64(seed: 1)
        let x = FloatRows(size.0, size.1, gap: 1, &random)
        let y = FloatRows(size.0, size.1, gap: 2, &random)
        let factors = random.floats(size.0)
        // A block of threads takes several rows of the tallest.
        let grid = ((size.1 + 255) / 256, min(size.0, 600))
        let (filled, copied, added) = (try y.device(), try y.device(), try y.device())
        let (source, scaled) = (try x.device(), try x.device())
        try EmulatedDevice.launch(
            "fill_rows", grid: grid, threads: 256, filled, y.stride, size.0, size.1, Float(3))
        try y.expect(filled) { _, _ in 3 }
        try EmulatedDevice.launch(
            "copy_rows", grid: grid, threads: 256, copied, y.stride, source, x.stride, size.0,
            size.1)
        try y.expect(copied, within: 0) { x[$0, $1] }
        try EmulatedDevice.launch(
            "add_rows", grid: grid, threads: 256, added, y.stride, source, x.stride, size.0,
            size.1, Float(0.5))
        try y.expect(added) { y[$0, $1] + 0.5 * x[$0, $1] }
        try EmulatedDevice.launch(
            "scale_rows", grid: grid, threads: 256, scaled, x.stride, try DeviceArray(factors),
            size.0, size.1)
        try x.expect(scaled) { x[$0, $1] * Double(factors[$0]) }
    }

    @Test func `rows are gathered, and scattered one after the other`() throws {
        var random = SplitMix64(seed: 2)
        let table = FloatRows(5, 131, gap: 2, &random), y = FloatRows(7, 131, gap: 1, &random)
        let rows: [Int32] = [3, 0, 3, 4, 3, 0, 1]
        let gathered = try y.device()
        try EmulatedDevice.launch(
            "gather_rows", grid: (7, 2), threads: 128, gathered, y.stride, try table.device(),
            table.stride, try DeviceArray(rows), 131, Float(2))
        try y.expect(gathered, within: 0) { 2 * table[Int(rows[$0]), $1] }

        let scattered = try table.device()
        try EmulatedDevice.launch(
            "scatter_rows", grid: (4, 2), threads: 128, scattered, table.stride, try y.device(),
            y.stride, try DeviceArray([0, 1, 3, 4] as [Int32]),
            try DeviceArray([0, 2, 3, 6, 7] as [Int32]),
            try DeviceArray([1, 5, 6, 0, 2, 4, 3] as [Int32]), 131, Float(0.5))
        try table.expect(scattered) { row, column in
            rows.indices.filter { rows[$0] == row }.reduce(table[row, column]) {
                $0 + 0.5 * y[$1, column]
            }
        }
    }

    @Test func `sums over rows begin at zero in each block`() throws {
        var random = SplitMix64(seed: 3)
        let x = FloatRows(40, 130, gap: 1, &random), sums = FloatRows(3, 130, &random)
        let blocks = [0..<1, 1..<39, 39..<40]
        let found = try sums.device()
        try EmulatedDevice.launch(
            "column_sums", grid: (5, 3), threads: 256, found, try x.device(), x.stride,
            try DeviceArray(bounds(blocks)), 130)
        try sums.expect(found) { block, column in
            blocks[block].reduce(0) { $0 + x[$1, column] }
        }
    }

    @Test func `products of rows and squares are summed in double`() throws {
        var random = SplitMix64(seed: 4)
        let x = FloatRows(3, 700, gap: 1, &random), y = FloatRows(3, 700, &random)
        let products = FloatRows(3, 1, &random)
        let found = try products.device()
        try EmulatedDevice.launch(
            "row_products", grid: (3, 1), threads: 128, shared: 1_024, found, try x.device(),
            x.stride, try y.device(), y.stride, 700)
        try products.expect(found, within: 1e-6) { row, _ in
            (0..<700).reduce(0) { $0 + x[row, $1] * y[row, $1] }
        }

        let many = FloatRows(1, 9_001, &random)
        let sums = try DeviceArray([Double](repeating: .nan, count: 3))
        try EmulatedDevice.launch(
            "squared_sums", grid: (3, 1), threads: 256, shared: 2_048, sums, try many.device(),
            9_001)
        for (block, sum) in try sums.values().enumerated() {
            let part = block * 4_096..<min((block + 1) * 4_096, 9_001)
            let expected = part.reduce(0) { $0 + many[0, $1] * many[0, $1] }
            #expect(abs(sum - expected) < 1e-10 * expected)
        }
    }

    @Test(arguments: [0, 1, 2])
    func `activations and their gradients agree with differences`(kind: Int) throws {
        var random = SplitMix64(seed: 6)
        let width = 259, inputs = kind == 2 ? 1 : 2
        let x = FloatRows(3, inputs * width, gap: 1, &random)
        let y = FloatRows(3, width, gap: 2, &random)
        func gelu(_ x: Double) -> Double {
            0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
        func value(_ first: Double, _ up: Double) -> Double {
            switch kind {
            case 0: first / (1 + exp(-first)) * up
            case 1: gelu(first) * up
            default: pow(max(first, 0), 2)
            }
        }
        func up(_ row: Int, _ column: Int) -> Double { kind == 2 ? 0 : x[row, width + column] }
        let out = try y.device()
        try EmulatedDevice.launch(
            "activate_float", grid: (2, 2), threads: 256, out, y.stride, try x.device(), x.stride,
            3, width, kind)
        try y.expect(out) { value(x[$0, $1], up($0, $1)) }
        let dX = try x.device()
        try EmulatedDevice.launch(
            "activate_float_backward", grid: (2, 2), threads: 256, dX, x.stride, try y.device(),
            y.stride, dX, x.stride, 3, width, kind)
        try x.expect(dX) { row, column in
            let at = column % width
            let (first, second) = (x[row, at], up(row, at))
            guard column < width else { return y[row, at] * value(first, 1) }
            return y[row, at]
                * (value(first + 1e-6, second) - value(first - 1e-6, second)) / 2e-6
        }
    }

    @Test func `heads are rotated by their rows' angles, and back`() throws {
        var random = SplitMix64(seed: 7)
        let x = FloatRows(4, 3 * 10, gap: 1, &random)
        let angles = random.floats(2 * 6 * 4), longAngles = random.floats(2 * 6 * 4)
        let positions: [Int32] = [0, 5, -3, -6]
        for sign in [Float(1), -1] {
            let found = try x.device()
            try EmulatedDevice.launch(
                "rotate_float", grid: (4, 3), threads: 32, found, x.stride,
                try DeviceArray(positions), try DeviceArray(angles), try DeviceArray(longAngles), 6,
                4, 10, sign)
            try x.expect(found) { row, column in
                let (head, at) = (column / 10 * 10, column % 10)
                guard at < 8 else { return x[row, column] }
                let position = Int(positions[row])
                let table = position < 0 ? longAngles : angles
                let index = (position < 0 ? -1 - position : position) * 4 + at % 4
                let (c, s) = (Double(table[index]), Double(sign) * Double(table[24 + index]))
                let (a, b) = (x[row, head + at % 4], x[row, head + at % 4 + 4])
                return at < 4 ? a * c - b * s : b * c + a * s
            }
        }
    }

    @Test(arguments: [Float(0), 3], Schedule.allCases)
    func `log-probabilities and their gradient agree with softmax in double`(
        cap: Float, schedule: Schedule
    ) throws {
        schedule.choose()
        defer { Schedule.lockstep.choose() }
        var random = SplitMix64(seed: 8)
        let z = FloatRows(3, 1_100, gap: 2, &random)
        let targets: [Int32] = [0, 1_099, 517], factors: [Float] = [0.5, -1, 0]
        func capped(_ row: Int, _ column: Int) -> Double {
            cap > 0 ? Double(cap) * tanh(z[row, column] / Double(cap)) : z[row, column]
        }
        let sums = (0..<3).map { row in (0..<1_100).reduce(0) { $0 + exp(capped(row, $1)) } }
        for withFactors in [false, true] {
            let logits = try z.device()
            let results = try DeviceArray([Float](repeating: .nan, count: 3))
            let factor: any KernelArgument = withFactors ? try DeviceArray(factors) : 0
            try EmulatedDevice.launch(
                "cross_entropy", grid: (3, 1), threads: 512, shared: 4_096, logits,
                try DeviceArray(targets),
                factor, results, 1_100, z.stride, cap)
            for (row, value) in try results.values().enumerated() {
                let expected = capped(row, Int(targets[row])) - log(sums[row])
                #expect(abs(Double(value) - expected) < 1e-5)
            }
            guard withFactors else { continue }
            try z.expect(logits, within: 1e-6) { row, column in
                let value = capped(row, column)
                let slope = cap > 0 ? 1 - pow(value / Double(cap), 2) : 1
                let hit = column == Int(targets[row]) ? 1.0 : 0
                return Double(factors[row]) * (hit - exp(value) / sums[row]) * slope
            }
        }
    }

    @Test func `log p keeps its digits when p is near 1`() throws {
        var random = SplitMix64(seed: 10)
        var z = FloatRows(1, 600, &random)
        z.floats[7] = 25
        let sum = (0..<600).filter { $0 != 7 }.reduce(0) { $0 + exp(z[0, $1] - 25) }
        let (logits, found) = (try z.device(), try DeviceArray([Float.nan]))
        try EmulatedDevice.launch(
            "cross_entropy", grid: (1, 1), threads: 512, shared: 4_096, logits,
            try DeviceArray([7] as [Int32]), try DeviceArray([1] as [Float]), found, 600, 600,
            Float(0))
        let log = Double(try found.values()[0])
        #expect(abs(log + log1p(sum)) <= 1e-5 * sum, "\(log), expected \(-log1p(sum))")
        let missing = Double(try logits.values()[7])
        #expect(abs(missing - sum / (1 + sum)) <= 1e-5 * sum)
    }

    @Test func `a step of AdamW follows torch's order`() throws {
        var random = SplitMix64(seed: 9)
        let parameter = FloatRows(1, 300, &random), gradient = FloatRows(1, 300, &random)
        let first = FloatRows(1, 300, &random)
        var second = FloatRows(1, 300, &random)
        second.floats = second.floats.map { $0 * $0 }
        let (p, m, v) = (try parameter.device(), try first.device(), try second.device())
        let (rate, beta1, beta2, epsilon, decay) = (0.01, 0.9, 0.99, 1e-8, 0.1)
        let (correction1, correction2) = (1 - pow(beta1, 3), 1 - pow(beta2, 3))
        try EmulatedDevice.launch(
            "adam_step", grid: (2, 1), threads: 256, p, try gradient.device(), m, v, 300,
            Float(0.5), Float(1 - beta1), Float(beta2), Float(1 - beta2),
            Float(1 - rate * decay), Float(rate / correction1),
            Float(correction2.squareRoot()), Float(epsilon))
        func newFirst(_ i: Int) -> Double {
            beta1 * first[0, i] + (1 - beta1) * 0.5 * gradient[0, i]
        }
        func newSecond(_ i: Int) -> Double {
            beta2 * second[0, i] + (1 - beta2) * pow(0.5 * gradient[0, i], 2)
        }
        try first.expect(m, within: 1e-6) { newFirst($1) }
        try second.expect(v, within: 1e-6) { newSecond($1) }
        try parameter.expect(p, within: 1e-6) { _, i in
            parameter[0, i] * (1 - rate * decay) - rate / correction1 * newFirst(i)
                / ((newSecond(i) / correction2).squareRoot() + epsilon)
        }
    }
}
