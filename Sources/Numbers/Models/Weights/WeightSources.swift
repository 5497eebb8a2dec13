package import Checkpoints

/// A matrix `[outputs, inputs]` as it lies in its file, and its bias.
package struct MatrixWeights: Sendable {
    package let stored: StoredTensor
    /// The rows of `stored` that are this matrix: all, or one expert's.
    package let rows: Range<Int>
    package let bias: [Float]?
    /// A change whose product is added to the matrix's; nil for none.
    package let change: LowRankWeights?

    package init(
        _ stored: StoredTensor, rows: Range<Int>? = nil, bias: [Float]? = nil,
        change: LowRankWeights? = nil
    ) {
        (self.stored, self.bias, self.change) = (stored, bias, change)
        self.rows = rows ?? 0..<stored.rowCount
    }

    /// Bytes of the matrix's rows.
    package var byteCount: Int { rows.count * bytesPerRow }

    private var bytesPerRow: Int { stored.byteCount / max(1, stored.rowCount) }

    /// Calls `body` with the encoded rows, without their scales; the pointer is valid only inside.
    package func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        let start = rows.lowerBound * bytesPerRow
        stored.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + byteCount])) }
    }
}

/// A low-rank change of a matrix, B·A, in float32.
package struct LowRankWeights: Sendable {
    /// A: `[rank, inputs]`.
    package let down: StoredTensor
    /// B times the change's scale: `[outputs, rank]`, the rows in the order of the matrix's.
    package let up: StoredTensor
}

/// A norm's gain, and bias where it has one.
package struct NormWeights: Sendable {
    package let gain: [Float]
    package let bias: [Float]?

    package init(gain: [Float], bias: [Float]? = nil) {
        (self.gain, self.bias) = (gain, bias)
    }
}

/// A mixture of feed-forwards.
package struct ExpertWeights: Sendable {
    /// One output for each expert.
    package let router: MatrixWeights
    /// For each expert, gate and up side by side.
    package let expand: [[MatrixWeights]]
    package let contract: [MatrixWeights]
    package let options: ModelConfiguration.Experts
    package let activation: ModelConfiguration.FeedForward
}
