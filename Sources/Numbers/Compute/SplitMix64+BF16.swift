import Hashing

extension SplitMix64 {
    /// Floats of about unit size around `centre` that are exact in bf16, so that no backend has to
    /// round what it is given.
    package mutating func bf16(_ count: Int, scale: Float = 1, around centre: Float = 0)
        -> [Float]
    {
        (0..<count).map { _ in
            let uniform = Float(next() >> 40) / Float(1 << 23) - 1
            let value = centre + 1.7 * scale * uniform
            return Float(bitPattern: value.bitPattern & 0xffff_0000)
        }
    }
}
