/// A final answer, parsed so that equal answers can be recognized.
indirect enum MathAnswer {
    /// A number or an expression.
    case expression(Quotient)
    /// Ordered elements in brackets: a tuple, an interval, or a ratio (with colons for brackets).
    case tuple(open: Character, [MathAnswer], close: Character)
    /// Unordered elements: a set, a list of solutions, a union.
    case collection([MathAnswer], isUnion: Bool)
    /// An equation or inequality: left side minus right side, and the sign between them.
    case relation(Quotient, Character)
    /// Words, or an answer that cannot be parsed: compared as text, up to case and white space.
    case text(String)

    /// Parses an answer in LaTeX or plain text; nil if the text is empty.
    init?(_ text: String) {
        let written = Self.written(text)
        guard !written.isEmpty else { return nil }
        guard let tokens = MathLexer.tokens(of: text) else {
            self = .text(written)
            return
        }
        self = AnswerReader.answer(tokens) ?? .text(written)
    }

    /// Whether both answers are the same.
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

    /// Whether each element of either list has an equal in the other, at most 100 elements each.
    private static func haveSameElements(_ one: [MathAnswer], _ other: [MathAnswer]) -> Bool {
        guard max(one.count, other.count) <= 100 else { return false }
        return one.allSatisfy { element in other.contains { $0.equals(element) } }
            && other.allSatisfy { element in one.contains { $0.equals(element) } }
    }

    private static func sameRelation(
        _ one: Quotient, _ sign: Character, _ other: Quotient, _ otherSign: Character
    ) -> Bool {
        let turned: [Character: Character] = ["<": ">", ">": "<", "≤": "≥", "≥": "≤"]
        // "a < b" is "b > a": the sides swapped and the sign mirrored.
        if sign == otherSign, one.equals(other) { return true }
        return otherSign == turned[sign] ?? sign && one.equals(other.negated)
    }

    /// Normalizes a text for comparison as text: lower case, single spaces, without LaTeX marks.
    static func written(_ text: String) -> String {
        let dropped: Set<Character> = ["$", "{", "}", "*", "\\", "~", "\""]
        let words = text.lowercased().filter { !dropped.contains($0) }
            .replacing("mathrm", with: "").replacing("text", with: "")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}

extension Quotient {
    /// Whether both have the same value, by exact computation.
    ///
    /// Roots of sums and functions have no canonical form; they are compared by their values at
    /// several points.
    fileprivate func equals(_ other: Quotient) -> Bool {
        if let isExact = try? isExactly(other), isExact { return true }
        guard atoms.union(other.atoms).contains(where: \.isOpaque) else { return false }
        return NumericValue.agree(self, other)
    }
}
