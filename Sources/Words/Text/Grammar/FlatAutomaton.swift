/// An automaton as it is run, with what its texts cost in a vocabulary's tokens.
final class FlatAutomaton: Sendable {
    struct State: Sendable {
        var firstEdge: Int32
        var lastEdge: Int32
        var firstCall: Int32
        var lastCall: Int32
        var least: Int32
        var most: Int32
        /// Tokens that are enough from here, and those of a missing count.
        var cost: Int32
        var perCount: Int32
        var isFinal: Bool
        /// Whether it waits for a byte and does nothing else.
        var isPlain: Bool
    }

    struct Call: Sendable {
        var start: Int32
        var next: Int32
        var counts: Bool
        /// Whether nothing is left to do afterwards.
        var isTail: Bool
    }

    let states: [State]
    let edges: [Automaton.Edge]
    let calls: [Call]
    let start: Int32
    private let frames: [Int32]
    /// Characters that a token may have.
    private let tokenReach: Int32

    init(_ automaton: Automaton, _ trie: TokenTrie) {
        let costs = SpellingCosts(automaton, trie)
        var states: [State] = []
        var edges: [Automaton.Edge] = []
        var calls: [Call] = []
        for (index, state) in automaton.states.enumerated() {
            let limits = automaton.limits[Int(state.limits)]
            let (firstEdge, firstCall) = (Int32(edges.count), Int32(calls.count))
            // What can never be ended is not entered.
            edges += state.edges.filter { costs.tokens[Int($0.target)] < SpellingCosts.never }
            for call in state.calls where costs.tokens[Int(call.next)] < SpellingCosts.never {
                if call.start != Automaton.jump,
                    costs.total(call.start, 0, automaton) >= SpellingCosts.never
                {
                    continue
                }
                calls.append(
                    Call(
                        start: call.start, next: call.next, counts: call.counts,
                        isTail: automaton.onlyReturns(call.next)))
            }
            states.append(
                State(
                    firstEdge: firstEdge, lastEdge: Int32(edges.count), firstCall: firstCall,
                    lastCall: Int32(calls.count), least: limits.least, most: limits.most,
                    cost: costs.tokens[index], perCount: costs.perCount[Int(state.limits)],
                    isFinal: state.isFinal,
                    isPlain: !state.isFinal && state.calls.isEmpty && costs.frames[index] == 0))
        }
        (self.states, self.edges, self.calls) = (states, edges, calls)
        start = automaton.start
        frames = costs.frames
        tokenReach = Int32(trie.depth)
    }

    /// Tokens that are enough to end a frame's rule.
    func cost(_ state: Int32, _ count: Int32) -> Int32 {
        let state = states[Int(state)]
        return state.cost + max(0, state.least - count) * state.perCount
    }

    /// Frames that ending a state's rule takes.
    func framesNeeded(_ state: Int32) -> Int32 { frames[Int(state)] }

    /// Throws if even the shallowest text needs more frames than a stack may have.
    func checkDepth() throws(GrammarError) {
        guard framesNeeded(start) > Stacks.mostFrames else { return }
        throw .unsupported(path: "#", problem: "nests more than \(Stacks.mostFrames) levels")
    }

    /// A count that allows the same within a token as this one.
    func reach(_ count: Int32, in state: Int32) -> Int32 {
        let state = states[Int(state)]
        guard state.most == .max || state.most - count > tokenReach else { return count }
        if count >= state.least { return state.least }
        return max(count, state.least - tokenReach - 1)
    }
}
