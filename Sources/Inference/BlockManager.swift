import Models

/// Who has which block of the key/value cache, and what is in it.
///
/// Blocks of full prompts are found again by their content: the chain of all tokens up to and
/// including the block's. A published block may still be being filled; whoever shares it waits for
/// its filler, or takes over if that one leaves. Blocks that nobody holds keep their content until
/// they are needed, the least recently used first.
struct BlockManager {
    /// Positions in one block.
    static let size = KVCache.positionsPerBlock

    /// The tokens of a full block, after what its predecessors hold.
    private struct Key: Hashable {
        let parent: UInt64
        let tokens: SIMD16<Int32>
    }

    private struct Block {
        var references = 0
        var key: Key?
        var content: UInt64 = 0
        var isFilled = false
        var filler: Int?
        // Neighbours in the list of free blocks.
        var previous = -1
        var next = -1
    }

    /// What a lookup found: blocks, and the identity of each one's content.
    struct Match: Equatable {
        var blocks: [Int32] = []
        var contents: [UInt64] = []
    }

    private var blocks: [Block]
    private var published: [Key: Int] = [:]
    private var nextContent: UInt64 = 1
    private var oldest = -1
    private var newest = -1
    /// Blocks that nobody holds.
    private(set) var available = 0

    init(count: Int) {
        blocks = Array(repeating: Block(), count: count)
        for block in 0..<count { appendFree(block) }
    }

    /// All blocks.
    var count: Int { blocks.count }
    /// Blocks that some sequence holds.
    var inUse: Int { count - available }

    /// Takes hold of the published blocks that hold the beginning of `tokens`, as far as `limit`.
    mutating func match(_ tokens: [Int32], limit: Int) -> Match {
        var match = Match()
        while (match.blocks.count + 1) * Self.size <= limit {
            let parent = match.contents.last ?? 0
            let key = Self.key(parent, tokens, at: match.blocks.count)
            guard let block = published[key] else { break }
            hold(block)
            match.blocks.append(Int32(block))
            match.contents.append(blocks[block].content)
        }
        return match
    }

    /// A block for `owner` to fill, or `nil` if every block is held.
    mutating func allocate(for owner: Int) -> Int32? {
        guard oldest >= 0 else { return nil }
        let block = oldest
        hold(block)
        forget(block)
        blocks[block].isFilled = false
        blocks[block].filler = owner
        return Int32(block)
    }

    /// Lets others find a block by its content, the `index`-th of `tokens`, unless one with the same
    /// content is known already.
    ///
    /// - Returns: The identity of the content, for the next block's `parent`.
    mutating func publish(
        _ block: Int32,
        parent: UInt64,
        tokens: [Int32],
        at index: Int
    ) -> UInt64 {
        let key = Self.key(parent, tokens, at: index)
        if let known = published[key] { return blocks[known].content }
        published[key] = Int(block)
        blocks[Int(block)].key = key
        blocks[Int(block)].content = nextContent
        defer { nextContent += 1 }
        return nextContent
    }

    /// Gives blocks back; their content stays until they are needed, the last ones going first.
    mutating func release(_ held: [Int32], by owner: Int) {
        for block in held.reversed().map(Int.init) {
            if blocks[block].filler == owner { blocks[block].filler = nil }
            blocks[block].references -= 1
            guard blocks[block].references == 0 else { continue }
            if !blocks[block].isFilled { forget(block) }
            appendFree(block)
        }
    }

    /// Whether the block's positions are all computed.
    func isFilled(_ block: Int32) -> Bool { blocks[Int(block)].isFilled }

    /// Makes `owner` the one who fills the block; false if it is filled or another one does.
    mutating func claim(_ block: Int32, for owner: Int) -> Bool {
        let block = Int(block)
        guard !blocks[block].isFilled else { return false }
        guard let filler = blocks[block].filler else {
            blocks[block].filler = owner
            return true
        }
        return filler == owner
    }

    /// Notes that all positions of the block are computed.
    mutating func markFilled(_ block: Int32) {
        blocks[Int(block)].isFilled = true
        blocks[Int(block)].filler = nil
    }

    private static func key(_ parent: UInt64, _ tokens: [Int32], at index: Int) -> Key {
        Key(
            parent: parent,
            tokens: SIMD16<Int32>(tokens[index * size..<(index + 1) * size])
        )
    }

    private mutating func hold(_ block: Int) {
        if blocks[block].references == 0 { removeFree(block) }
        blocks[block].references += 1
    }

    private mutating func forget(_ block: Int) {
        guard let key = blocks[block].key else { return }
        published[key] = nil
        blocks[block].key = nil
    }

    private mutating func appendFree(_ block: Int) {
        blocks[block].previous = newest
        blocks[block].next = -1
        if newest >= 0 { blocks[newest].next = block } else { oldest = block }
        newest = block
        available += 1
    }

    private mutating func removeFree(_ block: Int) {
        let (previous, next) = (blocks[block].previous, blocks[block].next)
        if previous >= 0 { blocks[previous].next = next } else { oldest = next }
        if next >= 0 { blocks[next].previous = previous } else { newest = previous }
        available -= 1
    }
}
