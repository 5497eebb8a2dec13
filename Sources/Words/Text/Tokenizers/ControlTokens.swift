/// The tokens of a model's chat format, which text from outside must never become.
public struct ControlTokens: Sendable {
    /// Their ids.
    public let ids: Set<Int32>
    /// Those that only a spelling gives: all but the one that a model writes for unknown text.
    let forged: Set<Int32>
    /// Finds them where they are spelled out.
    let spelled: AddedTokens
    /// The first and last bytes of their spellings.
    private let edges: Set<UInt8>
    /// Whether no other spelling gives such a token: none that a normaliser changes into one.
    public let haveOneSpelling: Bool

    init(_ tokens: [AddedToken], unknown: Int32? = nil, haveOneSpelling: Bool) {
        ids = Set(tokens.map(\.id))
        forged = ids.subtracting(unknown.map { [$0] } ?? [])
        spelled = AddedTokens(tokens)
        edges = Set(tokens.flatMap { [$0.content.first, $0.content.last].compactMap { $0 } })
        self.haveOneSpelling = haveOneSpelling
    }

    /// Whether a text has a first or last byte of a token's spelling. One without any can only be
    /// the middle of a spelling whose ends someone else writes.
    public func mayBegin(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.contains { edges.contains($0) } }
    }

    /// Whether a text ends within the spelling of a token.
    public func areOpen(atEndOf text: String) -> Bool {
        let bytes = Array(text.utf8)
        return spelled.tokens.contains { token in
            (1..<max(1, token.content.count)).contains { length in
                bytes.suffix(length) == token.content.prefix(length)
            }
        }
    }
}

/// The parts of a text that come from outside, and the tokens that they must not become.
struct OutsideText {
    /// In bytes, ascending and disjoint; parts that touch are one.
    private let ranges: [Range<Int>]
    let tokens: ControlTokens

    init(_ ranges: [Range<Int>], tokens: ControlTokens) {
        self.ranges = ranges
        self.tokens = tokens
    }

    /// Whether a match of the token `id` would make text from outside a control token.
    func forbids(_ id: Int32, at range: Range<Int>) -> Bool {
        tokens.ids.contains(id) && touches(range)
    }

    /// Whether a part of `range` is from outside.
    func touches(_ range: Range<Int>) -> Bool {
        let index = firstRange(endingAfter: range.lowerBound)
        return index < ranges.count && ranges[index].lowerBound < range.upperBound
    }

    /// Whether all of `range` is from outside.
    func covers(_ range: Range<Int>) -> Bool {
        let index = firstRange(endingAfter: range.lowerBound)
        return index < ranges.count && ranges[index].lowerBound <= range.lowerBound
            && range.upperBound <= ranges[index].upperBound
    }

    private func firstRange(endingAfter position: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > position { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
