/// Where in a journal's file the entries of keys lie, in eight bytes a slot, of which three in four
/// are used at most.
///
/// A slot holds 28 bits of a key's hash and the position; a key's own slot is named by the first of these
/// bits, the next free one takes it (linear probing). Two keys of a million share their 28 bits now and
/// then, so who looks up must look at the entry.
struct JournalIndex: Sendable {
    private var slots = [UInt64](repeating: free, count: 1024)
    /// The number of positions.
    private(set) var count = 0

    private static let free: UInt64 = 0
    private static let tagBits = 28
    /// The bits of the position.
    private static let positionMask: UInt64 = 1 << 36 - 1

    /// Adds a position, a multiple of ``JournalEntry/alignment`` above 0.
    mutating func add(_ position: Int, for hash: UInt64) {
        if 4 * (count + 1) > 3 * slots.count { grow() }
        let number = UInt64(position / JournalEntry.alignment)
        precondition(number <= Self.positionMask, "a journal holds at most a terabyte")
        insert((hash & ~Self.positionMask) | number)
        count += 1
    }

    /// The positions that may be of the key with this hash, in the order in which they were added.
    func positions(of hash: UInt64) -> [Int] {
        var found: [Int] = []
        var at = own(hash)
        while slots[at] != Self.free {
            if (slots[at] ^ hash) & ~Self.positionMask == 0 {
                found.append(Int(slots[at] & Self.positionMask) * JournalEntry.alignment)
            }
            at = (at + 1) % slots.count
        }
        return found
    }

    private mutating func insert(_ slot: UInt64) {
        var at = own(slot)
        while slots[at] != Self.free { at = (at + 1) % slots.count }
        slots[at] = slot
    }

    /// The slot where looking for a hash begins: by its first bits, of which a slot has enough for 200
    /// million positions.
    private func own(_ hash: UInt64) -> Int {
        Int(hash >> (64 - UInt64(slots.count.trailingZeroBitCount)))
    }

    /// Doubles the slots. Runs of used ones are moved from their beginnings, so that equal keys keep
    /// their order.
    private mutating func grow() {
        precondition(slots.count < 1 << Self.tagBits, "a journal holds at most 200 million calls")
        let old = slots
        let start = old.firstIndex(of: Self.free) ?? 0
        slots = [UInt64](repeating: Self.free, count: 2 * old.count)
        for slot in old[start...] + old[..<start] where slot != Self.free { insert(slot) }
    }
}
