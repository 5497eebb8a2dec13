/// A cache of the ids of short words: words recur, and a look-up is cheaper than merging.
///
/// Direct-mapped and of fixed size. A word's ids depend on the word alone, so the contents of the
/// cache never change a result.
struct WordCache {
    private static let longestWord = 16
    private static let mostIDs = 8

    private struct Entry {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var ids = SIMD8<Int32>()
        var length: UInt8 = 0
        var count: UInt8 = 0
    }

    private var entries: [Entry]

    /// Makes a cache with `slots` slots, a power of two; with 0 slots it stores nothing.
    init(slots: Int) {
        entries = [Entry](repeating: Entry(), count: slots)
    }

    /// Appends the ids of `word` if they are cached; returns whether they were.
    func append(_ word: ByteBuffer, to ids: inout [Int32]) -> Bool {
        guard word.count <= Self.longestWord, !entries.isEmpty else { return false }
        let (low, high) = Self.pack(word)
        let entry = entries[slot(low, high)]
        guard entry.length == word.count, entry.low == low, entry.high == high else { return false }
        for position in 0..<Int(entry.count) { ids.append(entry.ids[position]) }
        return true
    }

    /// Stores `ids` for `word`, if both are short; replaces the entry in its slot.
    mutating func store(_ word: ByteBuffer, _ ids: ArraySlice<Int32>) {
        guard 1...Self.longestWord ~= word.count, ids.count <= Self.mostIDs, !entries.isEmpty else {
            return
        }
        var entry = Entry()
        (entry.low, entry.high) = Self.pack(word)
        entry.length = UInt8(word.count)
        entry.count = UInt8(ids.count)
        for (position, id) in ids.enumerated() { entry.ids[position] = id }
        entries[slot(entry.low, entry.high)] = entry
    }

    private func slot(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low ^ (high &* 0xD6E8_FEB8_6659_FD93)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40) & (entries.count - 1)
    }

    /// Packs at most 16 bytes into two integers; unique together with the word's length.
    private static func pack(_ word: ByteBuffer) -> (UInt64, UInt64) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for index in 0..<min(8, word.count) { low = low << 8 | UInt64(word[index]) }
        var index = 8
        while index < word.count {
            high = high << 8 | UInt64(word[index])
            index += 1
        }
        return (low, high)
    }
}
