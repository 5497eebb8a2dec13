/// A regular expression of the subset that strings can be held to.
///
/// Characters, `.`, classes, `\d \w \s` and their opposites, groups, alternatives and `* + ? {m,n}`; `^`
/// and `$` at the ends of an alternative that is no group's. Without them a match anywhere counts.
/// Where dialects differ (`.`, opposites of classes) only characters on which they agree are written.
struct Pattern {
    /// A part of an expression.
    indirect enum Part {
        case characters(CharacterRanges)
        case sequence([Part])
        case alternatives([Part])
        case repeated(Part, least: Int, most: Int?)
    }

    private let part: Part
    private let path: String

    init(_ source: String, path: String) throws(GrammarError) {
        var parser = PatternParser(source, path: path)
        part = try parser.parse()
        self.path = path
    }

    /// Limit of repetitions that are expanded.
    static let mostRepetitions = 1_000
    static let mostStates = 20_000

    /// Compiles the expression to a deterministic automaton over characters.
    func automaton() throws(GrammarError) -> PatternAutomaton {
        var network = PatternNetwork(path: path)
        let start = network.state()
        let end = network.state()
        try network.write(part, from: start, to: end)
        return try PatternAutomaton(network, start: start, end: end, path: path)
    }
}

/// Characters, as ranges in order that do not touch.
struct CharacterRanges: Equatable {
    private(set) var ranges: [ClosedRange<UInt32>]

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ characters: String) {
        self.init(characters.unicodeScalars.map { $0.value...$0.value })
    }

    static let digits = CharacterRanges([0x30...0x39])
    static let words = CharacterRanges([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = CharacterRanges(" \t\n\r\u{0B}\u{0C}")
    static let ascii = CharacterRanges([0x20...0x7E])
    /// Characters that `.` matches in every dialect, control characters excluded.
    static let dot = CharacterRanges([
        0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0x10FFFF,
    ])
    static let everything = CharacterRanges([0...0xD7FF, 0xE000...0x10FFFF])

    func union(_ other: CharacterRanges) -> CharacterRanges {
        CharacterRanges(ranges + other.ranges)
    }

    func subtracting(_ other: CharacterRanges) -> CharacterRanges {
        var left = ranges
        for hole in other.ranges {
            left = left.flatMap { range -> [ClosedRange<UInt32>] in
                guard range.overlaps(hole) else { return [range] }
                var parts: [ClosedRange<UInt32>] = []
                if range.lowerBound < hole.lowerBound {
                    parts.append(range.lowerBound...hole.lowerBound - 1)
                }
                if hole.upperBound < range.upperBound {
                    parts.append(hole.upperBound + 1...range.upperBound)
                }
                return parts
            }
        }
        return CharacterRanges(left)
    }
}
