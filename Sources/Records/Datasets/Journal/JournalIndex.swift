/// Hash table from a key's hash to the offsets of its entries in the journal's file.
///
/// Open addressing with linear probing, eight bytes a slot, at most three quarters full. A slot is
/// 28 bits of the key's hash and a 36-bit offset in units of ``JournalEntry/alignment``; the hash's
/// first bits choose the slot where probing begins. Two of a million keys may share their 28 bits,
/// so a caller must compare the key in the entry.
struct JournalIndex: Sendable {
    private var slots = [UInt64](repeating: free, count: 1024)
    /// The number of entries.
    private(set) var count = 0

    // No entry is at offset 0, where the file's name is, so a used slot is never zero.
    private static let free: UInt64 = 0
    private static let tagBits = 28
    /// The bits of the offset.
    private static let positionMask: UInt64 = 1 << 36 - 1

    /// Adds an entry's offset, a multiple of ``JournalEntry/alignment`` above 0.
    mutating func add(_ position: Int, for hash: UInt64) {
        if 4 * (count + 1) > 3 * slots.count { grow() }
        let number = UInt64(position / JournalEntry.alignment)
        precondition(number <= Self.positionMask, "a journal holds at most a terabyte")
        insert((hash & ~Self.positionMask) | number)
        count += 1
    }

    /// The offsets whose entries may have the key with this hash, in the order of adding.
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

    /// The slot where probing for a hash begins: its first bits, of which a slot keeps enough for
    /// 200 million entries.
    private func own(_ hash: UInt64) -> Int {
        Int(hash >> (64 - UInt64(slots.count.trailingZeroBitCount)))
    }

    /// Doubles the slots. Moving starts after a free slot, so a probe run that wraps around the end
    /// is moved from its beginning and equal keys keep their order.
    private mutating func grow() {
        precondition(slots.count < 1 << Self.tagBits, "a journal holds at most 200 million calls")
        let old = slots
        let start = old.firstIndex(of: Self.free) ?? 0
        slots = [UInt64](repeating: Self.free, count: 2 * old.count)
        for slot in old[start...] + old[..<start] where slot != Self.free { insert(slot) }
    }
}
