/// A trie of a vocabulary's tokens by their bytes, in depth-first order: one pass walks all of it.
public final class TokenTrie: Sendable {
    /// A node below the root, reached by one more byte.
    struct Node: Sendable {
        /// Bytes on the path from the root.
        var depth: UInt8
        var byte: UInt8
        /// The index after the last node below it.
        var end: Int32
        /// Its tokens' indices in ``tokens``; more than one if tokens have the same bytes.
        var first: Int32
        var last: Int32
    }

    let nodes: [Node]
    /// The tokens, ordered by their bytes.
    let tokens: [Int32]
    /// One more than the highest id.
    public let vocabularySize: Int
    /// The most bytes of a token.
    let depth: Int
    /// The node of each first byte, or -1.
    let roots: [Int32]
    /// Whether each byte alone is a token.
    let single: [Bool]
    private let bytes: [UInt8]
    private let ends: [Int32]

    /// Longer tokens, in bytes, are never allowed.
    static let longestToken = 64

    /// Collects a tokenizer's text tokens; control tokens are left out.
    public convenience init(_ tokenizer: Tokenizer) {
        self.init(
            (0..<tokenizer.vocabularySize).map { id in
                let id = Int32(id)
                return tokenizer.isSpecial(id) ? nil : tokenizer.bytes(of: id)
            })
    }

    /// A vocabulary in which every byte is a token: of texts that belong to no tokenizer.
    public static var ofBytes: TokenTrie { TokenTrie((0...255).map { [UInt8($0)] }) }

    /// - Parameter tokens: Bytes by id; nil for ids that are no text.
    public init(_ tokens: [[UInt8]?]) {
        vocabularySize = tokens.count
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        for token in tokens {
            if let token, token.count <= Self.longestToken { bytes += token }
            ends.append(Int32(bytes.count))
        }
        (self.bytes, self.ends) = (bytes, ends)
        func text(_ id: Int32) -> ArraySlice<UInt8> {
            bytes[(id == 0 ? 0 : Int(ends[Int(id) - 1]))..<Int(ends[Int(id)])]
        }
        let order = (0..<Int32(tokens.count)).filter { !text($0).isEmpty }
            .sorted {
                let (left, right) = (text($0), text($1))
                if left.elementsEqual(right) { return $0 < $1 }
                return left.lexicographicallyPrecedes(right)
            }
        var nodes: [Node] = []
        var path: [Int] = []
        var before: ArraySlice<UInt8> = []
        var single = [Bool](repeating: false, count: 256)
        for (position, id) in order.enumerated() {
            let bytes = text(id)
            if bytes.count == 1 { single[Int(bytes[bytes.startIndex])] = true }
            let shared = zip(before, bytes).prefix { $0 == $1 }.count
            for index in path[shared...] { nodes[index].end = Int32(nodes.count) }
            path.removeSubrange(shared...)
            for (depth, byte) in bytes.dropFirst(shared).enumerated() {
                path.append(nodes.count)
                nodes.append(
                    Node(
                        depth: UInt8(shared + depth + 1), byte: byte, end: 0,
                        first: Int32(position),
                        last: Int32(position)))
            }
            nodes[path[path.count - 1]].last = Int32(position + 1)
            before = bytes
        }
        for index in path { nodes[index].end = Int32(nodes.count) }
        var roots = [Int32](repeating: -1, count: 256)
        for (position, node) in nodes.enumerated() where node.depth == 1 {
            roots[Int(node.byte)] = Int32(position)
        }
        (self.nodes, self.roots) = (nodes, roots)
        self.single = single
        self.tokens = order
        depth = Int(nodes.map(\.depth).max() ?? 0)
    }

    /// A token's bytes; empty for one that is no text.
    func text(of token: Int32) -> ArraySlice<UInt8> {
        guard ends.indices ~= Int(token) else { return [] }
        return bytes[(token == 0 ? 0 : Int(ends[Int(token) - 1]))..<Int(ends[Int(token)])]
    }
}
