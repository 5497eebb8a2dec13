/// A byte-level automaton with a stack: states with edges for bytes, and calls of other states' texts.
///
/// A *rule* is a state to start at; its text ends at a final state. A call reads a rule's text and goes
/// on at another state. Each frame of the stack has one counter, for lengths of strings and arrays.
struct Automaton: Sendable {
    /// What taking an edge means for the frame's counter.
    enum Action: UInt8, Sendable {
        case plain
        /// Counts one more, as far as the limit allows.
        case counts
        /// May be taken only if enough has been counted.
        case closes
    }

    /// Goes on at `target` with a byte from `low` to `high`.
    struct Edge: Sendable {
        var low: UInt8
        var high: UInt8
        var action: Action
        var target: Int32
    }

    /// Reads the rule at `start`, then goes on at `next`; without a rule it only goes on.
    struct Call: Sendable {
        var start: Int32
        var next: Int32
        var counts: Bool
    }

    /// How much a frame counts, at least and at most.
    struct Limits: Sendable, Hashable {
        var least: Int32 = 0
        var most: Int32 = .max
        /// The rules of which each count takes one; none if it takes a byte.
        var counted: [Int32] = []
    }

    /// A state while rules are being written.
    struct State: Sendable {
        var edges: [Edge] = []
        var calls: [Call] = []
        var isFinal = false
        /// Whether it lies in a text that is spelled out, so that tokens of several bytes can be
        /// counted on.
        var isLiteral = false
        var limits: Int32 = 0
    }

    /// No rule: a call that only goes on.
    static let jump: Int32 = -1

    var states: [State] = []
    var limits: [Limits] = [Limits()]
    /// The rule of the whole text.
    var start: Int32 = 0

    /// Whether a state does nothing but end its rule, so that a call that would go on there needs no
    /// frame.
    func onlyReturns(_ state: Int32) -> Bool {
        let state = states[Int(state)]
        return state.isFinal && state.edges.isEmpty && state.calls.isEmpty
    }
}

extension Automaton {
    /// A new state.
    mutating func state(limits: Int32 = 0) -> Int32 {
        states.append(State(limits: limits))
        return Int32(states.count - 1)
    }

    /// A new state at which a rule ends.
    mutating func final(limits: Int32 = 0) -> Int32 {
        let end = state(limits: limits)
        states[Int(end)].isFinal = true
        return end
    }

    /// A new record of limits.
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

    /// Spells `bytes` from one state to another.
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

    /// A rule of one of several texts, as a tree of their beginnings.
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
