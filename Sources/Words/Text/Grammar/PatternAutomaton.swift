import JSON

/// A regular expression as a nondeterministic automaton (NFA).
struct PatternNetwork {
    private(set) var edges: [[(characters: CharacterRanges, target: Int)]] = []
    private(set) var jumps: [[Int]] = []
    let path: String

    init(path: String) { self.path = path }

    mutating func state() -> Int {
        edges.append([])
        jumps.append([])
        return edges.count - 1
    }

    mutating func write(
        _ part: Pattern.Part, from start: Int, to end: Int
    ) throws(GrammarError) {
        guard edges.count <= Pattern.mostStates else {
            throw .tooLarge(path: path, states: Pattern.mostStates)
        }
        switch part {
        case .characters(let characters):
            if !characters.ranges.isEmpty { edges[start].append((characters, end)) }
        case .sequence(let parts):
            var index = start
            for part in parts {
                let next = state()
                try write(part, from: index, to: next)
                index = next
            }
            jumps[index].append(end)
        case .alternatives(let parts):
            for part in parts { try write(part, from: start, to: end) }
        case .repeated(let part, let least, let most):
            try writeRepeated(part, least, most, from: start, to: end)
        }
    }

    private mutating func writeRepeated(
        _ part: Pattern.Part, _ least: Int, _ most: Int?, from start: Int, to end: Int
    ) throws(GrammarError) {
        // A state of its own: what leads back here must not be taken for what led to `start`.
        var index = state()
        jumps[start].append(index)
        for number in 0..<max(least, most ?? least) {
            if number >= least { jumps[index].append(end) }
            let next = state()
            try write(part, from: index, to: next)
            index = next
        }
        if most == nil {
            let after = state()
            try write(part, from: index, to: after)
            jumps[after].append(index)
        }
        jumps[index].append(end)
    }

    /// Epsilon closure of `states`.
    func closure(_ states: some Sequence<Int>) -> [Int] {
        var found = Set(states)
        var open = Array(found)
        while let state = open.popLast() {
            for next in jumps[state] where found.insert(next).inserted { open.append(next) }
        }
        return found.sorted()
    }
}

/// A regular expression as a deterministic automaton (DFA) over characters.
struct PatternAutomaton {
    struct State {
        var edges: [(characters: ClosedRange<UInt32>, target: Int)] = []
        var isFinal = false
        /// Fewest characters to a final state.
        var distance = Int.max
    }

    /// The first is the start.
    private(set) var states: [State] = []

    init(
        _ network: PatternNetwork, start: Int, end: Int, path: String
    ) throws(GrammarError) {
        var positions: [[Int]: Int] = [:]
        var sets = [network.closure([start])]
        positions[sets[0]] = 0
        var next = 0
        while next < sets.count {
            guard sets.count <= Pattern.mostStates else {
                throw .tooLarge(path: path, states: Pattern.mostStates)
            }
            let set = sets[next]
            next += 1
            var state = State(isFinal: set.contains(end))
            for (characters, targets) in Self.moves(network, set) {
                let target = network.closure(targets)
                let index = positions[target] ?? sets.count
                if index == sets.count {
                    positions[target] = index
                    sets.append(target)
                }
                state.edges.append((characters, index))
            }
            states.append(state)
        }
        measure()
    }

    /// Ranges of characters that lead out of a set of states, split where the target changes.
    private static func moves(
        _ network: PatternNetwork, _ set: [Int]
    ) -> [(ClosedRange<UInt32>, Set<Int>)] {
        let edges = set.flatMap { network.edges[$0] }
            .flatMap { edge in edge.characters.ranges.map { ($0, edge.target) } }
        var cuts: Set<UInt32> = []
        for (range, _) in edges { cuts.formUnion([range.lowerBound, range.upperBound + 1]) }
        let sorted = cuts.sorted()
        return zip(sorted, sorted.dropFirst()).compactMap { low, high in
            let targets = Set(edges.filter { $0.0.contains(low) }.map(\.1))
            return targets.isEmpty ? nil : (low...high - 1, targets)
        }
    }

    private mutating func measure() {
        var isShorter = true
        while isShorter {
            isShorter = false
            for index in states.indices.reversed() {
                let through = states[index].edges.map { states[$0.target].distance }.min() ?? .max
                let distance = states[index].isFinal ? 0 : through == .max ? .max : through + 1
                if distance < states[index].distance {
                    states[index].distance = distance
                    isShorter = true
                }
            }
        }
    }
}

/// A pattern's DFA combined with a length counter, without paths that cannot end in time.
struct PatternLengths {
    struct State {
        var edges: [(characters: ClosedRange<UInt32>, target: Int)] = []
        var isFinal = false
    }

    /// The first is the start.
    private(set) var states: [State] = []

    init(
        _ pattern: PatternAutomaton, least: Int, most: Int?, path: String
    ) throws(GrammarError) {
        struct CountedState: Hashable { var state: Int, count: Int }
        // The counter stops where it no longer affects the outcome.
        let last = most ?? least
        func isAlive(_ counted: CountedState) -> Bool {
            let distance = pattern.states[counted.state].distance
            return distance < .max && (most.map { counted.count + distance <= $0 } ?? true)
        }
        var positions: [CountedState: Int] = [:]
        var open = [CountedState(state: 0, count: 0)]
        guard isAlive(open[0]) else { throw .nothingFits(path: path) }
        positions[open[0]] = 0
        var next = 0
        while next < open.count {
            guard open.count <= Pattern.mostStates * 5 else {
                throw .tooLarge(path: path, states: Pattern.mostStates * 5)
            }
            let counted = open[next]
            next += 1
            let isEnd = pattern.states[counted.state].isFinal && counted.count >= least
            var state = State(isFinal: isEnd)
            for (characters, target) in pattern.states[counted.state].edges {
                let count = most == nil ? min(counted.count + 1, last) : counted.count + 1
                let reached = CountedState(state: target, count: count)
                guard isAlive(reached) else { continue }
                if positions[reached] == nil {
                    positions[reached] = open.count
                    open.append(reached)
                }
                state.edges.append((characters, positions[reached] ?? 0))
            }
            states.append(state)
        }
    }
}

extension SchemaCompiler {
    /// Writes a string whose characters a pattern's automaton allows.
    mutating func write(_ pattern: PatternLengths, from start: Int32) {
        let states = pattern.states.map { _ in automaton.state() }
        let end = automaton.final()
        automaton.edge(start, "\"", states[0])
        for (state, from) in zip(pattern.states, states) {
            if state.isFinal { automaton.edge(from, "\"", end) }
            for (characters, target) in state.edges {
                writeCharacters(characters, from: from, to: states[target])
            }
        }
    }

    /// Characters as they stand in a string: those that cannot, as escapes.
    private mutating func writeCharacters(
        _ characters: ClosedRange<UInt32>, from: Int32, to: Int32
    ) {
        let escaped: [UInt32] = Array(0..<0x20) + [0x22, 0x5C]
        for character in escaped where characters.contains(character) {
            guard let scalar = Unicode.Scalar(character) else { continue }
            let text = JSON.string(String(Character(scalar))).encoded().dropFirst().dropLast()
            automaton.spell(from, text, to)
        }
        let plain = CharacterRanges([characters])
            .subtracting(CharacterRanges(escaped.map { $0...$0 }))
        for range in plain.ranges {
            for bytes in UTF8Ranges(range) {
                automaton.edge(from, along: bytes, to: to, first: .plain)
            }
        }
    }
}
