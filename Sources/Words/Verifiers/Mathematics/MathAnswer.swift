/// A final answer, read so far that equal ones can be told.
indirect enum MathAnswer {
    /// A number or an expression.
    case expression(Quotient)
    /// Elements in order within brackets: a tuple, an interval, a ratio (with colons for brackets).
    case tuple(open: Character, [MathAnswer], close: Character)
    /// Elements in no order: a set, a list of solutions, a union.
    case collection([MathAnswer], isUnion: Bool)
    /// An equation or inequality: the difference of its sides, and the sign between them.
    case relation(Quotient, Character)
    /// Words, or what cannot be read: compared as written, up to case and white space.
    case text(String)

    /// Reads an answer in LaTeX or plain text; nil if there is nothing in it.
    init?(_ text: String) {
        let written = Self.written(text)
        guard !written.isEmpty else { return nil }
        guard let tokens = MathLexer.tokens(of: text) else {
            self = .text(written)
            return
        }
        self = AnswerReader.answer(tokens) ?? .text(written)
    }

    /// Whether both are the same answer.
    func equals(_ other: MathAnswer) -> Bool {
        switch (self, other) {
        case (.expression(let one), .expression(let other)): one.equals(other)
        case (
            .tuple(let open, let one, let close), .tuple(let otherOpen, let other, let otherClose)
        ):
            open == otherOpen && close == otherClose && one.count == other.count
                && zip(one, other).allSatisfy { $0.equals($1) }
        case (.collection(let one, let isUnion), .collection(let other, let otherIsUnion)):
            isUnion == otherIsUnion && Self.haveSameElements(one, other)
        case (.collection(let elements, isUnion: false), .expression),
            (.expression, .collection(let elements, isUnion: false)):
            elements.count == 1
                && elements[0].equals(elements.count == 1 && isCollection ? other : self)
        case (.relation(let one, let sign), .relation(let other, let otherSign)):
            Self.sameRelation(one, sign, other, otherSign)
        case (.text(let one), .text(let other)): one == other
        default: false
        }
    }

    private var isCollection: Bool {
        if case .collection = self { return true }
        return false
    }

    /// Each element of either has its equal in the other.
    private static func haveSameElements(_ one: [MathAnswer], _ other: [MathAnswer]) -> Bool {
        guard max(one.count, other.count) <= 100 else { return false }
        return one.allSatisfy { element in other.contains { $0.equals(element) } }
            && other.allSatisfy { element in one.contains { $0.equals(element) } }
    }

    private static func sameRelation(
        _ one: Quotient, _ sign: Character, _ other: Quotient, _ otherSign: Character
    ) -> Bool {
        let turned: [Character: Character] = ["<": ">", ">": "<", "≤": "≥", "≥": "≤"]
        if sign == otherSign, one.equals(other) { return true }
        return otherSign == turned[sign] ?? sign && one.equals(other.negated)
    }

    /// A text as it is compared when nothing better can be done.
    static func written(_ text: String) -> String {
        let dropped: Set<Character> = ["$", "{", "}", "*", "\\", "~", "\""]
        let words = text.lowercased().filter { !dropped.contains($0) }
            .replacing("mathrm", with: "").replacing("text", with: "")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}

extension Quotient {
    /// Whether both have one value: by exact computation, or for roots of sums and functions, which that
    /// does not take apart, by their values at several points.
    fileprivate func equals(_ other: Quotient) -> Bool {
        if let isExact = try? isExactly(other), isExact { return true }
        guard atoms.union(other.atoms).contains(where: \.isOpaque) else { return false }
        return NumericValue.agree(self, other)
    }
}
