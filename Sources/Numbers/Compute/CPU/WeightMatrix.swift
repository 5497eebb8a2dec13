import CKernels
import Checkpoints
import Models

/// A weight matrix `[rows, columns]` in memory, packed once at load so that 16 output rows lie side by
/// side, and its bias.
///
/// `@unchecked Sendable`: the memory is written in `init` only.
final class WeightMatrix: @unchecked Sendable {
    let packed: PackedMatrix
    let bias: UnsafePointer<Float>?

    private let memory: HugeMemory
    private let biasMemory: RowBuffer?

    /// - Throws: `TensorError` if the element type cannot be decoded.
    init(_ weights: MatrixWeights, _ rounding: ActivationRounding) throws {
        if weights.stored.rowScales != nil {
            (packed, memory) = try Self.widened(weights)
        } else if rounding.contains(.toIntegers), let integers = Self.integers(weights) {
            (packed, memory) = integers
        } else if rounding.contains(.toBF16), let bf16 = Self.bf16(weights) {
            (packed, memory) = bf16
        } else {
            (packed, memory) = try Self.floats(weights)
        }
        biasMemory = weights.bias.map { RowBuffer($0) }
        bias = biasMemory.map { UnsafePointer($0.rows.floats) }
    }

    /// The numbers of the file exactly: small integers, and scales. `nil` for an element type that is
    /// not made of them, or rows that are not whole blocks of 32.
    private static func integers(_ weights: MatrixWeights) -> (PackedMatrix, HugeMemory)? {
        let stored = weights.stored
        guard let encoding = stored.type.encoding, stored.rowLength % 32 == 0 else { return nil }
        var shape = ck_quantized_shape(encoding, Int64(weights.rows.count), Int64(stored.rowLength))
        let memory = HugeMemory(byteCount: Int(ck_quantized_bytes(&shape)))
        weights.withBytes { source in
            guard let start = source.baseAddress else { return }
            ck_repack(memory.start, &shape, encoding, start)
        }
        shape.data = UnsafeRawPointer(memory.start)
        return (.integers(shape), memory)
    }

    /// `nil` for another element type than bfloat16, or an odd number of columns.
    private static func bf16(_ weights: MatrixWeights) -> (PackedMatrix, HugeMemory)? {
        let (rows, columns) = (weights.rows.count, weights.stored.rowLength)
        guard weights.stored.type == .bf16, columns % 2 == 0 else { return nil }
        let bytes = Int(ck_packed_bf16_bytes(Int64(rows), Int64(columns)))
        let memory = HugeMemory(byteCount: bytes)
        let data = memory.start.bindMemory(to: UInt16.self, capacity: bytes / 2)
        weights.withBytes { source in
            guard let start = source.baseAddress else { return }
            ck_pack_bf16(data, start, Int64(rows), Int64(columns))
        }
        return (.bf16(BF16Matrix(data: data, rows: rows, columns: columns)), memory)
    }

    /// As 32-bit floats: what the file keeps scales of in another tensor.
    private static func widened(_ weights: MatrixWeights) throws -> (PackedMatrix, HugeMemory) {
        let (rows, columns) = (Int64(weights.rows.count), Int64(weights.stored.rowLength))
        let memory = HugeMemory(byteCount: Int(ck_packed_bytes(CK_FORM_F32, rows, columns)))
        let floats = try weights.stored.floats(rows: weights.rows)
        ck_pack(memory.start, floats, CK_FORM_F32, rows, columns)
        let matrix = ck_matrix(
            data: UnsafeRawPointer(memory.start), rows: rows, columns: columns, form: CK_FORM_F32,
            widen: nil, block_elements: 1, block_bytes: 4)
        return (.floats(matrix), memory)
    }

    /// In the encoding of the file; widened to float32 a panel at a time while it is multiplied.
    private static func floats(_ weights: MatrixWeights) throws -> (PackedMatrix, HugeMemory) {
        let stored = weights.stored
        let form = stored.type.matrixForm
        if form == CK_FORM_ROWS, stored.type.widen == nil {
            throw TensorError.unreadableType(
                path: stored.path, tensor: stored.name, type: stored.type)
        }
        let (rows, columns) = (Int64(weights.rows.count), Int64(stored.rowLength))
        let bytes =
            form == CK_FORM_ROWS ? weights.byteCount : Int(ck_packed_bytes(form, rows, columns))
        let memory = HugeMemory(byteCount: bytes)
        weights.withBytes { source in
            guard let start = source.baseAddress else { return }
            if form == CK_FORM_ROWS {
                memory.start.copyMemory(from: start, byteCount: bytes)
            } else {
                ck_pack(memory.start, start, form, rows, columns)
            }
        }
        let matrix = ck_matrix(
            data: UnsafeRawPointer(memory.start), rows: rows, columns: columns, form: form,
            widen: stored.type.widen, block_elements: Int64(stored.type.blockSize),
            block_bytes: Int64(stored.type.blockBytes))
        return (.floats(matrix), memory)
    }
}
