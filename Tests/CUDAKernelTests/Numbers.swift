import Hashing

extension SplitMix64 {
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
