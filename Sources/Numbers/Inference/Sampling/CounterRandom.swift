/// Random numbers as a pure function of (seed, counter): no state, no order.
package enum CounterRandom {
    /// A number in 0..<1 with 53 random bits.
    ///
    /// Two rounds of SplitMix64's finaliser (Steele, Lea & Flood 2014), the counter added between.
    package static func uniform(seed: UInt64, counter: UInt64) -> Double {
        let key = mixed(seed &+ 0x9e37_79b9_7f4a_7c15)
        let bits = mixed(key ^ (counter &+ 1) &* 0xd1b5_4a32_d192_ed03)
        return Double(bits >> 11) * 0x1p-53
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
