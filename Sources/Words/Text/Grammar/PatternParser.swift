import PythonStrings

/// Reads a regular expression.
struct PatternParser {
    private let source: String
    private let path: String
    private var rest: Substring.UnicodeScalarView
    private var depth = 0

    init(_ source: String, path: String) {
        (self.source, self.path) = (source, path)
        rest = source[...].unicodeScalars
    }

    mutating func parse() throws(GrammarError) -> Pattern.Part {
        var parts: [Pattern.Part] = []
        repeat { parts.append(try topAlternative()) } while take("|")
        guard rest.isEmpty else { throw fault("has a ')' without '('") }
        return .alternatives(parts)
    }

    /// An alternative with its anchors: what is not anchored may have anything before and after it.
    private mutating func topAlternative() throws(GrammarError) -> Pattern.Part {
        let anything = Pattern.Part.repeated(.characters(.dot), least: 0, most: nil)
        let isAnchored = take("^")
        let inner = try sequence()
        let isEnded = take("$")
        if isEnded, let next = rest.first, next != "|" { throw fault("has '$' before the end") }
        return .sequence((isAnchored ? [] : [anything]) + [inner] + (isEnded ? [] : [anything]))
    }

    private mutating func sequence() throws(GrammarError) -> Pattern.Part {
        var parts: [Pattern.Part] = []
        while let next = rest.first, next != "|", next != ")", next != "$" {
            parts.append(try repeated(try single()))
        }
        return .sequence(parts)
    }

    private mutating func single() throws(GrammarError) -> Pattern.Part {
        guard let next = rest.popFirst() else { throw fault("ends too early") }
        switch next {
        case "(": return try group()
        case "[": return .characters(try characterClass())
        case ".": return .characters(.dot)
        case "\\": return .characters(try escape())
        case "^": throw fault("has '^' after the beginning")
        case "*", "+", "?", "{": throw fault("repeats nothing at '\(next)'")
        default: return .characters(CharacterRanges([next.value...next.value]))
        }
    }

    private mutating func group() throws(GrammarError) -> Pattern.Part {
        if take("?") {
            guard take(":") else {
                throw fault("has a group '(?…' of a kind that is not supported, only (?:…)")
            }
        }
        depth += 1
        guard depth < 64 else { throw fault("nests more than 64 groups") }
        defer { depth -= 1 }
        var parts: [Pattern.Part] = []
        repeat { parts.append(try sequence()) } while take("|")
        guard take(")") else {
            throw fault(rest.first == "$" ? "has '$' in a group" : "has a '(' without ')'")
        }
        return .alternatives(parts)
    }

    private mutating func repeated(_ part: Pattern.Part) throws(GrammarError) -> Pattern.Part {
        var part = part
        while let next = rest.first {
            switch next {
            case "*": part = .repeated(part, least: 0, most: nil)
            case "+": part = .repeated(part, least: 1, most: nil)
            case "?": part = .repeated(part, least: 0, most: 1)
            case "{":
                part = try counted(part)
                continue
            default: return part
            }
            rest.removeFirst()
        }
        return part
    }

    /// `{m}`, `{m,}` or `{m,n}`.
    private mutating func counted(_ part: Pattern.Part) throws(GrammarError) -> Pattern.Part {
        rest.removeFirst()
        guard let least = number() else { throw fault("has a '{' without a number") }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else { throw fault("has a '{' without '}'") }
        guard least <= most ?? .max, max(least, most ?? 0) <= Pattern.mostRepetitions else {
            throw fault("repeats something more than \(Pattern.mostRepetitions) times, or never")
        }
        return .repeated(part, least: least, most: most)
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix { "0"..."9" ~= $0 }
        rest.removeFirst(digits.count)
        return Int(String(String.UnicodeScalarView(digits)))
    }

    private mutating func characterClass() throws(GrammarError) -> CharacterRanges {
        let isNegated = take("^")
        var ranges = CharacterRanges([])
        while let next = rest.popFirst() {
            if next == "]" {
                return isNegated ? CharacterRanges.dot.subtracting(ranges) : ranges
            }
            let low =
                next == "\\" ? try escape() : CharacterRanges([next.value...next.value])
            guard let first = low.single, rest.first == "-", rest.dropFirst().first != "]" else {
                ranges = ranges.union(low)
                continue
            }
            rest.removeFirst()
            guard let end = rest.popFirst() else { break }
            let high = end == "\\" ? try escape() : CharacterRanges([end.value...end.value])
            guard let last = high.single, first <= last else {
                throw fault("has a class with a range that ends before it begins")
            }
            ranges = ranges.union(CharacterRanges([first...last]))
        }
        throw fault("has a '[' without ']'")
    }

    private mutating func escape() throws(GrammarError) -> CharacterRanges {
        guard let next = rest.popFirst() else { throw fault("ends in '\\'") }
        switch next {
        case "d": return .digits
        case "w": return .words
        case "s": return .spaces
        case "D": return .ascii.subtracting(.digits)
        case "W": return .ascii.subtracting(.words)
        case "S": return .ascii.subtracting(.spaces)
        case "n": return CharacterRanges("\n")
        case "t": return CharacterRanges("\t")
        case "r": return CharacterRanges("\r")
        case "f": return CharacterRanges("\u{0C}")
        case "v": return CharacterRanges("\u{0B}")
        case "u": return try coded(4)
        case "x": return try coded(2)
        default:
            guard !next.properties.isAlphabetic, !("0"..."9" ~= next) else {
                throw fault("has '\\\(next)', which is not supported")
            }
            return CharacterRanges([next.value...next.value])
        }
    }

    private mutating func coded(_ length: Int) throws(GrammarError) -> CharacterRanges {
        let digits = String(String.UnicodeScalarView(rest.prefix(length)))
        guard digits.unicodeScalars.count == length, let value = UInt32(digits, radix: 16),
            Unicode.Scalar(value) != nil
        else { throw fault("has an escape without \(length) digits of a character") }
        rest.removeFirst(length)
        return CharacterRanges([value...value])
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private func fault(_ problem: String) -> GrammarError {
        .unsupported(path: path, problem: "(\(source)) " + problem)
    }
}

extension CharacterRanges {
    /// The character, if it is one.
    fileprivate var single: UInt32? {
        guard let range = ranges.first, ranges.count == 1, range.count == 1 else { return nil }
        return range.lowerBound
    }
}
