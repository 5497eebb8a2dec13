import Compute

/// The beginnings of sequences as a tree: a node is one block of tokens after those of its parent.
///
/// Requests hold the nodes on their path, blocks of the cache the node whose keys and values they
/// have, nodes their parent; a node that nobody holds is forgotten. Nodes are compared by their
/// tokens, not by a hash of them: what is found is what was meant.
struct PrefixTree {
    /// The parent of nodes at the beginning of a sequence.
    static let root: Int32 = -1
    /// The parent of nodes at the beginning of a sequence whose positions are rotated as in long
    /// ones: its keys are not those of a short one with the same tokens.
    static let longRoot: Int32 = -2

    private struct Key: Hashable {
        let parent: Int32
        let tokens: SIMD16<Int32>
    }

    private struct Node {
        var key: Key
        var holders = 0
        var waiting = 0
        var block: Int32 = -1
    }

    private var nodes: [Node] = []
    private var unused: [Int32] = []
    private var known: [Key: Int32] = [:]

    /// A tree that grows without moving up to `capacity` nodes.
    init(capacity: Int) {
        nodes.reserveCapacity(capacity)
        unused.reserveCapacity(capacity)
        known.reserveCapacity(capacity)
    }

    /// Nodes that somebody holds.
    var count: Int { known.count }

    /// Holds the node for the `index`-th block of `tokens` after `parent`.
    mutating func hold(childOf parent: Int32, tokens: [Int32], at index: Int) -> Int32 {
        let size = KVCache.positionsPerBlock
        let key = Key(
            parent: parent, tokens: SIMD16(tokens[index * size..<(index + 1) * size]))
        if let node = known[key] {
            nodes[Int(node)].holders += 1
            return node
        }
        if parent >= 0 { nodes[Int(parent)].holders += 1 }
        let node = unused.popLast() ?? Int32(nodes.count)
        if Int(node) == nodes.count { nodes.append(Node(key: key)) }
        nodes[Int(node)] = Node(key: key, holders: 1)
        known[key] = node
        return node
    }

    /// Holds a node once more.
    mutating func hold(_ node: Int32) { nodes[Int(node)].holders += 1 }

    /// Releases a node; a node that nobody holds is removed, and so may be its parents.
    mutating func release(_ node: Int32) {
        var node = node
        while node >= 0 {
            nodes[Int(node)].holders -= 1
            guard nodes[Int(node)].holders == 0 else { return }
            let key = nodes[Int(node)].key
            known[key] = nil
            unused.append(node)
            node = key.parent
        }
    }

    /// The block that has the node's keys and values, or is being filled with them.
    subscript(blockOf node: Int32) -> Int32? {
        get { nodes[Int(node)].block < 0 ? nil : nodes[Int(node)].block }
        set { nodes[Int(node)].block = newValue ?? -1 }
    }

    /// Whether a waiting request will read the node.
    func isAwaited(_ node: Int32) -> Bool { nodes[Int(node)].waiting > 0 }

    /// Counts waiting requests that will read the node. True if the node has just become awaited, or
    /// is no longer.
    mutating func addWaiting(_ difference: Int, to node: Int32) -> Bool {
        let before = nodes[Int(node)].waiting
        nodes[Int(node)].waiting += difference
        return (before == 0) != (before + difference == 0)
    }
}
