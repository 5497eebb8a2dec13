/// A trie of byte strings with a value each, for prefix search at a position in a text.
///
/// Edges are in one open-addressing hash table, keyed by node and byte.
struct ByteTrie: Sendable {
    /// The node from which every walk starts.
    static let root: Int32 = 0

    private static let free = UInt64.max

    private var keys: [UInt64]
    private var children: [Int32]
    private var values: [Int32] = [-1]
    private var edgeCount = 0
    private var rootChildren = [Int32](repeating: -1, count: 256)

    /// Builds the trie. Empty strings are left out; of equal strings the first is stored.
    init(_ entries: some Sequence<(bytes: [UInt8], value: Int32)>) {
        keys = [UInt64](repeating: Self.free, count: 64)
        children = [Int32](repeating: -1, count: 64)
        for entry in entries where !entry.bytes.isEmpty { insert(entry.bytes, entry.value) }
    }

    /// Whether the trie holds no string.
    var isEmpty: Bool { values.count == 1 }

    /// Returns the child of `node` along the edge `byte`, or -1.
    func child(of node: Int32, by byte: UInt8) -> Int32 {
        if node == Self.root { return rootChildren[Int(byte)] }
        return children[slot(of: key(node, byte))]
    }

    /// Returns the value of the string that ends at `node`, or -1.
    func value(at node: Int32) -> Int32 { values[Int(node)] }

    /// Returns the value and the end of the longest string that begins at `start`.
    func longestMatch(in text: ByteBuffer, at start: Int) -> (value: Int32, end: Int)? {
        var node = Self.root
        var index = start
        var best: (value: Int32, end: Int)?
        while index < text.count {
            node = child(of: node, by: text[index])
            if node < 0 { break }
            index += 1
            if values[Int(node)] >= 0 { best = (values[Int(node)], index) }
        }
        return best
    }

    /// Returns the values and the ends of all strings that begin at `start`, the shortest first.
    func matches(in text: ByteBuffer, at start: Int) -> [(value: Int32, end: Int)] {
        var node = Self.root
        var matches: [(value: Int32, end: Int)] = []
        for index in start..<text.count {
            node = child(of: node, by: text[index])
            if node < 0 { break }
            if values[Int(node)] >= 0 { matches.append((values[Int(node)], index + 1)) }
        }
        return matches
    }

    private mutating func insert(_ bytes: [UInt8], _ value: Int32) {
        var node = Self.root
        for byte in bytes {
            var next = child(of: node, by: byte)
            if next < 0 {
                next = Int32(values.count)
                values.append(-1)
                addEdge(key(node, byte), next)
                if node == Self.root { rootChildren[Int(byte)] = next }
            }
            node = next
        }
        if values[Int(node)] < 0 { values[Int(node)] = value }
    }

    private func key(_ node: Int32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

    private func slot(of key: UInt64) -> Int {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> 32) & (keys.count - 1)
        while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private mutating func addEdge(_ key: UInt64, _ child: Int32) {
        // At most half full, so that a probe always reaches a free slot.
        if edgeCount * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        keys[slot] = key
        children[slot] = child
        edgeCount += 1
    }

    private mutating func grow() {
        let (oldKeys, oldChildren) = (keys, children)
        keys = [UInt64](repeating: Self.free, count: oldKeys.count * 2)
        children = [Int32](repeating: -1, count: oldKeys.count * 2)
        for position in oldKeys.indices where oldKeys[position] != Self.free {
            let slot = slot(of: oldKeys[position])
            keys[slot] = oldKeys[position]
            children[slot] = oldChildren[position]
        }
    }
}
