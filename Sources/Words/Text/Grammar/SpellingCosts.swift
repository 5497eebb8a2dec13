/// Upper bounds, per state, on the tokens and stack frames needed to end its rule.
///
/// The bound can always be met: from every state some token leads to a state with a smaller bound.
/// Bytes of free text count as a token each; literal text is counted in the vocabulary's longer tokens.
struct SpellingCosts: Sendable {
    /// Tokens to the end of the state's rule once its counter has reached the minimum.
    private(set) var tokens: [Int32]
    /// Extra tokens for each count still missing, by limits.
    private(set) var perCount: [Int32]
    /// Frames above the state's own that are needed to end its rule.
    private(set) var frames: [Int32]

    /// Marks a rule that cannot end.
    static let never: Int32 = 1 << 28

    init(_ automaton: Automaton, _ trie: TokenTrie) {
        tokens = [Int32](repeating: Self.never, count: automaton.states.count)
        frames = tokens
        perCount = automaton.limits.map { $0.counted.isEmpty ? 1 : Self.never }
        var steps: [Int: [Int32]] = [:]
        for (position, state) in automaton.states.enumerated() where state.isLiteral {
            steps[position] = Self.steps(from: position, automaton, trie)
        }
        var changed = true
        while changed {
            changed = false
            for state in automaton.states.indices.reversed() {
                let (cost, depth) = estimate(state, automaton, trie, steps)
                if cost < tokens[state] { (tokens[state], changed) = (cost, true) }
                if depth < frames[state] { (frames[state], changed) = (depth, true) }
            }
            for (position, limits) in automaton.limits.enumerated() where !limits.counted.isEmpty {
                let most = limits.counted.map { total($0, 0, automaton) }.max() ?? 0
                let cost = min(Self.never, most + 1)
                if cost < perCount[position] { (perCount[position], changed) = (cost, true) }
            }
        }
    }

    /// Tokens that are enough to end a frame's rule.
    func total(_ state: Int32, _ count: Int32, _ automaton: Automaton) -> Int32 {
        let position = Int(automaton.states[Int(state)].limits)
        let missing = Int(max(0, automaton.limits[position].least - count))
        let cost = Int(tokens[Int(state)]) + missing * Int(perCount[position])
        return Int32(min(Int(Self.never), cost))
    }

    private func estimate(
        _ position: Int, _ automaton: Automaton, _ trie: TokenTrie, _ steps: [Int: [Int32]]
    ) -> (cost: Int32, depth: Int32) {
        let state = automaton.states[position]
        var cost: Int32 = state.isFinal ? 0 : Self.never
        var depth: Int32 = cost
        for edge in state.edges {
            if (edge.low...edge.high).contains(where: { trie.single[Int($0)] }) {
                cost = min(cost, tokens[Int(edge.target)] + 1)
            }
            depth = min(depth, frames[Int(edge.target)])
        }
        for call in state.calls {
            var (rule, above): (Int32, Int32) = (0, 0)
            if call.start != Automaton.jump {
                rule = total(call.start, 0, automaton)
                above = frames[Int(call.start)] + 1
            }
            cost = min(cost, rule + tokens[Int(call.next)])
            depth = min(depth, max(above, frames[Int(call.next)]))
        }
        for target in steps[position] ?? [] { cost = min(cost, tokens[Int(target)] + 1) }
        let limits = automaton.limits[Int(state.limits)]
        if limits.least > 0 {
            for rule in limits.counted { depth = max(depth, frames[Int(rule)] + 1) }
        }
        return (min(cost, Self.never), min(depth, Self.never))
    }

    /// States that one token leads to from a literal state.
    private static func steps(
        from position: Int, _ automaton: Automaton, _ trie: TokenTrie
    ) -> [Int32] {
        var targets: Set<Int32> = []
        var path = [Int32](repeating: 0, count: trie.depth + 1)
        path[0] = Int32(position)
        for first in automaton.states[position].edges where first.action == .plain {
            let root = trie.roots[Int(first.low)]
            var index = Int(root)
            let end = root < 0 ? index : Int(trie.nodes[index].end)
            while index < end {
                let node = trie.nodes[index]
                let from = automaton.states[Int(path[Int(node.depth) - 1])]
                let edge =
                    from.isLiteral
                    ? from.edges.first { $0.low == node.byte && $0.action == .plain } : nil
                guard let edge else {
                    index = Int(node.end)
                    continue
                }
                path[Int(node.depth)] = edge.target
                if node.first < node.last { targets.insert(edge.target) }
                index += 1
            }
        }
        return targets.sorted()
    }
}
