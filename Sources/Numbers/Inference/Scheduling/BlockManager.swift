import Compute

/// Which sequences hold which blocks of the key/value cache, and what the blocks contain.
///
/// A block for a full block of tokens is published under the tokens' node of the prefix tree as soon
/// as a request begins to fill it. A block that no request holds keeps its content until the block
/// is allocated again. Blocks that no waiting request will read are allocated first, then the
/// others; of each the least recently used, the end of a sequence before its beginning.
struct BlockManager {
    /// Positions in one block.
    static let size = KVCache.positionsPerBlock

    private struct Block {
        var holders = 0
        var node = PrefixTree.root
        var isFilled = false
        // While nobody holds it: which list it is in, and its neighbours there.
        var isAwaited = false
        var previous: Int32 = -1
        var next: Int32 = -1
    }

    /// The ends of a list of blocks.
    private struct Ends {
        var oldest: Int32 = -1
        var newest: Int32 = -1
    }

    private var blocks: [Block]
    private var tree: PrefixTree
    /// Blocks that nobody holds, and no waiting request will read.
    private var idle = Ends()
    /// Blocks that nobody holds, but waiting requests will read.
    private var awaited = Ends()
    /// Blocks that nobody holds.
    private(set) var available = 0

    init(count: Int) {
        blocks = Array(repeating: Block(), count: count)
        tree = PrefixTree(capacity: 2 * count)
        for block in 0..<count { append(Int32(block)) }
    }

    /// All blocks.
    var count: Int { blocks.count }
    /// Blocks that some sequence holds.
    var inUse: Int { count - available }
    /// Nodes of the prefix tree.
    var nodeCount: Int { tree.count }

    // MARK: Paths

    /// Extends a request's path through the prefix tree to its first `count` blocks of `tokens`.
    ///
    /// - Parameter root: Where the path begins.
    mutating func extend(
        _ path: inout [Int32],
        along tokens: [Int32],
        to count: Int,
        from root: Int32 = PrefixTree.root
    ) {
        while path.count < count {
            let parent = path.last ?? root
            path.append(tree.hold(childOf: parent, tokens: tokens, at: path.count))
        }
    }

    /// Releases the nodes of a path.
    mutating func forget(_ path: [Int32]) {
        for node in path.reversed() { tree.release(node) }
    }

    /// Counts one waiting request more (`+1`) or less (`-1`) that will read these nodes.
    mutating func addWaiting(_ difference: Int, along path: ArraySlice<Int32>) {
        // Only a block that nobody holds is in a list; it moves to the other one when the first
        // request begins to wait for it, or the last one stops.
        for node in path where tree.addWaiting(difference, to: node) {
            guard let block = tree[blockOf: node], blocks[Int(block)].holders == 0 else { continue }
            unlink(block)
            append(block)
        }
    }

    /// How far the blocks of a path's beginning are there.
    struct Found: Equatable {
        /// Blocks that can be read.
        var filled = 0
        /// Those of them that somebody holds already.
        var held = 0
        /// Whether the block after them is being filled.
        var isInFlight = false
    }

    /// Looks for blocks with the content of a path's nodes, as far as they follow each other.
    func lookUp(_ path: ArraySlice<Int32>) -> Found {
        var found = Found()
        for node in path {
            guard let block = tree[blockOf: node] else { break }
            guard blocks[Int(block)].isFilled else {
                found.isInFlight = true
                break
            }
            found.filled += 1
            if blocks[Int(block)].holders > 0 { found.held += 1 }
        }
        return found
    }

    // MARK: Blocks

    /// Takes hold of the filled blocks of a path's nodes.
    mutating func hold(_ path: ArraySlice<Int32>, into held: inout [Int32]) {
        for node in path {
            guard let block = tree[blockOf: node] else {
                preconditionFailure("a node that was looked up has a block")
            }
            if blocks[Int(block)].holders == 0 { unlink(block) }
            blocks[Int(block)].holders += 1
            held.append(block)
        }
    }

    /// A block to fill, or `nil` if every block is held.
    mutating func allocate() -> Int32? {
        let block = idle.oldest >= 0 ? idle.oldest : awaited.oldest
        guard block >= 0 else { return nil }
        // Unpublished at once: from here on its content is not what its node says.
        unlink(block)
        unpublish(block)
        blocks[Int(block)].isFilled = false
        blocks[Int(block)].holders = 1
        return block
    }

    /// Publishes a block under a node, unless the node has a block already.
    mutating func publish(_ block: Int32, as node: Int32) {
        // Two sequences may have computed the same tokens; the first one's block stays the node's.
        // The block holds its node, so that the node outlives the requests on whose path it is.
        guard tree[blockOf: node] == nil else { return }
        tree.hold(node)
        tree[blockOf: node] = block
        blocks[Int(block)].node = node
    }

    /// Marks a block whose positions are all computed.
    mutating func markFilled(_ block: Int32) { blocks[Int(block)].isFilled = true }

    /// Gives blocks back; their content stays until they are allocated, the last ones first.
    mutating func release(_ held: [Int32]) {
        // In reverse, so that a sequence's end is the first to be given away: without its beginning
        // the rest of it could not be found.
        for block in held.reversed() {
            blocks[Int(block)].holders -= 1
            guard blocks[Int(block)].holders == 0 else { continue }
            // Nobody will fill it now, and those who wait for it would wait for ever.
            if !blocks[Int(block)].isFilled { unpublish(block) }
            append(block)
        }
    }

    private mutating func unpublish(_ block: Int32) {
        let node = blocks[Int(block)].node
        guard node != PrefixTree.root else { return }
        blocks[Int(block)].node = PrefixTree.root
        tree[blockOf: node] = nil
        tree.release(node)
    }

    // MARK: Lists of blocks that nobody holds

    private mutating func append(_ block: Int32) {
        // Which list it is in is noted in the block: `unlink` must find it there even if the node's
        // waiting requests have changed since.
        let node = blocks[Int(block)].node
        let isAwaited = node != PrefixTree.root && tree.isAwaited(node)
        var ends = isAwaited ? awaited : idle
        blocks[Int(block)].isAwaited = isAwaited
        blocks[Int(block)].previous = ends.newest
        blocks[Int(block)].next = -1
        if ends.newest >= 0 { blocks[Int(ends.newest)].next = block } else { ends.oldest = block }
        ends.newest = block
        if isAwaited { awaited = ends } else { idle = ends }
        available += 1
    }

    private mutating func unlink(_ block: Int32) {
        let (previous, next) = (blocks[Int(block)].previous, blocks[Int(block)].next)
        let isAwaited = blocks[Int(block)].isAwaited
        var ends = isAwaited ? awaited : idle
        if previous >= 0 { blocks[Int(previous)].next = next } else { ends.oldest = next }
        if next >= 0 { blocks[Int(next)].previous = previous } else { ends.newest = previous }
        if isAwaited { awaited = ends } else { idle = ends }
        available -= 1
    }
}
