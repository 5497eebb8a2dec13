/// An automaton in flat arrays, ready to run, with upper bounds on the tokens to finish each rule.
final class FlatAutomaton: Sendable {
    struct State: Sendable {
        var firstEdge: Int32
        var lastEdge: Int32
        var firstCall: Int32
        var lastCall: Int32
        var least: Int32
        var most: Int32
        /// Tokens that suffice to end the rule from this state.
        var cost: Int32
        var perCount: Int32
        var isFinal: Bool
        /// Whether the state only has edges for bytes.
        var isPlain: Bool
    }

    struct Call: Sendable {
        var start: Int32
        var next: Int32
        var counts: Bool
        /// Whether the call is a tail call.
        var isTail: Bool
    }

    let states: [State]
    let edges: [Automaton.Edge]
    let calls: [Call]
    let start: Int32
    private let frames: [Int32]
    /// Most characters of one token.
    private let tokenReach: Int32

    init(_ automaton: Automaton, _ trie: TokenTrie) {
        let costs = SpellingCosts(automaton, trie)
        var states: [State] = []
        var edges: [Automaton.Edge] = []
        var calls: [Call] = []
        for (index, state) in automaton.states.enumerated() {
            let limits = automaton.limits[Int(state.limits)]
            let (firstEdge, firstCall) = (Int32(edges.count), Int32(calls.count))
            // An edge into a state that cannot be finished is left out.
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

    /// Tokens that suffice to end the rule of a frame.
    func cost(_ state: Int32, _ count: Int32) -> Int32 {
        let state = states[Int(state)]
        return state.cost + max(0, state.least - count) * state.perCount
    }

    /// Stack frames needed to end a state's rule.
    func framesNeeded(_ state: Int32) -> Int32 { frames[Int(state)] }

    /// Throws if even the shallowest text needs more frames than a stack may have.
    func checkDepth() throws(GrammarError) {
        guard framesNeeded(start) > Stacks.mostFrames else { return }
        throw .unsupported(path: "#", problem: "nests more than \(Stacks.mostFrames) levels")
    }

    /// Smallest count that behaves like this one for the length of a token; lets masks be shared.
    func reach(_ count: Int32, in state: Int32) -> Int32 {
        let state = states[Int(state)]
        guard state.most == .max || state.most - count > tokenReach else { return count }
        if count >= state.least { return state.least }
        return max(count, state.least - tokenReach - 1)
    }
}
