/// A byte-level pushdown automaton: states have edges for bytes, and calls of other rules.
///
/// A *rule* begins at a state and ends at a final state. A call reads a rule's text, then continues
/// at another state. Each frame of the stack has one counter, for lengths of strings and arrays.
struct Automaton: Sendable {
    /// Effect of an edge on the frame's counter.
    enum Action: UInt8, Sendable {
        case plain
        /// Adds one to the counter, up to the limit.
        case counts
        /// Allowed only if the counter has reached its minimum.
        case closes
    }

    /// Transition to `target` on a byte from `low` to `high`.
    struct Edge: Sendable {
        var low: UInt8
        var high: UInt8
        var action: Action
        var target: Int32
    }

    /// Call of the rule at `start` that continues at `next`; without a rule, a jump to `next`.
    struct Call: Sendable {
        var start: Int32
        var next: Int32
        var counts: Bool
    }

    /// Least and most that a frame counts.
    struct Limits: Sendable, Hashable {
        var least: Int32 = 0
        var most: Int32 = .max
        /// Rules of which each count consumes one text; empty if each count consumes one byte.
        var counted: [Int32] = []
    }

    /// A state while rules are being written.
    struct State: Sendable {
        var edges: [Edge] = []
        var calls: [Call] = []
        var isFinal = false
        /// Whether the state is inside literal text, where tokens of several bytes will match.
        var isLiteral = false
        var limits: Int32 = 0
    }

    /// Rule number of a call that only jumps.
    static let jump: Int32 = -1

    var states: [State] = []
    var limits: [Limits] = [Limits()]
    /// The rule of the whole text.
    var start: Int32 = 0

    /// Whether a state only ends its rule; a call that continues there needs no frame (tail call).
    func onlyReturns(_ state: Int32) -> Bool {
        let state = states[Int(state)]
        return state.isFinal && state.edges.isEmpty && state.calls.isEmpty
    }
}

extension Automaton {
    /// Adds a state; returns its number.
    mutating func state(limits: Int32 = 0) -> Int32 {
        states.append(State(limits: limits))
        return Int32(states.count - 1)
    }

    /// Adds a state at which a rule ends; returns its number.
    mutating func final(limits: Int32 = 0) -> Int32 {
        let end = state(limits: limits)
        states[Int(end)].isFinal = true
        return end
    }

    /// Adds limits; returns their number.
    mutating func limits(_ value: Limits) -> Int32 {
        limits.append(value)
        return Int32(limits.count - 1)
    }

    mutating func edge(
        _ from: Int32, _ bytes: ClosedRange<UInt8>, _ to: Int32, _ action: Action = .plain
    ) {
        states[Int(from)].edges.append(
            Edge(low: bytes.lowerBound, high: bytes.upperBound, action: action, target: to))
    }

    mutating func edge(
        _ from: Int32, _ character: Unicode.Scalar, _ to: Int32, _ action: Action = .plain
    ) {
        let byte = UInt8(ascii: character)
        edge(from, byte...byte, to, action)
    }

    mutating func jump(_ from: Int32, _ to: Int32) {
        states[Int(from)].calls.append(Call(start: Self.jump, next: to, counts: false))
    }

    mutating func call(_ from: Int32, _ rule: Int32, then next: Int32, counts: Bool = false) {
        states[Int(from)].calls.append(Call(start: rule, next: next, counts: counts))
    }

    /// Adds edges that read `bytes` from one state to another.
    mutating func spell(_ from: Int32, _ bytes: some Sequence<UInt8>, _ to: Int32) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty else { return jump(from, to) }
        var position = from
        for (index, byte) in bytes.enumerated() {
            states[Int(position)].isLiteral = true
            let next =
                index == bytes.count - 1 ? to : state(limits: states[Int(from)].limits)
            edge(position, byte...byte, next)
            position = next
        }
    }

    /// Adds a rule that reads one of several texts, as a trie.
    mutating func texts(_ texts: [[UInt8]], from start: Int32) {
        let end = final()
        var children: [[UInt8: Int32]] = [[:]]
        var nodes = [start]
        for text in texts {
            var node = 0
            for (index, byte) in text.enumerated() {
                states[Int(nodes[node])].isLiteral = true
                if index == text.count - 1 {
                    let edges = states[Int(nodes[node])].edges
                    if !edges.contains(where: { $0.low == byte && $0.target == end }) {
                        edge(nodes[node], byte...byte, end)
                    }
                } else if let next = children[node][byte] {
                    node = Int(next)
                } else {
                    nodes.append(state())
                    children.append([:])
                    let next = nodes.count - 1
                    edge(nodes[node], byte...byte, nodes[next])
                    children[node][byte] = Int32(next)
                    node = next
                }
            }
        }
    }
}
