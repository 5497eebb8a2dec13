/// Parses the tokens of an answer: a tuple, interval, set, equation, expression or words.
enum AnswerReader {
    typealias Tokens = ArraySlice<PlacedToken>

    /// Returns the parsed answer; nil if the tokens form none.
    static func answer(_ tokens: [PlacedToken], depth: Int = 0) -> MathAnswer? {
        // The elements of tuples and sets are answers too; this bounds the recursion.
        guard depth < 20 else { return nil }
        var tokens = withoutEnds(tokens[...])
        if let words = wordsAlone(tokens) { return .text(MathAnswer.written(words)) }
        tokens = withoutUnits(tokens)
        tokens = withoutName(tokens)
        if let union = split(tokens, on: "∪") {
            return collection(union, isUnion: true, depth: depth)
        }
        if let elements = enclosed(tokens, "‹", "›") {
            return elements.isEmpty
                ? .collection([], isUnion: false)
                : collection(split(elements, on: ",") ?? [elements], isUnion: false, depth: depth)
        }
        if let tuple = tuple(tokens, depth: depth) { return tuple }
        if let parts = split(tokens, on: ",") {
            return collection(parts, isUnion: false, depth: depth)
        }
        if let parts = split(tokens, on: ":") {
            return list(parts, depth).map { .tuple(open: ":", $0, close: ":") }
        }
        if let both = bothSigns(tokens) {
            return collection(both.map { $0[...] }, isUnion: false, depth: depth)
        }
        return relation(tokens)
            ?? (try? ExpressionParser.quotient(of: tokens)).map(MathAnswer.expression)
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

    private static func relation(_ tokens: Tokens) -> MathAnswer? {
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
            case .sign(let sign) where "{}.'-".contains(sign): continue
            default: return nil
            }
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
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

    /// Removes "x =", "f(x) =" or "x ∈" before the value.
    private static func withoutName(_ tokens: Tokens) -> Tokens {
        guard
            let position = tokens.firstIndex(where: {
                $0.token == .sign("=") || $0.token == .sign("∈")
            })
        else { return tokens }
        let name = tokens[..<position].map(\.token)
        let isName =
            name.isEmpty
            || name.allSatisfy { token in
                switch token {
                case .variable: true
                case .sign(let sign): "_{}()".contains(sign)
                default: false
                }
            } && name.count { if case .variable = $0 { true } else { false } } <= 2
        let isBelow = name.contains(.sign("_")) && name.count <= 5
        return isName || isBelow ? tokens[(position + 1)...] : tokens
    }
}
