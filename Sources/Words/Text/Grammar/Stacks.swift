/// Every stack that an automaton may have after some bytes; several if the text is ambiguous.
///
/// A frame on top is a ``Top``; those below lie in a store, each once, and are known by their position.
struct Stacks: Sendable {
    /// A frame below the top: the state to continue at and the frame below.
    struct Frame: Hashable {
        var state: Int32
        var count: Int32
        var parent: Int32
    }

    /// A frame on top.
    struct Top: Hashable {
        var state: Int32
        var count: Int32
        var parent: Int32
    }

    /// Marks the bottom of the stack.
    static let bottom: Int32 = -1
    /// The state after the whole text.
    static let done: Int32 = -1

    private let automaton: FlatAutomaton
    private var frames: [Frame] = []
    /// By frame: what it and all below need, and how many they are.
    private var costs: [Int32] = []
    private var depths: [Int32] = []
    private var positions: [Frame: Int32] = [:]
    private var open: [Top] = []

    init(_ automaton: FlatAutomaton) { self.automaton = automaton }

    /// Stacks before the first byte.
    mutating func start() -> [Top] {
        var tops: [Top] = []
        settle(Top(state: automaton.start, count: 0, parent: Self.bottom), into: &tops, from: 0)
        return tops
    }

    /// Appends to `tops` the stacks after `byte`, given those in `range`.
    @inline(__always)
    mutating func step(_ byte: UInt8, _ tops: inout [Top], _ range: Range<Int>) {
        let first = tops.count
        for position in range {
            let top = tops[position]
            guard top.state >= 0 else { continue }
            let state = automaton.states[Int(top.state)]
            for index in Int(state.firstEdge)..<Int(state.lastEdge) {
                let edge = automaton.edges[index]
                guard edge.low <= byte, byte <= edge.high else { continue }
                var next = Top(state: edge.target, count: top.count, parent: top.parent)
                switch edge.action {
                case .plain: break
                case .counts:
                    guard top.count < state.most else { continue }
                    next.count += 1
                case .closes: guard top.count >= state.least else { continue }
                }
                settle(next, into: &tops, from: first)
            }
        }
    }

    /// Appends `top` and all that it leads to without a byte; only stacks that wait for one are kept.
    private mutating func settle(_ top: Top, into tops: inout [Top], from first: Int) {
        let state = automaton.states[Int(top.state)]
        if state.isPlain {
            keep(top, in: &tops, from: first)
            return
        }
        open.removeAll(keepingCapacity: true)
        open.append(top)
        var position = 0
        while position < open.count {
            expand(open[position], into: &tops, from: first)
            position += 1
        }
    }

    private mutating func expand(_ top: Top, into tops: inout [Top], from first: Int) {
        guard top.state >= 0 else {
            keep(top, in: &tops, from: first)
            return
        }
        let state = automaton.states[Int(top.state)]
        guard depth(of: top.parent) + automaton.framesNeeded(top.state) <= Self.mostFrames else {
            return
        }
        if state.firstEdge < state.lastEdge { keep(top, in: &tops, from: first) }
        if state.isFinal {
            if top.parent == Self.bottom {
                wait(Top(state: Self.done, count: 0, parent: Self.bottom))
            } else {
                let frame = frames[Int(top.parent)]
                wait(Top(state: frame.state, count: frame.count, parent: frame.parent))
            }
        }
        for index in Int(state.firstCall)..<Int(state.lastCall) {
            let call = automaton.calls[index]
            guard !call.counts || top.count < state.most else { continue }
            let count = top.count + (call.counts ? 1 : 0)
            if call.start == Automaton.jump {
                wait(Top(state: call.next, count: count, parent: top.parent))
            } else if call.isTail {
                wait(Top(state: call.start, count: 0, parent: top.parent))
            } else {
                let frame = Frame(state: call.next, count: count, parent: top.parent)
                wait(Top(state: call.start, count: 0, parent: position(of: frame)))
            }
        }
    }

    /// Deepest stack that is followed.
    static let mostFrames: Int32 = 200
    /// Most stacks that are followed at once; a redundant schema could otherwise multiply them.
    private static let mostWays = 256

    private func keep(_ top: Top, in tops: inout [Top], from first: Int) {
        for position in first..<tops.count where tops[position] == top { return }
        if tops.count - first < Self.mostWays { tops.append(top) }
    }

    private mutating func wait(_ top: Top) {
        if !open.contains(top) { open.append(top) }
    }

    private mutating func position(of frame: Frame) -> Int32 {
        if let position = positions[frame] { return position }
        let position = Int32(frames.count)
        frames.append(frame)
        costs.append(
            min(
                SpellingCosts.never,
                automaton.cost(frame.state, frame.count) + cost(of: frame.parent)))
        depths.append(depth(of: frame.parent) + 1)
        positions[frame] = position
        return position
    }

    private func cost(of parent: Int32) -> Int32 { parent < 0 ? 0 : costs[Int(parent)] }
    private func depth(of parent: Int32) -> Int32 { parent < 0 ? 0 : depths[Int(parent)] }

    /// Tokens that suffice to end the text from the cheapest of these stacks.
    func cost(_ tops: [Top], _ range: Range<Int>) -> Int32 {
        var least = SpellingCosts.never
        for position in range {
            let top = tops[position]
            guard top.state >= 0 else { return 0 }
            least = min(least, automaton.cost(top.state, top.count) + cost(of: top.parent))
        }
        return least
    }

    /// Cache key of the mask: equal for stacks that differ only beyond the reach of one token.
    func key(_ tops: [Top]) -> [Int32] {
        var key: [Int32] = []
        for top in tops {
            key.append(top.state)
            guard top.state >= 0 else { continue }
            key.append(automaton.reach(top.count, in: top.state))
            var parent = top.parent
            while parent >= 0 {
                let frame = frames[Int(parent)]
                key.append(frame.state)
                key.append(automaton.reach(frame.count, in: frame.state))
                parent = frame.parent
            }
            key.append(-2)
        }
        return key
    }
}
