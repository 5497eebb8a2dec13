/// The encoding of a stored tensor's numbers; the raw value is the name used in files.
///
/// Quantised types store blocks of ``blockSize`` elements that share scales. The names are those of
/// GGUF (`Q4_K`) and safetensors (`F8_E4M3`).
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case f8e4m3 = "F8_E4M3"
    case f8e5m2 = "F8_E5M2"
    case i8 = "I8"
    case i16 = "I16"
    case i32 = "I32"
    case i64 = "I64"
    case u8 = "U8"
    case u16 = "U16"
    case u32 = "U32"
    case u64 = "U64"
    case bool = "BOOL"
    case q4_0 = "Q4_0"
    case q4_1 = "Q4_1"
    case q5_0 = "Q5_0"
    case q5_1 = "Q5_1"
    case q8_0 = "Q8_0"
    case q8_1 = "Q8_1"
    case q2_K = "Q2_K"
    case q3_K = "Q3_K"
    case q4_K = "Q4_K"
    case q5_K = "Q5_K"
    case q6_K = "Q6_K"
    case q8_K = "Q8_K"
    case iq1_s = "IQ1_S"
    case iq1_m = "IQ1_M"
    case iq2_xxs = "IQ2_XXS"
    case iq2_xs = "IQ2_XS"
    case iq2_s = "IQ2_S"
    case iq3_xxs = "IQ3_XXS"
    case iq3_s = "IQ3_S"
    case iq4_nl = "IQ4_NL"
    case iq4_xs = "IQ4_XS"
    case tq1_0 = "TQ1_0"
    case tq2_0 = "TQ2_0"
    case mxfp4 = "MXFP4"

    /// The name used in files and messages: `F16`, `Q4_K`.
    public var name: String { rawValue }

    /// Elements that are encoded together: 1, 32 or 256.
    public var blockSize: Int { layout.elements }

    /// Bytes of one block.
    public var blockBytes: Int { layout.bytes }

    /// The bytes of `count` elements, a multiple of ``blockSize``; `nil` if they exceed an `Int`.
    public func byteCount(elements count: Int) -> Int? {
        let (bytes, overflows) = (count / blockSize).multipliedReportingOverflow(by: blockBytes)
        return overflows ? nil : bytes
    }

    private var layout: (elements: Int, bytes: Int) {
        switch self {
        case .i8, .u8, .bool, .f8e4m3, .f8e5m2: (1, 1)
        case .f16, .bf16, .i16, .u16: (1, 2)
        case .f32, .i32, .u32: (1, 4)
        case .f64, .i64, .u64: (1, 8)
        case .q4_0, .iq4_nl: (32, 18)
        case .q4_1: (32, 20)
        case .q5_0: (32, 22)
        case .q5_1: (32, 24)
        case .q8_0: (32, 34)
        case .q8_1: (32, 36)
        case .mxfp4: (32, 17)
        case .q2_K: (256, 84)
        case .q3_K: (256, 110)
        case .q4_K: (256, 144)
        case .q5_K: (256, 176)
        case .q6_K: (256, 210)
        case .q8_K: (256, 292)
        case .iq1_s: (256, 50)
        case .iq1_m: (256, 56)
        case .iq2_xxs: (256, 66)
        case .iq2_xs: (256, 74)
        case .iq2_s: (256, 82)
        case .iq3_xxs: (256, 98)
        case .iq3_s: (256, 110)
        case .iq4_xs: (256, 136)
        case .tq1_0: (256, 54)
        case .tq2_0: (256, 66)
        }
    }
}
