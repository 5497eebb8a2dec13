import CKernels
import Tensors

/// A weight matrix `[rows, columns]` of small integers and scales, repacked once at load so that dot
/// products of bytes run over 16 rows at a time. The numbers are exactly those of the file.
///
/// `@unchecked Sendable`: the memory is written in `init` only.
final class QuantizedMatrix: @unchecked Sendable {
    private(set) var matrix: ck_quantized
    private let memory: HugeMemory

    /// `nil` for an element type without integers, or rows that are not whole blocks of 32.
    init?(_ weights: MatrixWeights) {
        let stored = weights.stored
        guard let encoding = stored.type.encoding, stored.rowLength % 32 == 0 else { return nil }
        var shape = ck_quantized_shape(encoding, Int64(weights.rows.count), Int64(stored.rowLength))
        let memory = HugeMemory(byteCount: Int(ck_quantized_bytes(&shape)))
        weights.withBytes { source in
            guard let start = source.baseAddress else { return }
            ck_repack(memory.start, &shape, encoding, start)
        }
        shape.data = UnsafeRawPointer(memory.start)
        self.memory = memory
        matrix = shape
    }
}
