/// Numbers from a seed (Steele, Lea and Flood 2014, SplitMix64): the same on every machine.
package struct RandomNumbers: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// Floats of about unit size around zero that bfloat16 has exactly, so that no backend has to
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
