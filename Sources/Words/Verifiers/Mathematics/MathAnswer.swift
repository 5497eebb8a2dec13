/// A final answer, parsed so that equal answers can be recognized.
indirect enum MathAnswer: Sendable {
    /// A number or an expression.
    case expression(Quotient)
    /// Ordered elements in brackets: a tuple, an interval, or a ratio (with colons for brackets).
    case tuple(open: Character, [MathAnswer], close: Character)
    /// Unordered elements: a set, a list of solutions, a union.
    case collection([MathAnswer], isUnion: Bool)
    /// A set of real numbers that is no single interval: "ℝ ∖ {0}".
    case reals(RealSet)
    /// Rows of cells; a determinant's bars are no matrix's.
    case matrix([[MathAnswer]], isDeterminant: Bool)
    /// An equation or inequality: left side minus right side, and the sign between them.
    case relation(Quotient, Character)
    /// A value with a name, "y = 2x", and the name minus the value if that is an expression.
    case named(String, MathAnswer, difference: Quotient?)
    /// A value in percent, as if the sign were not there and as a share: 50 and 1/2.
    case percent(MathAnswer, share: MathAnswer)
    /// Ways to give one value: "22/7 ≈ 3.14".
    case alternatives([MathAnswer])
    /// Words, or an answer that cannot be parsed: compared as text, up to case and white space.
    case text(String)

    /// Parses an answer in LaTeX or plain text; nil if the text is empty.
    init?(_ text: String) {
        if let answer = MathLexer.tokens(of: text).flatMap({ AnswerReader.answer($0) }) {
            self = answer
            return
        }
        let written = Self.written(text)
        guard !written.isEmpty else { return nil }
        self = .text(written)
    }

    /// Whether both answers are the same.
    func equals(_ other: MathAnswer) -> Bool {
        switch (self, other) {
        case (.expression(let one), .expression(let other)): one.equals(other)
        case (.tuple(let open, let one, let close), .tuple(let open2, let other, let close2)):
            open == open2 && close == close2 && Self.agree(one, other)
        case (.matrix(let one, let isDeterminant), .matrix(let other, let isDeterminant2)):
            isDeterminant == isDeterminant2 && one.count == other.count
                && zip(one, other).allSatisfy { Self.agree($0, $1) }
        case (.collection(let one, let isUnion), .collection(let two, let isUnion2))
        where isUnion == isUnion2:
            Self.haveSameElements(one, two) || isUnion && isSameSet(as: other)
        case (.relation(let one, let sign), .relation(let other, let sign2)):
            one.isSameRelation(sign, as: other, sign2)
        case (
            .named(let name, let one, let difference), .named(let name2, let other, let difference2)
        ):
            Self.mayBeSame(name, name2) && one.equals(other)
                || Self.areSameEquation(difference, difference2)
        case (.percent(let one, _), .percent(let other, _)): one.equals(other)
        case (.text(let one), .text(let other)): one == other
        default: isInOneForm(other) || other.isInOneForm(self) || isSameSet(as: other)
        }
    }

    /// Whether an answer of another form says the same, seen from one side.
    private func isInOneForm(_ other: MathAnswer) -> Bool {
        switch (self, other) {
        case (.alternatives(let values), _): values.contains { $0.equals(other) }
        case (.percent(let value, let share), _): value.equals(other) || share.equals(other)
        case (.named(_, _, let difference?), .relation(let equation, "=")):
            Self.areSameEquation(difference, equation)
        case (.named(_, let value, _), _): value.equals(other)
        case (.collection(let elements, isUnion: false), .expression):
            // A list that names one value several times is that value.
            !elements.isEmpty && elements.count <= Self.mostElements
                && elements.allSatisfy { $0.equals(other) }
        case (.collection(let elements, isUnion: false), .tuple("(", let values, ")")):
            // "y = 2, x = 1" is the point (1, 2).
            Self.names(of: elements)?.count == values.count
                && Self.agree(elements.sorted { ($0.name ?? "") < ($1.name ?? "") }, values)
        case (.collection(let elements, isUnion: false), .collection(let other, isUnion: true)):
            Self.haveSameElements(elements.compactMap(\.interval), other)
                && elements.allSatisfy { $0.interval != nil }
        case (.relation, .tuple): interval?.equals(other) ?? false
        case (.matrix(let rows, false), .tuple("[", let elements, "]")):
            rows.count == elements.count
                && zip(rows, elements).allSatisfy { row, element in
                    guard case .tuple("[", let cells, "]") = element else { return false }
                    return Self.agree(row, cells)
                }
        default: false
        }
    }

    /// Whether both are the same set of real numbers: "x ≠ 0" and "(-∞, 0) ∪ (0, ∞)".
    private func isSameSet(as other: MathAnswer) -> Bool {
        guard isSetOfReals || other.isSetOfReals, let one = RealSet(self), let two = RealSet(other)
        else { return false }
        return one == two
    }

    /// Whether this can only be a set of real numbers; a tuple may be a point too.
    private var isSetOfReals: Bool {
        switch self {
        case .collection(_, let isUnion): isUnion
        case .relation(_, let sign): "<>≤≥≠".contains(sign)
        case .reals: true
        default: false
        }
    }

    // MARK: Elements

    /// The most elements of a collection that is compared.
    private static let mostElements = 100

    private static func agree(_ one: [MathAnswer], _ other: [MathAnswer]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { $0.equals($1) }
    }

    /// Whether each element of either list has an equal in the other.
    ///
    /// Where both lists give values to several names, "x = 1, y = 2", the names count.
    private static func haveSameElements(_ one: [MathAnswer], _ other: [MathAnswer]) -> Bool {
        guard max(one.count, other.count) <= mostElements else { return false }
        let areNamed = (names(of: one)?.count ?? 0) > 1 && (names(of: other)?.count ?? 0) > 1
        func same(_ one: MathAnswer, _ other: MathAnswer) -> Bool {
            (!areNamed || one.name == other.name) && one.equals(other)
        }
        return one.allSatisfy { element in other.contains { same(element, $0) } }
            && other.allSatisfy { element in one.contains { same(element, $0) } }
    }

    private var name: String? {
        if case .named(let name, _, _) = self { return name }
        return nil
    }

    /// The different names of a list in which every element has one; else nil.
    private static func names(of elements: [MathAnswer]) -> Set<String>? {
        let names = elements.compactMap(\.name)
        return names.count == elements.count ? Set(names) : nil
    }

    /// Whether two names may stand for one thing: "x" and "y" do not, "y" and "f(x)" may.
    private static func mayBeSame(_ one: String, _ other: String) -> Bool {
        one == other || one.contains("(") != other.contains("(")
    }

    // MARK: Relations

    private static func areSameEquation(_ one: Quotient?, _ other: Quotient?) -> Bool {
        guard let one, let other else { return false }
        return one.isSameRelation("=", as: other, "=")
    }

    /// The interval that an inequality in one variable describes, "x > 3" or an interval itself.
    var interval: MathAnswer? {
        switch self {
        case .tuple(_, let ends, _): return ends.count == 2 ? self : nil
        case .relation(let difference, let sign):
            guard sign != "≠", let (bound, isBelow) = difference.bound(sign) else { return nil }
            let isClosed = sign == "≤" || sign == "≥"
            return isBelow
                ? .tuple(
                    open: "(", [.expression(Quotient.infinity.negated), .expression(bound)],
                    close: isClosed ? "]" : ")")
                : .tuple(
                    open: isClosed ? "[" : "(", [.expression(bound), .expression(.infinity)],
                    close: ")")
        default: return nil
        }
    }

    // MARK: Text

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
    func equals(_ other: Quotient) -> Bool {
        if let isExact = try? isExactly(other), isExact { return true }
        guard atoms.union(other.atoms).contains(where: \.isOpaque) else { return false }
        return NumericValue.agree(self, other)
    }
}

extension MathAnswer {
    /// Whether this is compared as text.
    var isText: Bool {
        if case .text = self { return true }
        return false
    }
}
