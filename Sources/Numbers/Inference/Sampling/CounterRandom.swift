import Hashing

/// Random numbers as a pure function of (seed, counter): no state, no order.
package enum CounterRandom {
    /// A number in 0..<1 with 53 random bits.
    ///
    /// Two rounds of SplitMix64's finaliser, the counter added between.
    package static func uniform(seed: UInt64, counter: UInt64) -> Double {
        let key = (seed &+ 0x9e37_79b9_7f4a_7c15).mixed
        let bits = (key ^ (counter &+ 1) &* 0xd1b5_4a32_d192_ed03).mixed
        return Double(bits >> 11) * 0x1p-53
    }
}
