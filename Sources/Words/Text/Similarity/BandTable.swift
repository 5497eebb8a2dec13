/// The places of keys in the order of their insertion: twelve bytes or a little more a key.
///
/// Only 32 bits of a key are kept, so a look-up may find another key's place, once in four billion.
struct BandTable: Sendable {
    private struct Entry {
        let tag: UInt32
        /// The entry before it in its chain.
        var next: UInt32
    }

    private var entries: [Entry] = []
    /// The last entry of every chain; a tag's low bits name its chain.
    private var heads = [UInt32](repeating: none, count: 1024)

    private static let none = UInt32.max

    /// Adds a key; its place is the number of keys before it.
    mutating func append(_ key: UInt64) {
        precondition(entries.count < Int(Self.none), "an index holds at most four billion bands")
        if entries.count == heads.count { grow() }
        entries.append(Entry(tag: UInt32(truncatingIfNeeded: key), next: Self.none))
        link(UInt32(entries.count - 1))
    }

    /// Calls `body` with the places of a key, the last first.
    func forEachPlace(of key: UInt64, _ body: (Int) -> Void) {
        let tag = UInt32(truncatingIfNeeded: key)
        var place = heads[chain(tag)]
        while place != Self.none {
            let entry = entries[Int(place)]
            if entry.tag == tag { body(Int(place)) }
            place = entry.next
        }
    }

    private func chain(_ tag: UInt32) -> Int { Int(tag) & (heads.count - 1) }

    private mutating func link(_ place: UInt32) {
        let chain = chain(entries[Int(place)].tag)
        entries[Int(place)].next = heads[chain]
        heads[chain] = place
    }

    private mutating func grow() {
        heads = [UInt32](repeating: Self.none, count: 2 * heads.count)
        for place in entries.indices { link(UInt32(place)) }
    }
}

/// The shingles of many texts, eight bytes each and nothing besides.
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
            // A block that is full gives back the room that it has over.
            if let full = blocks.last { blocks[blocks.count - 1].hashes = full.hashes.map { $0 } }
            blocks.append(Block())
        }
        blocks[blocks.count - 1].hashes += shingles.hashes
        blocks[blocks.count - 1].ends.append(Int32(blocks[blocks.count - 1].hashes.count))
        count += 1
    }

    /// The shingles of the text at a place, in ascending order.
    subscript(place: Int) -> ArraySlice<UInt64> {
        let block = blocks[place / Self.textsInBlock]
        let number = place % Self.textsInBlock
        return block.hashes[
            (number == 0 ? 0 : Int(block.ends[number - 1]))..<Int(block.ends[number])]
    }
}
