import Tensors

/// A matrix `[outputs, inputs]` as it lies in its file, and its bias.
package struct MatrixWeights: Sendable {
    let stored: StoredTensor
    /// The rows of `stored` that are this matrix: all, or one expert's.
    let rows: Range<Int>
    let bias: [Float]?

    init(_ stored: StoredTensor, rows: Range<Int>? = nil, bias: [Float]? = nil) {
        (self.stored, self.bias) = (stored, bias)
        self.rows = rows ?? 0..<stored.rowCount
    }

    /// Bytes of the matrix's rows.
    var byteCount: Int { rows.count * bytesPerRow }

    private var bytesPerRow: Int { stored.byteCount / max(1, stored.rowCount) }

    /// Calls `body` with the encoded rows, without their scales; the pointer is valid only inside.
    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        let start = rows.lowerBound * bytesPerRow
        stored.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + byteCount])) }
    }
}

/// A norm's gain, and bias where it has one.
package struct NormWeights: Sendable {
    let gain: [Float]
    let bias: [Float]?
}

/// A mixture of feed-forwards.
package struct ExpertWeights: Sendable {
    /// One output for each expert.
    let router: MatrixWeights
    /// For each expert, gate and up side by side.
    let expand: [[MatrixWeights]]
    let contract: [MatrixWeights]
    let options: ModelConfiguration.Experts
    let activation: ModelConfiguration.FeedForward
}
