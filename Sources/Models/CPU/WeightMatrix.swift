import CKernels
import Tensors

/// A weight matrix `[rows, columns]` in memory, in the encoding of its file.
///
/// Packed once at load so that 16 output rows lie side by side; widened to float32 a panel at a time
/// while it is multiplied.
///
/// `@unchecked Sendable`: the memory is written in `init` only.
final class WeightMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    private let memory: HugeMemory
    private(set) var matrix: ck_matrix

    /// - Throws: `TensorError` if the element type cannot be decoded.
    init(_ weights: MatrixWeights) throws {
        let stored = weights.stored
        rows = weights.rows.count
        columns = stored.rowLength
        let form = stored.type.matrixForm
        let packed = Int(ck_packed_bytes(form, Int64(rows), Int64(columns)))
        let bytes = form == CK_FORM_ROWS ? weights.byteCount : packed
        if form == CK_FORM_ROWS, stored.type.widen == nil {
            throw TensorError.unreadableType(
                path: stored.path,
                tensor: stored.name,
                type: stored.type
            )
        }
        let memory = HugeMemory(byteCount: bytes)
        let (rows, columns) = (Int64(rows), Int64(columns))
        weights.withBytes { source in
            guard let start = source.baseAddress else { return }
            if form == CK_FORM_ROWS {
                memory.start.copyMemory(from: start, byteCount: bytes)
            } else {
                ck_pack(memory.start, start, form, rows, columns)
            }
        }
        self.memory = memory
        matrix = ck_matrix(
            data: UnsafeRawPointer(memory.start),
            rows: rows,
            columns: columns,
            form: form,
            widen: stored.type.widen,
            block_elements: Int64(stored.type.blockSize),
            block_bytes: Int64(stored.type.blockBytes)
        )
    }
}
