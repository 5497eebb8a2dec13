/// Parses the tokens of an answer: a tuple, interval, set, equation, expression or words.
enum AnswerReader {
    typealias Tokens = ArraySlice<PlacedToken>

    /// Returns the parsed answer; nil if the tokens form none.
    static func answer(_ tokens: [PlacedToken], depth: Int = 0) -> MathAnswer? {
        // The elements of tuples and sets are answers too; this bounds the recursion.
        guard depth < 20 else { return nil }
        var tokens = withoutEnds(tokens[...])
        if let words = wordsAlone(tokens) { return .text(MathAnswer.written(words)) }
        // "not 18" is no number.
        guard !tokens.contains(where: isDenial) else { return nil }
        tokens = withoutDegrees(withoutUnits(tokens))
        if let union = split(tokens, on: "∪") {
            return collection(union, isUnion: true, depth: depth)
        }
        if let set = differenceOrIntersection(tokens, depth) { return set }
        if tokens.count == 1, tokens.first?.token == MathNames.reals { return reals }
        if let elements = set(tokens) {
            return elements.isEmpty
                ? .collection([], isUnion: false)
                : collection(split(elements, on: ",") ?? [elements], isUnion: false, depth: depth)
        }
        if let parts = split(tokens, on: ",") {
            return collection(parts, isUnion: false, depth: depth)
        }
        if let named = named(tokens, depth) { return named }
        if let parts = split(tokens, on: "≈") {
            return list(parts, depth).map { $0.count == 1 ? $0[0] : .alternatives($0) }
        }
        if let rows = rows(tokens, depth) { return rows }
        if let tuple = tuple(tokens, depth: depth) { return tuple }
        if let parts = split(tokens, on: ":") {
            return list(parts, depth).map { .tuple(open: ":", $0, close: ":") }
        }
        if let percent = percent(tokens, depth) { return percent }
        if let both = bothSigns(tokens) {
            return collection(both.map { $0[...] }, isUnion: false, depth: depth)
        }
        return between(tokens, depth) ?? relation(tokens)
            ?? (try? ExpressionParser.quotient(of: tokens)).map(MathAnswer.expression)
    }

    // MARK: Percent

    /// Returns the answer read without its percent signs, and with each as "/ 100"; nil if there is
    /// no percent sign.
    private static func percent(_ tokens: Tokens, _ depth: Int) -> MathAnswer? {
        guard tokens.contains(where: { $0.token == .sign("%") }) else { return nil }
        let plain = answer(tokens.filter { $0.token != .sign("%") }, depth: depth + 1)
        let divided = tokens.flatMap { token -> [PlacedToken] in
            guard token.token == .sign("%") else { return [token] }
            return [.sign("/"), .number("100")].map {
                PlacedToken(token: $0, isSpaced: false, position: token.position)
            }
        }
        guard let share = answer(divided, depth: depth + 1) else { return plain }
        if case .expression? = plain { return .percent(plain ?? share, share: share) }
        // "0.5 = 50%" holds only with the sign.
        guard case .expression(let value) = share,
            let hundredfold = try? value * Quotient(Rational(100))
        else { return plain.map { .percent($0, share: share) } ?? share }
        return .percent(.expression(hundredfold), share: share)
    }

    // MARK: Sets of real numbers

    private static var reals: MathAnswer {
        .tuple(
            open: "(", [.expression(Quotient.infinity.negated), .expression(.infinity)], close: ")")
    }

    /// Returns the real numbers without some, "ℝ ∖ {0}", or the common part of two sets; nil if the
    /// tokens are neither.
    private static func differenceOrIntersection(_ tokens: Tokens, _ depth: Int) -> MathAnswer? {
        for sign in ["∖", "∩"] as [Character] {
            guard let parts = split(tokens, on: sign) else { continue }
            guard parts.count == 2, let sides = list(parts, depth), let one = RealSet(sides[0]),
                let other = RealSet(sides[1])
            else { return nil }
            let set = sign == "∖" ? one.without(other) : one.intersection(other)
            return .reals(set)
        }
        return nil
    }

    // MARK: Parts

    /// Splits at a sign outside of all brackets; nil if there is none.
    private static func split(_ tokens: Tokens, on sign: Character) -> [Tokens]? {
        var parts: [Tokens] = []
        var start = tokens.startIndex
        var depth = 0
        for (position, token) in zip(tokens.indices, tokens) {
            guard case .sign(let found) = token.token else { continue }
            if "([{‹".contains(found) { depth += 1 }
            if ")]}›".contains(found) { depth -= 1 }
            if found == sign, depth == 0 {
                parts.append(tokens[start..<position])
                start = position + 1
            }
        }
        guard !parts.isEmpty else { return nil }
        // "2, 3, and 4" has two separators in a row: "and" is one.
        return (parts + [tokens[start...]]).filter { !$0.isEmpty }
    }

    private static func list(_ parts: [Tokens], _ depth: Int) -> [MathAnswer]? {
        let answers = parts.compactMap { answer(Array($0), depth: depth + 1) }
        return answers.count == parts.count ? answers : nil
    }

    private static func collection(
        _ parts: [Tokens], isUnion: Bool, depth: Int
    ) -> MathAnswer? {
        guard let elements = list(parts, depth) else { return nil }
        // "x = ±2 or x = 3": nested lists of solutions are one list.
        let flat = elements.flatMap { element -> [MathAnswer] in
            if !isUnion, case .collection(let inner, isUnion: false) = element { return inner }
            return [element]
        }
        return .collection(flat, isUnion: isUnion)
    }

    /// Returns the tokens inside a pair of brackets around the whole; nil if there is no such pair.
    private static func enclosed(_ tokens: Tokens, _ open: Character, _ close: Character) -> Tokens?
    {
        guard tokens.count >= 2, tokens.first?.token == .sign(open),
            tokens.last?.token == .sign(close)
        else { return nil }
        var depth = 0
        for token in tokens.dropLast() {
            guard case .sign(let found) = token.token else { continue }
            if "([{‹".contains(found) { depth += 1 }
            if ")]}›".contains(found) { depth -= 1 }
            if depth == 0 { return nil }
        }
        return tokens.dropFirst().dropLast()
    }

    /// Returns the elements of a set: "\\{1, 2\\}", "{1, 2}" or "\\emptyset"; nil if it is none.
    private static func set(_ tokens: Tokens) -> Tokens? {
        if let inside = enclosed(tokens, "‹", "›") { return inside }
        let empty = ["\\emptyset", "\\varnothing"].map(MathToken.variable)
        if tokens.count == 1, let only = tokens.first?.token, empty.contains(only) { return [] }
        guard let inside = enclosed(tokens, "{", "}"), split(inside, on: ",") != nil else {
            return nil
        }
        return inside
    }

    private static func tuple(_ tokens: Tokens, depth: Int) -> MathAnswer? {
        for open in ["(", "["] as [Character] {
            for close in [")", "]"] as [Character] {
                guard let inside = enclosed(tokens, open, close),
                    let parts = split(inside, on: ","), parts.count > 1
                else { continue }
                return list(parts, depth).map { .tuple(open: open, $0, close: close) }
            }
        }
        return nil
    }

    /// Returns both readings of an answer with exactly one ±.
    private static func bothSigns(_ tokens: Tokens) -> [[PlacedToken]]? {
        guard tokens.count(where: { $0.token == .sign("±") }) == 1 else { return nil }
        return ["+", "-"].map { sign in
            tokens.map { token in
                token.token == .sign("±")
                    ? PlacedToken(
                        token: .sign(Character(sign)), isSpaced: token.isSpaced,
                        position: token.position)
                    : token
            }
        }
    }

    /// Returns the interval of "1 < x ≤ 5".
    private static func between(_ tokens: Tokens, _ depth: Int) -> MathAnswer? {
        let below: [Character] = ["<", "≤"]
        let above: [Character] = [">", "≥"]
        for signs in [below, above] {
            let positions = tokens.indices.filter { position in
                signs.contains { tokens[position].token == .sign($0) }
            }
            guard positions.count == 2 else { continue }
            let middle = tokens[(positions[0] + 1)..<positions[1]]
            guard middle.count == 1, case .variable? = middle.first?.token,
                let ends = list(
                    [tokens[..<positions[0]], tokens[(positions[1] + 1)...]], depth)
            else { return nil }
            let isClosed = positions.map { tokens[$0].token == .sign(signs[1]) }
            let (low, high) = signs == below ? (0, 1) : (1, 0)
            return .tuple(
                open: isClosed[low] ? "[" : "(", [ends[low], ends[high]],
                close: isClosed[high] ? "]" : ")")
        }
        return nil
    }

    private static func relation(_ tokens: Tokens) -> MathAnswer? {
        if let value = lastOfEquals(tokens) { return .expression(value) }
        // Compared by the difference of the sides: "x = 2" and "x - 2 = 0" are the same.
        for sign in ["=", "<", ">", "≤", "≥", "≠"] as [Character] {
            guard let sides = split(tokens, on: sign), sides.count == 2,
                let left = try? ExpressionParser.quotient(of: sides[0]),
                let right = try? ExpressionParser.quotient(of: sides[1]),
                let difference = try? left + right.negated
            else { continue }
            return .relation(difference, sign)
        }
        return nil
    }

    /// Returns the last side of a computation, "9 · 2 = 18", if all its sides are equal.
    private static func lastOfEquals(_ tokens: Tokens) -> Quotient? {
        guard let sides = split(tokens, on: "="), sides.count > 1, sides.count < 20 else {
            return nil
        }
        var last: Quotient?
        for side in sides {
            guard let value = try? ExpressionParser.quotient(of: side), last?.equals(value) ?? true
            else { return nil }
            last = value
        }
        return last
    }

    // MARK: Matrices and systems

    /// Returns a matrix, with a number before it multiplied in, or the lines of a system of
    /// equations as a list; nil if there are no rows.
    private static func rows(_ tokens: Tokens, _ depth: Int) -> MathAnswer? {
        guard let position = tokens.firstIndex(where: \.token.isRows),
            case .rows(let environment, let rows) = tokens[position].token
        else { return nil }
        if ["(", "["].contains(where: { tokens.first?.token == .sign($0) }), tokens.count == 3,
            position == tokens.startIndex + 1
        {
            // "\\left(\\begin{array}…\\right)"
            return self.rows(tokens[position...position], depth)
        }
        if !environment.hasSuffix("matrix"), environment != "array" {
            guard tokens.count == 1 else { return nil }
            let lines = rows.map { $0.flatMap { $0 }[...] }.filter { !$0.isEmpty }
            return lines.count == 1
                ? answer(Array(lines[0]), depth: depth + 1)
                : collection(lines, isUnion: false, depth: depth)
        }
        var factor = tokens[..<position]
        if factor.last?.token == .sign("*") { factor.removeLast() }
        guard let scale = scale(factor) else { return nil }
        var cells: [[MathAnswer]] = []
        for row in rows {
            guard let read = list(row.map { $0[...] }, depth) else { return nil }
            let scaled = read.compactMap { $0.times(scale) }
            guard scaled.count == read.count else { return nil }
            cells.append(scaled)
        }
        let rest = tokens[(position + 1)...].map(\.token).filter {
            $0 != .sign("{") && $0 != .sign("}")
        }
        let isTransposed =
            rest == [.sign("^"), .variable("T")] || rest == [.sign("^"), .variable("\\top")]
        guard rest.isEmpty || isTransposed else { return nil }
        guard Set(cells.map(\.count)).count <= 1 else { return nil }
        if isTransposed, let width = cells.first?.count {
            cells = (0..<width).map { column in cells.map { $0[column] } }
        }
        return .matrix(cells, isDeterminant: environment.lowercased().hasPrefix("v"))
    }

    /// Returns the number before a matrix, 1 if there is none; nil if it cannot be read.
    private static func scale(_ tokens: Tokens) -> Quotient? {
        if tokens.isEmpty { return Quotient(.one) }
        if tokens.count == 1, tokens.first?.token == .sign("-") { return Quotient(-Rational.one) }
        return try? ExpressionParser.quotient(of: tokens)
    }

    // MARK: Parts that are ignored

    /// Removes punctuation at the end.
    private static func withoutEnds(_ tokens: Tokens) -> Tokens {
        var tokens = tokens
        while let last = tokens.last?.token,
            [".", ",", ";", ":", "?"].contains(where: { last == .sign($0) })
        {
            tokens.removeLast()
        }
        return tokens
    }

    /// Returns the words if the answer has nothing else.
    private static func wordsAlone(_ tokens: Tokens) -> String? {
        var words: [String] = []
        for token in tokens {
            switch token.token {
            case .words(let text): words.append(text)
            case .sign(let sign) where "{}.'-%°".contains(sign): continue
            default: return nil
            }
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Whether a token is words that deny or doubt a value.
    private static func isDenial(_ token: PlacedToken) -> Bool {
        guard case .words(let text) = token.token else { return false }
        return CodePoints(text).words.contains { MathNames.denials.contains($0.text.lowercased()) }
    }

    /// Removes degree signs, which count only in functions of an angle.
    private static func withoutDegrees(_ tokens: Tokens) -> Tokens {
        let hasAngle = tokens.contains { token in
            if case .function(let name) = token.token {
                return MathNames.trigonometric.contains(name)
            }
            return false
        }
        return hasAngle ? tokens : tokens.filter { $0.token != .sign("°") }[...]
    }

    /// Removes words, units and the powers of units.
    private static func withoutUnits(_ tokens: Tokens) -> Tokens {
        var kept: [PlacedToken] = []
        var isAfterUnit = false
        var rest = tokens
        while let token = rest.popFirst() {
            if case .words = token.token {
                isAfterUnit = true
                continue
            }
            // "ft · lb": a sign between two units.
            if isAfterUnit, token.token == .sign("*"), isWords(rest.first) { continue }
            if isAfterUnit, token.token == .sign("^") || token.token == .sign("/") {
                let isPower = token.token == .sign("^")
                if isPower { dropArgument(&rest) }
                if isPower || rest.isEmpty || isWords(rest.first) { continue }
            }
            isAfterUnit = false
            // "60^{\circ}": the lexer dropped the degree sign and left an empty exponent.
            if token.token == .sign("^"), isNothing(rest) {
                dropArgument(&rest)
                continue
            }
            kept.append(token)
        }
        return kept[...]
    }

    private static func isWords(_ token: PlacedToken?) -> Bool {
        if case .words? = token?.token { return true }
        return false
    }

    private static func isNothing(_ tokens: Tokens) -> Bool {
        let next = tokens.prefix(2).map(\.token)
        return switch next.first {
        case nil: true
        case .sign("{"): next.count == 2 && next[1] == .sign("}")
        case .sign(let sign): sign != "-" && sign != "("
        default: false
        }
    }

    private static func dropArgument(_ tokens: inout Tokens) {
        guard tokens.first?.token == .sign("{") else {
            if case .number? = tokens.first?.token { tokens.removeFirst() }
            return
        }
        var level = 0
        while let token = tokens.popFirst() {
            level += token.token == .sign("{") ? 1 : token.token == .sign("}") ? -1 : 0
            if level == 0 { return }
        }
    }

    // MARK: Names

    /// Returns the value behind "x =", "f(x) =", "x ∈" or "(x, y) =", or before "= x", with the name.
    private static func named(_ tokens: Tokens, _ depth: Int) -> MathAnswer? {
        let signs: [MathToken] = [.sign("="), .sign("∈"), .sign("≈")]
        guard let position = tokens.firstIndex(where: { signs.contains($0.token) }) else {
            return nil
        }
        let (before, after) = (tokens[..<position], tokens[(position + 1)...])
        if after.count == 1, case .variable? = after.first?.token, !isName(before),
            tokens[position].token == .sign("=")
        {
            return named(after, before, depth)
        }
        guard isName(before), !after.isEmpty else { return nil }
        let constants: [MathToken] = [.variable("\\pi"), .variable("e")]
        let isConstant = before.count == 1 && constants.contains { $0 == before.first?.token }
        guard tokens[position].token != .sign("≈") || !isConstant else { return nil }
        return named(before, after, depth)
    }

    private static func named(_ name: Tokens, _ value: Tokens, _ depth: Int) -> MathAnswer? {
        guard let value = answer(Array(value), depth: depth + 1) else { return nil }
        guard !name.isEmpty else { return value }
        var difference: Quotient?
        if case .expression(let right) = value, !name.contains(where: { $0.token == .sign("(") }),
            let left = try? ExpressionParser.quotient(of: name)
        {
            difference = try? left + right.negated
        }
        let written = name.map { token in
            switch token.token {
            case .variable(let text), .number(let text), .words(let text): text
            case .sign("{"), .sign("}"): ""
            case .sign(let sign): String(sign)
            default: ""
            }
        }.joined()
        return .named(written, value, difference: difference)
    }

    /// Whether tokens name a value: nothing, "x", "f(x)", "x_1" or "(x, y)".
    private static func isName(_ tokens: Tokens) -> Bool {
        let name = tokens.map(\.token)
        let letters = name.count { if case .variable = $0 { true } else { false } }
        let isTuple = enclosed(tokens, "(", ")") != nil && name.contains(.sign(","))
        let areLetters = name.allSatisfy { token in
            switch token {
            case .variable: true
            case .sign(let sign): "_{}()".contains(sign) || isTuple && sign == ","
            default: false
            }
        }
        let isBelow =
            name.contains(.sign("_")) && name.count <= 5
            && !name.contains { $0 == .sign("+") || $0 == .sign("-") }
        return areLetters && letters <= (isTuple ? 6 : 2) || isBelow
    }
}

extension MathToken {
    fileprivate var isRows: Bool {
        if case .rows = self { return true }
        return false
    }
}

extension MathAnswer {
    /// An expression times a number; any other answer only times 1.
    fileprivate func times(_ factor: Quotient) -> MathAnswer? {
        if case .expression(let value) = self { return (try? value * factor).map(Self.expression) }
        return factor.number == .one ? self : nil
    }
}
