/// The merge rules of byte-pair encoding: rank and result by pair of neighbouring symbols.
struct MergeTable: Sendable {
    /// Value of ``subscript(_:_:)`` for a pair that does not merge; greater than that of any rule.
    static let none = UInt64.max

    private static let free = UInt64.max

    /// Key and value alternate. Key: left << 32 | right. Value: rank << 32 | result.
    private var slots: [UInt64]
    private let mask: Int

    /// A merge rule; lower ranks merge first.
    struct Rule {
        let left: Int32
        let right: Int32
        let rank: Int32
        let result: Int32
    }

    /// Makes a table of `rules`; of several rules for the same pair the lowest rank is used.
    init(_ rules: [Rule]) {
        var capacity = 16
        while capacity < rules.count * 2 { capacity *= 2 }
        slots = [UInt64](repeating: Self.free, count: capacity * 2)
        mask = capacity - 1
        for rule in rules {
            let key = Self.key(rule.left, rule.right)
            let value = UInt64(rule.rank) << 32 | UInt64(rule.result)
            let slot = slot(of: key)
            if slots[slot] == key, slots[slot + 1] <= value { continue }
            slots[slot] = key
            slots[slot + 1] = value
        }
    }

    /// Rank (high 32 bits) and result (low 32 bits) of merging two symbols, or ``none``.
    subscript(left: Int32, right: Int32) -> UInt64 {
        guard left >= 0, right >= 0 else { return Self.none }
        let key = Self.key(left, right)
        let slot = slot(of: key)
        return slots[slot] == key ? slots[slot + 1] : Self.none
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private func slot(of key: UInt64) -> Int {
        var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while slots[index * 2] != key, slots[index * 2] != Self.free { index = (index + 1) & mask }
        return index * 2
    }
}
