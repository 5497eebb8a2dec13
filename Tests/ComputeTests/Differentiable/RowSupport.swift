import CKernels
import Testing

@testable import Compute

/// Random numbers from a seed: Knuth's linear congruences, high bits.
struct RandomRows {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    /// Floats between -size and size.
    mutating func floats(_ count: Int, size: Float = 1) -> [Float] {
        (0..<count).map { _ in (Float(below(20_001)) / 10_000 - 1) * size }
    }
}

/// Floats as rows, `[rows, width]`.
struct HostMatrix: Equatable {
    let width: Int
    var floats: [Float]

    var rows: Int { width == 0 ? 0 : floats.count / width }
    /// Of every float, so that 0 and -0 differ, and a NaN equals itself.
    var bits: [UInt32] { floats.map(\.bitPattern) }

    init(_ floats: [Float], width: Int) { (self.floats, self.width) = (floats, width) }

    func rows(_ range: Range<Int>) -> HostMatrix {
        HostMatrix(Array(floats[range.lowerBound * width..<range.upperBound * width]), width: width)
    }
}

extension CPUDifferentiableBackend {
    /// Copies a matrix in, between other columns and rows, whose stride differs from its width.
    func view(_ x: HostMatrix) throws -> MatrixView {
        let matrix = try makeMatrix(rows: x.rows + 2, width: x.width + 5)
        fill(matrix.all, with: 7)
        let view = MatrixView(matrix, rows: 1..<1 + x.rows, columns: 3..<3 + x.width)
        try write(x.floats, to: view)
        return view
    }

    func matrix(_ x: HostMatrix) throws -> FloatMatrix {
        let matrix = try makeMatrix(rows: x.rows, width: x.width)
        try write(x.floats, to: matrix.all)
        return matrix
    }

    /// Copies a view out; what lies around it must be as ``view(_:)`` left it.
    func host(_ x: MatrixView) throws -> HostMatrix {
        var floats = [Float](repeating: 0, count: x.rowCount * x.width)
        try read(x, into: &floats)
        if x.width < x.matrix.width {
            var all = [Float](repeating: 0, count: x.matrix.rows * x.matrix.width)
            try read(x.matrix.all, into: &all)
            for (index, value) in all.enumerated() {
                let (row, column) = index.quotientAndRemainder(dividingBy: x.matrix.width)
                guard !x.rows.contains(row) || !x.columns.contains(column) else { continue }
                #expect(value == 7, "written outside at row \(row), column \(column)")
            }
        }
        return HostMatrix(floats, width: x.width)
    }
}

/// Computes with one and three threads and every instruction set; expects the same bits, and
/// returns the result.
func sameEveryWay(
    _ compute: (CPUDifferentiableBackend) throws -> [HostMatrix]
) throws -> [HostMatrix] {
    let best = try compute(CPUDifferentiableBackend(threads: 1))
    for isa in [CK_ISA_PLAIN, CK_ISA_AVX2, CK_ISA_AVX512]
    where isa.rawValue <= ck_isa_best().rawValue {
        for threads in [1, 3] {
            let found = try compute(CPUDifferentiableBackend(threads: threads, isa: isa))
            #expect(
                found.map(\.bits) == best.map(\.bits),
                "\(String(cString: ck_isa_name(isa))), \(threads) threads")
        }
    }
    return best
}

/// Expects each number within `tolerance`, relative to the greatest or at least 1; names the worst.
func expectClose(
    _ found: [Float], _ expected: [Double], within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let scale = max(1, expected.map(abs).max() ?? 1)
    let worst = zip(found, expected).enumerated().max {
        abs(Double($0.element.0) - $0.element.1) < abs(Double($1.element.0) - $1.element.1)
    }
    #expect(found.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
    guard let worst else { return }
    #expect(
        abs(Double(worst.element.0) - worst.element.1) <= tolerance * scale,
        "element \(worst.offset): \(worst.element.0), expected \(worst.element.1)",
        sourceLocation: sourceLocation)
}

/// The derivative of `function` by element `index` of `x`, from differences of four values around.
func derivative(
    of function: ([Double]) -> Double, at x: [Double], by index: Int, step: Double = 1e-3
) -> Double {
    func value(_ steps: Double) -> Double {
        var moved = x
        moved[index] += steps * step
        return function(moved)
    }
    return (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * step)
}
