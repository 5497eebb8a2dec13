/// A hash table from keys to positions, numbered in order of insertion.
///
/// Takes about 12 to 16 bytes per key. Stores only the low 32 bits of a key, so two different keys
/// match about once in four billion; the caller compares candidates exactly.
struct BandTable: Sendable {
    private struct Entry {
        let tag: UInt32
        /// The previous entry of the same chain.
        var next: UInt32
    }

    private var entries: [Entry] = []
    /// The last entry of each chain; the low bits of a tag are the number of its chain.
    private var heads = [UInt32](repeating: none, count: 1024)

    private static let none = UInt32.max

    /// Adds a key; its position is the number of keys added before.
    mutating func append(_ key: UInt64) {
        precondition(entries.count < Int(Self.none), "an index holds at most four billion bands")
        if entries.count == heads.count { grow() }
        entries.append(Entry(tag: UInt32(truncatingIfNeeded: key), next: Self.none))
        link(UInt32(entries.count - 1))
    }

    /// Calls `body` with the positions of a key, in descending order.
    func forEachPosition(of key: UInt64, _ body: (Int) -> Void) {
        let tag = UInt32(truncatingIfNeeded: key)
        var position = heads[chain(tag)]
        while position != Self.none {
            let entry = entries[Int(position)]
            if entry.tag == tag { body(Int(position)) }
            position = entry.next
        }
    }

    private func chain(_ tag: UInt32) -> Int { Int(tag) & (heads.count - 1) }

    private mutating func link(_ position: UInt32) {
        let chain = chain(entries[Int(position)].tag)
        entries[Int(position)].next = heads[chain]
        heads[chain] = position
    }

    private mutating func grow() {
        // Relinked in order of insertion, so that chains keep the latest entry first.
        heads = [UInt32](repeating: Self.none, count: 2 * heads.count)
        for position in entries.indices { link(UInt32(position)) }
    }
}

/// The shingles of many texts, at eight bytes a shingle and four bytes a text.
struct ShingleStore: Sendable {
    private var blocks: [Block] = []
    private(set) var count = 0

    private static let textsInBlock = 1024

    private struct Block {
        var hashes: [UInt64] = []
        var ends: [Int32] = []
    }

    /// Adds a text's shingles.
    mutating func append(_ shingles: Shingles) {
        if count.isMultiple(of: Self.textsInBlock) {
            // Copying a full block frees its spare capacity.
            if let full = blocks.last { blocks[blocks.count - 1].hashes = full.hashes.map { $0 } }
            blocks.append(Block())
        }
        blocks[blocks.count - 1].hashes += shingles.hashes
        blocks[blocks.count - 1].ends.append(Int32(blocks[blocks.count - 1].hashes.count))
        count += 1
    }

    /// The shingles of the text at `position`, in ascending order.
    subscript(position: Int) -> ArraySlice<UInt64> {
        let block = blocks[position / Self.textsInBlock]
        let number = position % Self.textsInBlock
        return block.hashes[
            (number == 0 ? 0 : Int(block.ends[number - 1]))..<Int(block.ends[number])]
    }
}
