import CKernels

/// A C function that turns stored elements into floats: destination, blocks, element count.
typealias RowDecoder =
    @convention(c) (UnsafeMutablePointer<Float>, UnsafeRawPointer, Int64) -> Void

/// A C function that turns floats into stored elements: blocks, source, element count.
typealias RowEncoder =
    @convention(c) (UnsafeMutableRawPointer, UnsafePointer<Float>, Int64) -> Void

extension ElementType {
    /// Whether tensors of this type can be read as floats.
    ///
    /// `Q8_1` is never stored in files; `IQ1`, `IQ2` and `IQ3` types need codebooks that synthgen
    /// does not have.
    public var isReadable: Bool { decoder != nil }

    /// The types for which ``isReadable`` holds.
    public static let readable = allCases.filter(\.isReadable)

    /// The function that decodes this type.
    var decoder: RowDecoder? {
        switch self {
        case .f64: ck_dequantize_f64
        case .f32: ck_dequantize_f32
        case .f16: ck_dequantize_f16
        case .bf16: ck_dequantize_bf16
        case .f8e4m3: ck_dequantize_f8_e4m3
        case .f8e5m2: ck_dequantize_f8_e5m2
        case .i8: ck_dequantize_i8
        case .i16: ck_dequantize_i16
        case .i32: ck_dequantize_i32
        case .i64: ck_dequantize_i64
        case .u8: ck_dequantize_u8
        case .u16: ck_dequantize_u16
        case .u32: ck_dequantize_u32
        case .u64: ck_dequantize_u64
        case .bool: ck_dequantize_bool
        case .q4_0: ck_dequantize_q4_0
        case .q4_1: ck_dequantize_q4_1
        case .q5_0: ck_dequantize_q5_0
        case .q5_1: ck_dequantize_q5_1
        case .q8_0: ck_dequantize_q8_0
        case .q2_K: ck_dequantize_q2_K
        case .q3_K: ck_dequantize_q3_K
        case .q4_K: ck_dequantize_q4_K
        case .q5_K: ck_dequantize_q5_K
        case .q6_K: ck_dequantize_q6_K
        case .q8_K: ck_dequantize_q8_K
        case .iq4_nl: ck_dequantize_iq4_nl
        case .iq4_xs: ck_dequantize_iq4_xs
        case .tq1_0: ck_dequantize_tq1_0
        case .tq2_0: ck_dequantize_tq2_0
        case .mxfp4: ck_dequantize_mxfp4
        case .q8_1, .iq1_s, .iq1_m, .iq2_xxs, .iq2_xs, .iq2_s, .iq3_xxs, .iq3_s: nil
        }
    }

    /// The function that encodes this type, where there is one.
    private var encoder: RowEncoder? {
        switch self {
        case .f16: ck_quantize_f16
        case .bf16: ck_quantize_bf16
        case .q4_0: ck_quantize_q4_0
        case .q4_1: ck_quantize_q4_1
        case .q5_0: ck_quantize_q5_0
        case .q5_1: ck_quantize_q5_1
        case .q8_0: ck_quantize_q8_0
        default: nil
        }
    }

    /// Whether floats can be written as this type.
    public var isWritable: Bool { self == .f32 || encoder != nil }

    /// The bytes of `floats` in this type, rounded as ggml's reference quantisers round.
    ///
    /// - Precondition: ``isWritable``, and a count that is a multiple of ``blockSize``.
    public func encode(_ floats: [Float]) -> [UInt8] {
        floats.withUnsafeBufferPointer { encode($0) }
    }

    /// The bytes of `floats` in this type, rounded as ggml's reference quantisers round.
    ///
    /// - Precondition: ``isWritable``, and a count that is a multiple of ``blockSize``.
    public func encode(_ floats: UnsafeBufferPointer<Float>) -> [UInt8] {
        precondition(floats.count % blockSize == 0, "\(name) is written in whole blocks")
        guard self != .f32 else { return Array(UnsafeRawBufferPointer(floats)) }
        guard let encoder else { preconditionFailure("synthgen has no encoder for \(name)") }
        let bytes = floats.count / blockSize * blockBytes
        return Array(unsafeUninitializedCapacity: bytes) { buffer, initialized in
            if let source = floats.baseAddress, let start = buffer.baseAddress {
                encoder(start, source, Int64(floats.count))
            }
            initialized = bytes
        }
    }
}
