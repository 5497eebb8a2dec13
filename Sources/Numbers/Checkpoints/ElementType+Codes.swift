extension ElementType {
    /// GGUF's number for each type; 4, 5, 31–33 and 36–38 are removed types and rejected.
    private static let ggufCodes: [(ElementType, UInt32)] = [
        (.f32, 0), (.f16, 1), (.q4_0, 2), (.q4_1, 3), (.q5_0, 6), (.q5_1, 7), (.q8_0, 8),
        (.q8_1, 9), (.q2_K, 10), (.q3_K, 11), (.q4_K, 12), (.q5_K, 13), (.q6_K, 14), (.q8_K, 15),
        (.iq2_xxs, 16), (.iq2_xs, 17), (.iq3_xxs, 18), (.iq1_s, 19), (.iq4_nl, 20), (.iq3_s, 21),
        (.iq2_s, 22), (.iq4_xs, 23), (.i8, 24), (.i16, 25), (.i32, 26), (.i64, 27), (.f64, 28),
        (.iq1_m, 29), (.bf16, 30), (.tq1_0, 34), (.tq2_0, 35), (.mxfp4, 39),
    ]

    private static let byGGUFCode = Dictionary(
        uniqueKeysWithValues: ggufCodes.map { ($1, $0) }
    )
    private static let ggufCodeByType = Dictionary(uniqueKeysWithValues: ggufCodes)

    /// The type with GGUF's number `code`, or `nil` if it is unknown or was removed.
    public init?(ggufCode code: UInt32) {
        guard let type = Self.byGGUFCode[code] else { return nil }
        self = type
    }

    /// GGUF's number for this type, if it has one.
    public var ggufCode: UInt32? { Self.ggufCodeByType[self] }

    /// The type that safetensors calls `name`, or `nil`.
    public init?(safetensorsName name: String) {
        guard let type = ElementType(rawValue: name), type.isInSafetensors else { return nil }
        self = type
    }

    /// Whether safetensors files can hold this type.
    public var isInSafetensors: Bool {
        switch self {
        case .f64, .f32, .f16, .bf16, .f8e4m3, .f8e5m2: true
        case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .bool: true
        default: false
        }
    }
}
