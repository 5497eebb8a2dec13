import PythonStrings

/// Tokens that may follow in a state, as bits.
final class GrammarMask: Sendable {
    /// A bit for each token.
    let words: [UInt64]
    /// Tokens that raise the number of tokens needed to finish, by how much, in descending order.
    let rising: [(token: Int32, more: Int32)]
    /// Whether no token is allowed.
    let isEmpty: Bool

    init(words: [UInt64], rising: [(token: Int32, more: Int32)]) {
        self.words = words
        self.rising = rising
        isEmpty = words.allSatisfy { $0 == 0 }
    }

    /// Walks the vocabulary's trie along all stacks.
    ///
    /// - Parameter most: Only tokens after which so many are enough.
    init(_ tops: [Stacks.Top], _ stacks: Stacks, _ trie: TokenTrie, most: Int32 = .max) {
        var stacks = stacks
        var words = [UInt64](repeating: 0, count: (trie.vocabularySize + 63) / 64)
        var rising: [(token: Int32, more: Int32)] = []
        let before = stacks.cost(tops, tops.indices)
        var path = tops
        var starts = [Int](repeating: 0, count: trie.depth + 2)
        starts[1] = tops.count
        words.withUnsafeMutableBufferPointer { words in
            trie.nodes.withUnsafeBufferPointer { nodes in
                var index = 0
                while index < nodes.count {
                    let node = nodes[index]
                    let depth = Int(node.depth)
                    path.removeSubrange(starts[depth]...)
                    stacks.step(node.byte, &path, starts[depth - 1]..<starts[depth])
                    guard path.count > starts[depth] else {
                        index = Int(node.end)
                        continue
                    }
                    starts[depth + 1] = path.count
                    index += 1
                    guard node.first < node.last else { continue }
                    let cost = stacks.cost(path, starts[depth]..<path.count)
                    guard cost <= most else { continue }
                    for position in Int(node.first)..<Int(node.last) {
                        let token = trie.tokens[position]
                        words[Int(token) >> 6] |= 1 << UInt64(token & 63)
                        if cost > before { rising.append((token, cost - before)) }
                    }
                }
            }
        }
        self.words = words
        self.rising = rising.sorted { ($1.more, $0.token) < ($0.more, $1.token) }
        isEmpty = words.allSatisfy { $0 == 0 }
    }
}
