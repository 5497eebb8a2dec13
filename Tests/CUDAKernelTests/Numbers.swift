/// Random numbers that a seed decides (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float.random(in: -2...2, using: &self) }
    }

    mutating func bfloats(_ count: Int) -> [BFloat] {
        floats(count).map { BFloat(bits: UInt16($0.bitPattern >> 16)) }
    }
}

/// A bf16 number.
struct BFloat: BitwiseCopyable, Equatable {
    var bits: UInt16

    /// A NaN that no kernel writes.
    static let poison = BFloat(bits: 0xFFFF)
    static let zero = BFloat(bits: 0)

    var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}

extension Int {
    func rounded(upTo multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
