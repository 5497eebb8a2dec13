import JSON

extension SchemaCompiler {
    /// Most characters of a string whose schema sets no limit.
    static let mostCharacters = 1_000

    /// Rule for a string.
    mutating func string(_ schema: Keywords) throws(GrammarError) -> Int32 {
        let least = try schema.count("minLength") ?? 0
        let most = try schema.count("maxLength")
        guard least <= most ?? .max else { throw .nothingFits(path: schema.path + "/minLength") }
        var sources: [(keyword: String, pattern: String)] = []
        if let value = schema["pattern"] {
            guard let pattern = value.string else { throw schema.bad("pattern", value, "a text") }
            sources.append(("pattern", pattern))
        }
        if let value = schema["format"] {
            guard let pattern = value.string.flatMap({ Self.formats[$0] }) else {
                let known = Self.formats.keys.sorted().joined(separator: ", ")
                throw schema.bad("format", value, "one of " + known)
            }
            sources.append(("format", pattern))
        }
        guard let source = sources.first else {
            return try plainString(least...(most ?? max(least, Self.mostCharacters)))
        }
        guard sources.count == 1 else {
            throw .unsupported(
                path: schema.path + "/format", problem: "stands beside \"pattern\"; use one of them"
            )
        }
        let path = "\(schema.path)/\(source.keyword)"
        return try rule("pattern \(least) \(most ?? -1) \(source.pattern)") {
            compiler, start throws(GrammarError) in
            let pattern = try Pattern(source.pattern, path: path)
            let lengths = try PatternLengths(
                pattern.automaton(), least: least, most: most, path: path)
            compiler.write(lengths, from: start)
        }
    }

    /// Formats as patterns. They match a subset of the format: days 29 to 31 of a month, for one, are left out.
    private static let formats: [String: String] = {
        let date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
        let time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
        let byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
        let word = "[a-z0-9]{1,16}"
        return [
            "date": "^\(date)$", "time": "^\(time)$", "date-time": "^\(date)T\(time)$",
            "uuid": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            "ipv4": "^\(byte)(\\.\(byte)){3}$",
            "email": "^\(word)([._-]\(word)){0,3}@\(word)(-\(word)){0,2}(\\.[a-z]{2,8}){1,2}$",
        ]
    }()

    // MARK: Any characters

    /// Rule for a string of any characters.
    private mutating func plainString(
        _ lengths: ClosedRange<Int>
    ) throws(GrammarError) -> Int32 {
        try rule("string \(lengths)") { compiler, start in
            let limits = compiler.automaton.limits(
                Automaton.Limits(
                    least: Int32(lengths.lowerBound), most: Int32(lengths.upperBound)))
            compiler.automaton.states[Int(start)].limits = limits
            compiler.writePlainString(from: start, limits)
        }
    }

    private mutating func writePlainString(from start: Int32, _ limits: Int32) {
        let inside = automaton.state(limits: limits)
        automaton.edge(start, "\"", inside)
        automaton.edge(inside, "\"", automaton.final(limits: limits), .closes)
        for bytes: ClosedRange<UInt8> in [0x20...0x21, 0x23...0x5B, 0x5D...0x7F] {
            automaton.edge(inside, bytes, inside, .counts)
        }
        for bytes in UTF8Ranges(0x80...0x10FFFF) {
            automaton.edge(inside, along: bytes, to: inside, first: .counts)
        }
        writeEscapes(from: inside, limits)
    }

    /// Escapes, in which two surrogates are one character and a lone one is none.
    private mutating func writeEscapes(from inside: Int32, _ limits: Int32) {
        let escape = automaton.state(limits: limits)
        automaton.edge(inside, "\\", escape, .counts)
        for character: Unicode.Scalar in ["\"", "\\", "/", "b", "f", "n", "r", "t"] {
            automaton.edge(escape, character, inside)
        }
        let code = automaton.state(limits: limits)
        automaton.edge(escape, "u", code)
        // A last digit, the last two, the last three.
        let one = automaton.state(limits: limits)
        let two = automaton.state(limits: limits)
        let three = automaton.state(limits: limits)
        digits(one, 0...15, inside)
        digits(two, 0...15, one)
        digits(three, 0...15, two)
        digits(code, 0...12, three)
        digits(code, 14...15, three)
        // D: below D800, or a pair of D800–DBFF and DC00–DFFF.
        let surrogate = automaton.state(limits: limits)
        digits(code, 13...13, surrogate)
        digits(surrogate, 0...7, two)
        let highTwo = automaton.state(limits: limits)
        let highOne = automaton.state(limits: limits)
        digits(surrogate, 8...11, highTwo)
        let pair = (0..<3).map { _ in automaton.state(limits: limits) }
        digits(highTwo, 0...15, highOne)
        digits(highOne, 0...15, pair[0])
        automaton.spell(pair[0], "\\u".utf8, pair[1])
        digits(pair[1], 13...13, pair[2])
        digits(pair[2], 12...15, two)
    }

    /// Hexadecimal digits with these values.
    private mutating func digits(_ from: Int32, _ values: ClosedRange<UInt8>, _ to: Int32) {
        let decimal = values.clamped(to: 0...9)
        if values.overlaps(0...9) {
            automaton.edge(
                from, 0x30 + decimal.lowerBound...0x30 + decimal.upperBound, to)
        }
        guard values.overlaps(10...15) else { return }
        let letters = values.clamped(to: 10...15)
        for first in [UInt8(ascii: "a"), UInt8(ascii: "A")] {
            automaton.edge(
                from, first + letters.lowerBound - 10...first + letters.upperBound - 10, to)
        }
    }

    /// Rule for an additional property's name, different from `names`: printable characters without
    /// escapes, so that each name has one spelling.
    mutating func otherName(than names: [String]) throws(GrammarError) -> Int32 {
        try rule("name \(names)") { compiler, start in
            // Longer than any of the names, so that each can be gone beyond.
            let most = Int32(max(63, names.map(\.utf8.count).max() ?? 0) + 1)
            let limits = compiler.automaton.limits(Automaton.Limits(least: 1, most: most))
            compiler.automaton.states[Int(start)].limits = limits
            let free = compiler.automaton.state(limits: limits)
            let end = compiler.automaton.final(limits: limits)
            compiler.automaton.edge(free, "\"", end, .closes)
            let tree = NameTree(names)
            let states = tree.nodes.map { _ in compiler.automaton.state(limits: limits) }
            compiler.automaton.edge(start, "\"", states[0])
            for (node, state) in zip(tree.nodes, states) {
                if !node.isName { compiler.automaton.edge(state, "\"", end, .closes) }
                for (byte, child) in node.children {
                    compiler.automaton.edge(state, byte...byte, states[child], .counts)
                }
                compiler.automaton.leave(state, except: node.children.map(\.byte), to: free)
            }
            compiler.automaton.leave(free, except: [], to: free)
        }
    }
}

/// Names of properties, byte by byte.
private struct NameTree {
    struct Node {
        var isName = false
        var children: [(byte: UInt8, child: Int)] = []
    }

    private(set) var nodes = [Node()]

    init(_ names: [String]) {
        // A name with other bytes cannot be spelled by the rule at all.
        for name in names where name.utf8.allSatisfy(Automaton.isNameByte) {
            var node = 0
            for byte in name.utf8 {
                if let next = nodes[node].children.first(where: { $0.byte == byte }) {
                    node = next.child
                } else {
                    nodes.append(Node())
                    nodes[node].children.append((byte, nodes.count - 1))
                    node = nodes.count - 1
                }
            }
            nodes[node].isName = true
        }
    }
}

extension Automaton {
    /// Whether a byte may stand in the name of an additional property: printable ASCII.
    static func isNameByte(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Edges for all bytes of names but some.
    mutating func leave(_ from: Int32, except taken: [UInt8], to: Int32) {
        var first: UInt8?
        for byte in UInt8(0x20)...0x7F {
            let isFree = Self.isNameByte(byte) && !taken.contains(byte)
            if isFree, first == nil { first = byte }
            if !isFree, let low = first {
                edge(from, low...byte - 1, to, .counts)
                first = nil
            }
        }
    }

    /// Edges for characters whose bytes lie in these ranges, one after another.
    mutating func edge(
        _ from: Int32, along bytes: [ClosedRange<UInt8>], to: Int32, first: Action
    ) {
        var position = from
        for (index, range) in bytes.enumerated() {
            let next =
                index == bytes.count - 1 ? to : state(limits: states[Int(from)].limits)
            edge(position, range, next, index == 0 ? first : .plain)
            position = next
        }
    }
}
