import Testing

@testable import Compute
@testable import Models

@Suite struct NormGradientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: ModelConfiguration.Norm
        var rows: Int
        var width: Int
        var heads = 1
        var seed = 1

        var testDescription: String {
            "\(kind), \(rows) rows of \(heads) times \(width), seed \(seed)"
        }
    }

    static let cases = [
        Case(kind: .rms(onePlus: false), rows: 1, width: 1),
        Case(kind: .rms(onePlus: false), rows: 5, width: 17, seed: 2),
        Case(kind: .rms(onePlus: true), rows: 70, width: 576, seed: 3),
        Case(kind: .rms(onePlus: false), rows: 9, width: 20, heads: 3, seed: 4),
        Case(kind: .rms(onePlus: true), rows: 9, width: 64, heads: 2, seed: 5),
        Case(kind: .layer(onePlus: true), rows: 6, width: 37, seed: 6),
        Case(kind: .layer(onePlus: false), rows: 40, width: 200, seed: 7),
        Case(kind: .layer(onePlus: false), rows: 4, width: 9, heads: 2, seed: 8),
    ]

    private struct Inputs {
        var x: HostMatrix
        var dY: HostMatrix
        var before: HostMatrix
        var gain: HostMatrix
        var bias: HostMatrix?
        var blocks: [Range<Int>]

        init(_ test: Case) {
            var random = RandomRows(seed: test.seed)
            let width = test.width * test.heads
            x = HostMatrix(random.floats(test.rows * width, size: 3), width: width)
            dY = HostMatrix(random.floats(test.rows * width), width: width)
            before = HostMatrix(random.floats(test.rows * width), width: width)
            gain = HostMatrix(random.floats(test.width), width: test.width)
            if case .layer = test.kind {
                bias = HostMatrix(random.floats(test.width), width: test.width)
                // A mean far from 0.
                x.floats = x.floats.map { $0 + 5 }
            }
            blocks = stride(from: 0, to: test.rows, by: 3).map { $0..<min($0 + 3, test.rows) }
        }
    }

    private static let epsilon: Float = 1e-5

    /// y, dX, dX where it is added, dGain and dBias.
    private static func compute(
        _ test: Case, _ inputs: Inputs, on backend: CPUDifferentiableBackend
    ) throws -> [HostMatrix] {
        let norm = NormParameters(
            kind: test.kind, gain: try backend.matrix(inputs.gain),
            bias: try inputs.bias.map { try backend.matrix($0) }, epsilon: epsilon)
        let (x, y) = (try backend.view(inputs.x), try backend.view(inputs.before))
        backend.normalise(x, by: norm, into: y)
        let (dY, dX) = (try backend.view(inputs.dY), try backend.view(inputs.before))
        let (dGain, dBias) = (try backend.matrix(inputs.gain), try backend.matrix(inputs.gain))
        backend.normaliseBackward(
            dY, x: x, by: norm, into: dX, adding: true, dGain: dGain,
            dBias: inputs.bias.map { _ in dBias }, blocks: inputs.blocks)
        backend.normaliseBackward(
            dY, x: x, by: norm, into: dY, adding: false, dGain: nil, dBias: nil,
            blocks: inputs.blocks)
        return [
            try backend.host(y), try backend.host(dY), try backend.host(dX),
            try backend.host(dGain.all), try backend.host(dBias.all),
        ]
    }

    /// The norm in double precision.
    private static func reference(
        _ test: Case, _ x: [Double], gain: [Double], bias: [Double]?
    ) -> (y: [Double], normalised: [Double]) {
        var y: [Double] = []
        var normalised: [Double] = []
        var (isCentred, offset) = (false, 0.0)
        switch test.kind {
        case .rms(let onePlus): offset = onePlus ? 1 : 0
        case .layer(let onePlus): (isCentred, offset) = (true, onePlus ? 1 : 0)
        }
        let width = test.width
        for first in stride(from: 0, to: x.count, by: width) {
            let head = x[first..<first + width]
            let mean = isCentred ? head.reduce(0, +) / Double(width) : 0
            let variance = head.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            for (index, value) in head.enumerated() {
                let n = (value - mean) / (variance + Double(epsilon)).squareRoot()
                normalised.append(n)
                y.append(n * (gain[index] + offset) + (bias?[index] ?? 0))
            }
        }
        return (y, normalised)
    }

    @Test(arguments: cases)
    func `norms and their gradients agree with the reference, the same bits every way`(
        _ test: Case
    ) throws {
        let inputs = Inputs(test)
        let found = try sameEveryWay { try Self.compute(test, inputs, on: $0) }
        let x = inputs.x.floats.map(Double.init)
        let (gain, dY) = (inputs.gain.floats.map(Double.init), inputs.dY.floats.map(Double.init))
        let bias = inputs.bias.map { $0.floats.map(Double.init) }
        let (y, normalised) = Self.reference(test, x, gain: gain, bias: bias)
        expectClose(found[0].floats, y, within: 5e-7)

        var dGain = gain
        var dBias = gain
        for index in dY.indices {
            dGain[index % test.width] += dY[index] * normalised[index]
            dBias[index % test.width] += dY[index]
        }
        expectClose(found[3].floats, dGain, within: 2e-6)
        expectClose(found[4].floats, bias == nil ? gain : dBias, within: 2e-6)

        var random = RandomRows(seed: test.seed)
        for _ in 0..<8 {
            // A row's loss, which is all that its inputs change.
            let index = random.below(x.count)
            let first = index - index % inputs.x.width
            let row = first..<first + inputs.x.width
            let slope = derivative(
                of: {
                    let y = Self.reference(test, $0, gain: gain, bias: bias).y
                    return zip(y, dY[row]).reduce(0) { $0 + $1.0 * $1.1 }
                }, at: Array(x[row]), by: index - row.lowerBound)
            #expect(abs(slope - Double(found[1].floats[index])) < 1e-5 * max(1, abs(slope)))
            let added = slope + Double(inputs.before.floats[index])
            #expect(abs(added - Double(found[2].floats[index])) < 1e-5 * max(1, abs(slope)))
        }
    }

    @Test(arguments: [1, 2])
    func `gradients of gain and bias are the same bits in two calls`(seed: Int) throws {
        let test = Case(kind: .layer(onePlus: false), rows: 17, width: 70, seed: seed)
        let inputs = Inputs(test)
        let backend = CPUDifferentiableBackend(threads: 2)
        let whole = try Self.compute(test, inputs, on: backend)
        let norm = NormParameters(
            kind: test.kind, gain: try backend.matrix(inputs.gain),
            bias: try inputs.bias.map { try backend.matrix($0) }, epsilon: Self.epsilon)
        let (dGain, dBias) = (try backend.matrix(inputs.gain), try backend.matrix(inputs.gain))
        for (rows, blocks) in [(0..<9, inputs.blocks[..<3]), (9..<17, inputs.blocks[3...])] {
            let dX = try backend.view(inputs.before.rows(rows))
            backend.normaliseBackward(
                try backend.view(inputs.dY.rows(rows)), x: try backend.view(inputs.x.rows(rows)),
                by: norm, into: dX, adding: true, dGain: dGain, dBias: dBias,
                blocks: blocks.map {
                    $0.lowerBound - rows.lowerBound..<$0.upperBound - rows.lowerBound
                })
            let part = try backend.host(dX)
            #expect(part.bits == whole[2].rows(rows).bits)
        }
        let (gain, bias) = (try backend.host(dGain.all), try backend.host(dBias.all))
        #expect(gain.bits == whole[3].bits)
        #expect(bias.bits == whole[4].bits)
    }
}
