import Models

/// A norm's gain, and bias where it has one, where they lie.
struct NormRows: @unchecked Sendable {
    let gain: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let width: Int
}

/// The memory of a norm.
final class CPUNorm {
    let rows: NormRows
    private let gain: RowBuffer
    private let bias: RowBuffer?

    init(_ norm: NormWeights) {
        gain = RowBuffer(norm.gain)
        bias = norm.bias.map { RowBuffer($0) }
        rows = NormRows(
            gain: gain.rows.floats, bias: bias.map { UnsafePointer($0.rows.floats) },
            width: norm.gain.count)
    }
}
