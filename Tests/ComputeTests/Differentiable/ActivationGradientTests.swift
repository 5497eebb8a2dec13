import Foundation
import Testing

@testable import Compute
@testable import Models

@Suite struct ActivationGradientTests {
    private typealias Kind = ModelConfiguration.FeedForward

    /// The activation in double precision, of one gate and up.
    private static func reference(_ kind: Kind, gate: Double, up: Double) -> Double {
        switch kind {
        case .swiGLU: gate / (1 + exp(-gate)) * up
        case .geGLU:
            gate / 2 * up * (1 + tanh(0.7978845608028654 * (gate + 0.044715 * pow(gate, 3))))
        case .squaredReLU: max(up, 0) * max(up, 0)
        }
    }

    @Test(
        arguments: [ModelConfiguration.FeedForward.swiGLU, .geGLU, .squaredReLU],
        [(1, 1), (3, 20), (23, 176)])
    func `activations and their gradients agree with the reference, the same bits every way`(
        kind: ModelConfiguration.FeedForward, size: (rows: Int, width: Int)
    ) throws {
        var random = RandomRows(seed: size.rows)
        let (width, inputWidth) = (size.width, size.width * (kind.isGated ? 2 : 1))
        let x = HostMatrix(random.floats(size.rows * inputWidth, size: 6), width: inputWidth)
        let dY = HostMatrix(random.floats(size.rows * width), width: width)
        let found = try sameEveryWay { backend in
            let (input, y) = (try backend.view(x), try backend.view(dY))
            backend.activate(input, as: kind, into: y)
            let dX = try backend.view(x)
            backend.activateBackward(try backend.view(dY), x: input, as: kind, into: dX)
            // In place.
            backend.activateBackward(try backend.view(dY), x: input, as: kind, into: input)
            return [try backend.host(y), try backend.host(dX), try backend.host(input)]
        }
        #expect(found[1].bits == found[2].bits)
        for row in 0..<size.rows {
            for column in 0..<width {
                let first = row * inputWidth + column
                let values =
                    kind.isGated
                    ? [Double(x.floats[first]), Double(x.floats[first + width])]
                    : [0, Double(x.floats[first])]
                func value(_ x: [Double]) -> Double { Self.reference(kind, gate: x[0], up: x[1]) }
                let y = Double(found[0].floats[row * width + column])
                guard abs(y - value(values)) < 2e-6 * max(1, abs(y)) else {
                    Issue.record("\(y) at \(values), expected \(value(values))")
                    return
                }
                let gradient = Double(dY.floats[row * width + column])
                for part in kind.isGated ? [0, 1] : [1] {
                    // Where the slope bends, differences say little.
                    guard kind.isGated || abs(values[1]) > 1e-2 else { continue }
                    let slope = gradient * derivative(of: value, at: values, by: part)
                    let dX = Double(found[1].floats[first + (kind.isGated ? part * width : 0)])
                    guard abs(dX - slope) < 1e-5 * max(1, abs(slope)) else {
                        Issue.record("slope \(dX) at \(values), expected \(slope)")
                        return
                    }
                }
            }
        }
    }

    @Test(arguments: [ModelConfiguration.FeedForward.swiGLU, .geGLU])
    func `far from zero a gate is open or closed`(kind: ModelConfiguration.FeedForward) throws {
        let gates: [Float] = [-1e30, -1e4, -100, -88, 88, 100, 1e4, 1e15]
        let x = HostMatrix(gates + gates.map { _ in 2 }, width: 2 * gates.count)
        let dY = HostMatrix(gates.map { _ in 1 }, width: gates.count)
        let backend = CPUDifferentiableBackend(threads: 1)
        let dX = try backend.view(x)
        backend.activateBackward(try backend.view(dY), x: try backend.view(x), as: kind, into: dX)
        let found = try backend.host(dX).floats
        for (index, gate) in gates.enumerated() {
            #expect(abs(found[index] - (gate > 0 ? 2 : 0)) < 1e-6)
            #expect(abs(found[index + gates.count] - max(gate, 0)) <= max(gate, 1) * 1e-6)
        }
    }
}
