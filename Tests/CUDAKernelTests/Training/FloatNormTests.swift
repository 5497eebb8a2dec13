import Foundation
import Hashing
import Testing

/// Norms of floats (kernels/norm_float.cu) against formulas in double.
@Suite struct FloatNormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rows, heads, width: Int
        let centred: Bool
        var offset: Float = 0
        var adding = false

        var testDescription: String { "\(rows) rows, \(heads) heads of \(width), \(centred)" }
    }

    static let cases = [
        Case(rows: 5, heads: 1, width: 7, centred: false),
        Case(rows: 9, heads: 3, width: 34, centred: false, offset: 1, adding: true),
        Case(rows: 4, heads: 1, width: 300, centred: true, offset: 1),
        Case(rows: 6, heads: 2, width: 9, centred: true, adding: true),
    ]

    @Test(arguments: cases)
    func `norms and their gradients agree with formulas in double`(work: Case) throws {
        var random = SplitMix64(seed: 5)
        let (width, heads) = (work.width, work.heads)
        let x = FloatRows(work.rows, heads * width, gap: 3, &random)
        let dY = FloatRows(work.rows, heads * width, gap: 1, &random)
        let gain = FloatRows(1, width, &random), bias = FloatRows(1, width, &random)
        let (deviceX, deviceDY, deviceGain) = (try x.device(), try dY.device(), try gain.device())
        let threads = width <= 256 ? 32 : 256, grid = (work.rows * heads, 1)
        let (epsilon, centred) = (Float(1e-3), work.centred ? 1 : 0)
        /// Mean and scale of a head.
        func moments(_ row: Int, _ head: Int) -> (mean: Double, scale: Double) {
            let values = (0..<width).map { x[row, head * width + $0] }
            let mean = work.centred ? values.reduce(0, +) / Double(width) : 0
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            return (mean, 1 / (variance + Double(epsilon)).squareRoot())
        }
        let all = (0..<work.rows).map { row in (0..<heads).map { moments(row, $0) } }
        func normal(_ row: Int, _ column: Int) -> Double {
            let found = all[row][column / width]
            return (x[row, column] - found.mean) * found.scale
        }
        func factor(_ column: Int) -> Double { gain[0, column % width] + Double(work.offset) }

        let y = try dY.device()
        try EmulatedDevice.launch(
            "norm_float", grid: grid, threads: threads, y, dY.stride, deviceX, x.stride,
            deviceGain, work.offset, try bias.device(), heads, width, epsilon, centred)
        try dY.expect(y, "y") { normal($0, $1) * factor($1) + bias[0, $1 % width] }

        func gradient(_ row: Int, _ column: Int) -> Double {
            let columns = (0..<width).map { column / width * width + $0 }
            let h = columns.map { dY[row, $0] * factor($0) }
            let mean = work.centred ? h.reduce(0, +) / Double(width) : 0
            let slope =
                zip(h, columns).reduce(0) { $0 + $1.0 * normal(row, $1.1) } / Double(width)
            let scale = all[row][column / width].scale
            return scale * (h[column % width] - mean - normal(row, column) * slope)
        }
        // Not adding, dX is dY itself.
        let dX = try work.adding ? x.device() : dY.device()
        let target = work.adding ? x : dY
        try EmulatedDevice.launch(
            "norm_float_backward", grid: grid, threads: threads, dX, target.stride,
            work.adding ? deviceDY : dX, dY.stride, deviceX, x.stride, deviceGain, work.offset,
            heads, width, epsilon, centred, work.adding ? 1 : 0)
        try target.expect(dX, "dX") { (work.adding ? x[$0, $1] : 0) + gradient($0, $1) }

        let found = try DeviceArray([Float](repeating: .nan, count: 2 * work.rows * heads))
        try EmulatedDevice.launch(
            "norm_float_moments", grid: grid, threads: threads, found, deviceX, x.stride, heads,
            width, epsilon, centred)
        let blocks = [0..<1, 1..<3, 3..<work.rows]
        let list = try DeviceArray(bounds(blocks))
        let sums = FloatRows(blocks.count, width, &random)
        let (gains, biases) = (try sums.device(), try sums.device())
        try EmulatedDevice.launch(
            "norm_float_sums", grid: ((width + 31) / 32, blocks.count), threads: 256, gains,
            biases, deviceDY, dY.stride, deviceX, x.stride, found, list, heads, width)
        func sum(_ block: Int, _ column: Int, _ term: (Int, Int) -> Double) -> Double {
            blocks[block].reduce(0) { sum, row in
                (0..<heads).reduce(sum) { $0 + term(row, $1 * width + column) }
            }
        }
        try sums.expect(gains, "dGain") { sum($0, $1) { dY[$0, $1] * normal($0, $1) } }
        try sums.expect(biases, "dBias") { sum($0, $1) { dY[$0, $1] } }
        let total = try gain.device()
        try EmulatedDevice.launch(
            "add_sums", grid: ((width + 127) / 128, 1), threads: 128, total, gain.stride, gains,
            blocks.count, width, Float(0.5))
        let blockSums = try gains.values()
        try gain.expect(total, "sum") { _, column in
            (0..<blocks.count).reduce(gain[0, column]) {
                $0 + 0.5 * Double(blockSums[$1 * width + column])
            }
        }
    }
}
