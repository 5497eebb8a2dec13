/// Cuts an answer in LaTeX, or in plain text, into tokens.
///
/// Signs that do not count are left out: dollar and currency signs, sizes of brackets, thin spaces.
/// A degree is `°`, however it is written, and "percent" is `%`. Braces that only
/// group become `{` and `}`, those of sets `‹` and `›`.
struct MathLexer {
    private let text: CodePoints
    private var position = 0
    private var depth = 0
    private var isSpaced = false
    private(set) var tokens: [PlacedToken] = []

    /// Most code points of an answer; longer texts are not parsed.
    private static let longest = 2000

    /// Returns the tokens of a text; nil if it is too long or ends within a command's braces.
    static func tokens(of text: String) -> [PlacedToken]? {
        let scalars = CodePoints(text)
        guard scalars.count <= longest else { return nil }
        var lexer = MathLexer(scalars)
        return lexer.run() ? lexer.tokens : nil
    }

    private init(_ text: CodePoints) { self.text = text }

    private mutating func run() -> Bool {
        while position < text.count {
            let start = position
            guard step() else { return false }
            // Without progress the loop would not end.
            if position == start { return false }
        }
        return true
    }

    private mutating func step() -> Bool {
        let scalar = text[position]
        if scalar.isSpace || scalar == "~" {
            isSpaced = true
            position += 1
        } else if scalar == "\\" {
            return command()
        } else if scalar.isDigit || scalar == "." && digit(at: position + 1) != nil {
            number()
        } else if scalar.value < 0x80, scalar.properties.isAlphabetic {
            letters()
        } else if MathNames.raised[scalar] != nil {
            return raised()
        } else if let length = powerSign() {
            add(.sign("^"), from: position)
            position += length
        } else if let length = degree() {
            add(.sign("°"), from: position)
            position += length
        } else {
            sign(scalar)
        }
        return true
    }

    private mutating func add(_ token: MathToken, from start: Int) {
        tokens.append(PlacedToken(token: token, isSpaced: isSpaced, position: start))
        isSpaced = false
    }

    // MARK: Numbers

    private func digit(at position: Int) -> Character? {
        guard position < text.count, text[position].isDigit,
            let value = text[position].properties.numericValue
        else { return nil }
        return Character("\(Int(value))")
    }

    private mutating func number() {
        let start = position
        var digits = ""
        var hasPoint = false
        while position < text.count {
            if let digit = digit(at: position) {
                digits.append(digit)
                position += 1
            } else if text[position] == ".", !hasPoint,
                digit(at: position + 1) != nil || !digits.isEmpty
            {
                hasPoint = true
                digits.append(".")
                position += 1
            } else if !hasPoint, let end = thousandsEnd(start) {
                position = end
            } else {
                break
            }
        }
        if hasPoint, repeatingDecimal(digits, from: start) { return }
        guard let exponent = exponent() else { return add(.number(digits), from: start) }
        add(.sign("("), from: start)
        for token in [
            .number(digits), .sign("*"), .number("10"), .sign("^"), .sign("{"),
        ] + exponent + [.sign("}"), .sign(")")] as [MathToken] {
            add(token, from: start)
        }
    }

    /// Reads the exponent of a number as programs write it, "1.5e-3"; nil if there is none.
    private mutating func exponent() -> [MathToken]? {
        guard position < text.count, text[position] == "e" || text[position] == "E" else {
            return nil
        }
        var next = position + 1
        let sign: [MathToken] = text.has("-", at: next) ? [.sign("-")] : []
        if !sign.isEmpty || text.has("+", at: next) { next += 1 }
        var digits = ""
        while let digit = digit(at: next) {
            digits.append(digit)
            next += 1
        }
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        position = next
        return sign + [.number(digits)]
    }

    /// Reads the repeating digits of "0.1\overline{6}" and adds the fraction that they make.
    private mutating func repeatingDecimal(_ digits: String, from start: Int) -> Bool {
        let mark = CodePoints("\\overline{")
        guard text.has(mark, at: position) else { return false }
        let first = position + mark.count
        let repeated = text[first...].prefix { $0.value < 0x80 && $0.isDigit }.text
        let end = first + repeated.utf8.count
        guard !repeated.isEmpty, text.has("}", at: end),
            digits.utf8.count + repeated.utf8.count < 60
        else { return false }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1].utf8.count : 0
        // 0.1666… = 0.1 + 6/90.
        let divisor =
            String(repeating: "9", count: repeated.utf8.count)
            + String(repeating: "0", count: decimals)
        position = end + 1
        for token in [
            .sign("("), .number(digits), .sign("+"), .number(repeated), .sign("/"),
            .number(divisor), .sign(")"),
        ] as [MathToken] {
            add(token, from: start)
        }
        return true
    }

    /// Returns the start of the next three digits if a thousands separator is here, else nil.
    private func thousandsEnd(_ start: Int) -> Int? {
        let isBare = depth == 0 && text.has(",", at: position)
        // In brackets a bare comma separates elements; only `{,}` and LaTeX's spaces group digits.
        let separators = isBare ? [","] : []
        let spaces = ["{,}", "\\,", "\\!", ",\\!", "\\;", "\\:", "\u{2009}", "\u{202F}"]
        // Outside of brackets a common space does so too, but not before a fraction: "3 125/1000".
        let wide = depth == 0 && !isBeforeFraction ? [" ", "\u{A0}", "~", "\\ ", "'"] : []
        guard
            let separator = (spaces + separators + wide).first(where: {
                text.has(CodePoints($0), at: position)
            })
        else { return nil }
        let next = position + separator.unicodeScalars.count
        let firstGroup = text[start..<position].prefix { $0.isDigit }.count
        guard firstGroup <= 3, (0..<3).allSatisfy({ digit(at: next + $0) != nil }),
            digit(at: next + 3) == nil
        else { return nil }
        return next
    }

    /// Whether the digits after the separator here are the top of a fraction.
    private var isBeforeFraction: Bool {
        let rest = text[position...].drop { !$0.isDigit }.drop(while: \.isDigit)
        return rest.first { !$0.isSpace } == "/"
    }

    // MARK: Exponents and degrees

    /// The length of the sign of a power as programs write it, `10**8`; nil if there is none here.
    ///
    /// Two stars are a mark of bold text unless they stand between a value and another.
    private func powerSign() -> Int? {
        guard text.has("**", at: position), position + 2 < text.count, position > 0,
            !text[position - 1].isSpace, tokens.last?.token.endsValue == true
        else { return nil }
        let next = text[position + 2]
        return next.isDigit || next == "(" || next == "-" ? 2 : nil
    }

    /// The length of a degree sign that is written as an exponent; nil if there is none here.
    private func degree() -> Int? {
        guard text[position] == "^" else { return nil }
        return ["\\circ", "{\\circ}", "{°}", "°", "\\degree", "{\\degree}"].first {
            text.has(CodePoints($0), at: position + 1)
        }.map { $0.unicodeScalars.count + 1 }
    }

    /// Reads raised characters as one exponent: `10⁻³`.
    private mutating func raised() -> Bool {
        let start = position
        var exponent: CodePoints = []
        while position < text.count, let scalar = MathNames.raised[text[position]] {
            exponent.append(scalar)
            position += 1
        }
        guard let inner = MathLexer.tokens(of: exponent.text) else { return false }
        for token in [.sign("^"), .sign("{")] + inner.map(\.token) + [.sign("}")] {
            add(token, from: start)
        }
        return true
    }

    // MARK: Words and letters

    private mutating func letters() {
        let start = position
        while position < text.count, text[position].value < 0x80,
            text[position].properties.isAlphabetic
        {
            position += 1
        }
        let run = text[start..<position].text
        let isAfterValue = tokens.last?.token.endsValue == true
        if isTimes(run, from: start) {
            add(.sign("*"), from: start)
        } else if run.lowercased() == "negative", !isAfterValue, isBeforeValue {
            add(.sign("-"), from: start)
        } else if let known = MathNames.plain[run.lowercased()], run.count > 1 {
            add(known, from: start)
        } else if run.count == 1 {
            add(.variable(run), from: start)
        } else if MathNames.isWord(run, afterSpaceAndValue: isSpaced && isAfterValue) {
            add(.words(run), from: start)
        } else {
            for letter in run { add(.variable(String(letter)), from: start) }
        }
    }

    /// Whether an "x" between two numbers is a multiplication sign: "1.5 x 10^-3", "2 x 3".
    private func isTimes(_ run: String, from start: Int) -> Bool {
        guard run == "x" || run == "X", case .number? = tokens.last?.token else { return false }
        let next = CodePoints(text[position...]).trimmedAtStart()
        guard next.first?.isDigit == true else { return false }
        let isSet = isSpaced && position < text.count && text[position].isSpace
        return isSet || next.has("10^", at: 0) || next.has("10**", at: 0)
    }

    /// Whether an amount or a command follows.
    private var isBeforeValue: Bool {
        guard let next = text[position...].first(where: { !$0.isSpace }) else { return false }
        return next.isDigit || ".$€£\\√½¼¾".unicodeScalars.contains(next)
    }

    // MARK: Commands

    private mutating func command() -> Bool {
        let start = position
        position += 1
        guard position < text.count else { return true }
        let first = text[position]
        guard first.value < 0x80, first.properties.isAlphabetic else {
            position += 1
            switch first {
            case "{": bracket("‹", from: start)
            case "}": bracket("›", from: start)
            case "|": add(.sign("|"), from: start)
            case "%": add(.sign("%"), from: start)
            case " ", ",", ";", ":", "!", "\\": isSpaced = isSpaced || first != "!"
            default: break
            }
            return true
        }
        while position < text.count, text[position].value < 0x80,
            text[position].properties.isAlphabetic
        {
            position += 1
        }
        let name = text[(start + 1)..<position].text
        if name.hasSuffix("frac"), let end = UnitLetters.fractionEnd(in: text, at: position) {
            add(.words(text[start..<end].text), from: start)
            position = end
            return true
        }
        if name == "begin" { return environment(from: start) }
        if MathNames.frames.contains(name) { return framed(name, from: start) }
        if MathNames.silent.contains(name) {
            isSpaced = isSpaced || name.hasSuffix("quad")
        } else if let sign = MathNames.signs[name] {
            bracket(sign, from: start)
        } else if NumericValue.functions[name] != nil || name == "log" {
            add(.function(name), from: start)
        } else if MathNames.commands.contains(name) {
            add(.command(name), from: start)
        } else {
            add(.variable("\\" + name), from: start)
        }
        return true
    }

    /// Reads rows of cells up to `\end{…}`, each cell as tokens.
    private mutating func environment(from start: Int) -> Bool {
        guard let read = LaTeXRows(in: text, after: position) else { return false }
        var rows: [[[PlacedToken]]] = []
        for row in read.rows {
            var cells: [[PlacedToken]] = []
            for cell in row {
                guard let tokens = MathLexer.tokens(of: cell.text) else { return false }
                cells.append(tokens)
            }
            rows.append(cells)
        }
        position = read.end
        add(.rows(environment: read.name, rows), from: start)
        return true
    }

    /// Reads the braces of `\text{…}` or `\mathbf{…}`: as tokens if the text is one letter, begins
    /// with an amount or has digits or signs and no space, else as words.
    private mutating func framed(_ name: String, from start: Int) -> Bool {
        while position < text.count, text[position] == " " { position += 1 }
        guard position < text.count, text[position] == "{" else { return true }
        var level = 0
        guard
            let end = text[position...].firstIndex(where: { scalar in
                level += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
                return level == 0
            })
        else { return false }
        let inside = text[(position + 1)..<end].text
        position = end + 1
        let word = CodePoints(inside).trimmed { $0.isSpace || $0 == "," }.text
        if MathNames.joiningWords.contains(word) {
            add(.sign(","), from: start)
            return true
        }
        if name == "mathbb", word == "R" {
            add(MathNames.reals, from: start)
            return true
        }
        if word.lowercased() == "percent" {
            add(.sign("%"), from: start)
            return true
        }
        if UnitLetters.uprightFrames.contains(name), UnitLetters.isUnit(word),
            tokens.last?.token.endsValue == true, word.unicodeScalars.count > 1 || isSpaced
        {
            add(.words(word), from: start)
            return true
        }
        let hasSymbols = inside.unicodeScalars.contains {
            !$0.isSpace && !($0.value < 0x80 && $0.properties.isAlphabetic)
        }
        // "\\text{540 dollars}" is an amount in words, as in plain text.
        let isMath =
            hasSymbols && !word.unicodeScalars.contains { $0 == " " }
            || word.unicodeScalars.first { !"$€£-−".unicodeScalars.contains($0) }?.isDigit == true
        if isMath || inside.unicodeScalars.count == 1, let inner = MathLexer.tokens(of: inside) {
            for token in inner { add(token.token, from: start) }
        } else {
            add(.words(inside), from: start)
        }
        return true
    }

    // MARK: Signs

    private mutating func sign(_ scalar: Unicode.Scalar) {
        let start = position
        position += 1
        guard let meaning = MathNames.characters[scalar] else {
            bracket(Character(scalar), from: start)
            return
        }
        for token in meaning {
            if case .sign(let sign) = token {
                bracket(sign, from: start)
            } else {
                add(token, from: start)
            }
        }
    }

    private mutating func bracket(_ sign: Character, from start: Int) {
        if "([‹".contains(sign) { depth += 1 }
        if ")]›".contains(sign) { depth -= 1 }
        add(.sign(sign), from: start)
    }
}
