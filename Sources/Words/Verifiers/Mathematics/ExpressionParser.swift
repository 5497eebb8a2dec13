import BigInt

/// Parses tokens as an expression by recursive descent and computes the exact form directly.
struct ExpressionParser {
    private let tokens: [PlacedToken]
    private var position = 0
    private var depth = 0
    /// The second digit of `\frac16`, held back for the second argument.
    private var splitDigits: Character?
    /// How many functions of an angle are around this place: there a degree is π/180.
    private var angles = 0

    private static let deepest = 60
    private static let mostTokens = 300

    /// Returns the exact form of the expression that `tokens` are.
    static func quotient(of tokens: some Collection<PlacedToken>) throws(AlgebraError) -> Quotient {
        var parser = ExpressionParser(tokens: Array(tokens))
        guard !tokens.isEmpty else { throw .notAnExpression }
        guard tokens.count <= mostTokens else { throw .tooLarge }
        let value = try parser.sumOrChoice()
        guard parser.position == parser.tokens.count else { throw .notAnExpression }
        return value
    }

    private init(tokens: [PlacedToken]) { self.tokens = tokens }

    private var next: MathToken? { position < tokens.count ? tokens[position].token : nil }

    private mutating func take(_ sign: Character) -> Bool {
        guard next == .sign(sign) else { return false }
        position += 1
        return true
    }

    private mutating func nested<Value>(
        _ body: (inout ExpressionParser) throws(AlgebraError) -> Value
    ) throws(AlgebraError) -> Value {
        guard depth < Self.deepest else { throw .tooLarge }
        depth += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    // MARK: Sums and products

    /// Parses a sum, or a binomial coefficient as `n \choose k`, which takes all that is around it.
    private mutating func sumOrChoice() throws(AlgebraError) -> Quotient {
        let value = try sum()
        return take("⑂") ? try Self.binomial(value, sum()) : value
    }

    private mutating func sum() throws(AlgebraError) -> Quotient {
        var value = try term()
        while true {
            if take("+") {
                value = try value + term()
            } else if take("-") {
                value = try value + term().negated
            } else {
                return value
            }
        }
    }

    private mutating func term() throws(AlgebraError) -> Quotient {
        var value = try signed()
        while let token = next {
            if take("*") {
                value = try value * signed()
            } else if take("/") {
                value = try value / signed()
            } else if beginsFactor(token) {
                value = try value * power()
            } else {
                break
            }
        }
        return value
    }

    private mutating func signed() throws(AlgebraError) -> Quotient {
        try nested { (parser: inout ExpressionParser) throws(AlgebraError) -> Quotient in
            if parser.take("-") { return try parser.signed().negated }
            if parser.take("+") { return try parser.signed() }
            return try parser.power()
        }
    }

    /// Whether a factor follows without a multiplication sign; two numbers in a row are no product.
    private func beginsFactor(_ token: MathToken) -> Bool {
        switch token {
        case .variable, .function, .command: true
        case .sign(let sign): sign == "(" || sign == "{" || sign == "["
        case .number: position > 0 && !isNumber(at: position - 1)
        case .words, .rows: false
        }
    }

    private func isNumber(at position: Int) -> Bool {
        if case .number = tokens[position].token { return true }
        return false
    }

    // MARK: Powers and factors

    private mutating func power() throws(AlgebraError) -> Quotient {
        var base: Quotient
        if let mixed = try mixedNumber() { base = mixed } else { base = try factor() }
        while take("!") { base = try Self.factorial(base) }
        if take("°"), angles > 0 {
            base = try base * Quotient(Polynomial(.symbol("\\pi"))) / Quotient(Rational(180))
        }
        guard take("^") else { return base }
        // Powers associate to the right, and an exponent may have a sign.
        let exponent = try nested {
            (parser: inout ExpressionParser) throws(AlgebraError) -> Quotient in
            if parser.take("-") { return try parser.power().negated }
            return try parser.power()
        }
        return try base.power(exponent)
    }

    /// Parses a mixed number of three whole numbers, "3 1/4" or "3\frac{1}{4}", if there is one.
    private mutating func mixedNumber() throws(AlgebraError) -> Quotient? {
        guard case .number(let whole)? = next, !whole.contains(".") else { return nil }
        let rest = tokens[(position + 1)...].prefix(7).map(\.token)
        let fraction: (String, String)
        let length: Int
        switch rest.first {
        case .number(let top):
            guard rest.count >= 3, tokens[position + 1].isSpaced, rest[1] == .sign("/"),
                case .number(let bottom) = rest[2]
            else { return nil }
            (fraction, length) = ((top, bottom), 4)
        case .command(let name):
            guard name.hasSuffix("frac"), let braced = bracedNumbers(rest.dropFirst()) else {
                return nil
            }
            (fraction, length) = (braced.numbers, 2 + braced.length)
        default: return nil
        }
        position += length
        let part = try Rational(decimal: fraction.0) * Rational(decimal: fraction.1).inverse()
        return Quotient(try Rational(decimal: whole) + part)
    }

    /// Returns the two numbers of "{1}{4}", or of "14" for short, and the tokens that they take.
    private func bracedNumbers(
        _ tokens: ArraySlice<MathToken>
    ) -> (numbers: (String, String), length: Int)? {
        let tokens = Array(tokens)
        if case .number(let digits)? = tokens.first, digits.count == 2 {
            return ((String(digits.prefix(1)), String(digits.suffix(1))), 1)
        }
        guard tokens.count >= 6, tokens[0] == .sign("{"), case .number(let top) = tokens[1],
            tokens[2] == .sign("}"), tokens[3] == .sign("{"), case .number(let bottom) = tokens[4],
            tokens[5] == .sign("}")
        else { return nil }
        return ((top, bottom), 6)
    }

    private mutating func factor() throws(AlgebraError) -> Quotient {
        guard let token = next else { throw .notAnExpression }
        position += 1
        switch token {
        case .number(let digits): return Quotient(try Rational(decimal: digits))
        case .variable(let name): return try variable(name)
        case .sign("("): return try enclosed(")")
        case .sign("["): return try enclosed("]")
        case .sign("{"): return try enclosed("}")
        case .sign("|"):
            let inside = try enclosed("|")
            guard let number = inside.number else { return try .function("abs", [inside]) }
            return Quotient(number.isNegative ? -number : number)
        case .function(let name): return try call(name)
        case .command(let name): return try command(name)
        case .sign, .words, .rows: throw .notAnExpression
        }
    }

    private mutating func enclosed(_ closing: Character) throws(AlgebraError) -> Quotient {
        try nested { (parser: inout ExpressionParser) throws(AlgebraError) -> Quotient in
            let value = try parser.sumOrChoice()
            guard parser.take(closing) else { throw .notAnExpression }
            return value
        }
    }

    private mutating func variable(_ name: String) throws(AlgebraError) -> Quotient {
        var name = name
        if take("_") { name += "_" + (try subscripted()) }
        if name == "i" { return try Quotient(Polynomial(.imaginary)) }
        return try Quotient(Polynomial(.symbol(name)))
    }

    /// Reads the subscript of a letter as text.
    private mutating func subscripted() throws(AlgebraError) -> String {
        var level = 0
        var text = ""
        repeat {
            guard let token = next else { throw .notAnExpression }
            position += 1
            switch token {
            case .sign("{"): level += 1
            case .sign("}"): level -= 1
            case .number(let part), .variable(let part), .words(let part): text += part
            case .sign(let sign): text.append(sign)
            default: throw .notAnExpression
            }
        } while level > 0
        return text
    }

    // MARK: Functions

    private mutating func call(_ name: String) throws(AlgebraError) -> Quotient {
        var base: Quotient?
        var exponent: Quotient?
        if name == "log", take("_") { base = try argument() }
        if take("^") { exponent = try argument() }
        let isAngle = MathNames.trigonometric.contains(name)
        if isAngle { angles += 1 }
        let value = try nested {
            (parser: inout ExpressionParser) throws(AlgebraError) -> Quotient in
            try parser.bareArgument()
        }
        if isAngle { angles -= 1 }
        let result: Quotient
        if let base {
            result = try .function("log", [base, value])
        } else if name == "abs", let number = value.number {
            result = Quotient(number.isNegative ? -number : number)
        } else if name == "exp" {
            result = try Quotient(Polynomial(.symbol("e"))).power(value)
        } else {
            result = try .function(name, [value])
        }
        guard let exponent else { return result }
        return try result.power(exponent)
    }

    /// Parses the argument of a function. After a number or π it goes on without brackets:
    /// `\sin 2x` is `\sin(2x)`, but `\sin x y` is `\sin(x) y`.
    private mutating func bareArgument() throws(AlgebraError) -> Quotient {
        var value: Quotient
        if case .number? = next {
            value = try power()
        } else if next == .variable("\\pi") {
            value = try power()
        } else {
            return try power()
        }
        while case .variable(let name)? = next, name != "e" { value = try value * power() }
        return value
    }

    private mutating func command(_ name: String) throws(AlgebraError) -> Quotient {
        switch name {
        case "sqrt":
            var degree = Quotient(Rational(2))
            if take("[") { degree = try enclosed("]") }
            let radicand = try argument()
            return try radicand.power(Quotient(.one) / degree)
        case "binom", "dbinom":
            let (upper, lower) = (try argument(), try argument())
            return try Self.binomial(upper, lower)
        default:
            let top = try argument()
            return try top / argument()
        }
    }

    /// Parses a command's argument: an expression in braces, or a single factor.
    ///
    /// Of two digits after a fraction, each is one argument, as in LaTeX.
    private mutating func argument() throws(AlgebraError) -> Quotient {
        if let digit = splitDigits {
            splitDigits = nil
            return Quotient(try Rational(decimal: String(digit)))
        }
        if take("{") { return try enclosed("}") }
        if case .number(let digits)? = next, !tokens[position].isSpaced, digits.count == 2,
            !digits.contains("."), position > 0, tokens[position - 1].token.isFraction
        {
            // `\frac16`: the second digit is the second argument.
            splitDigits = digits.last
            position += 1
            return Quotient(try Rational(decimal: String(digits.prefix(1))))
        }
        return try nested { (parser: inout ExpressionParser) throws(AlgebraError) -> Quotient in
            try parser.factor()
        }
    }

    private static func factorial(_ value: Quotient) throws(AlgebraError) -> Quotient {
        guard let number = value.number?.integer, (0...300).contains(number) else {
            throw .tooLarge
        }
        return Quotient(
            Rational((0..<number).reduce(BigInt(1)) { $0 * BigInt($1 + 1) }))
    }

    /// Returns n(n - 1)…(n - k + 1) / k! for a small k, else an opaque function.
    private static func choice(
        of lower: Quotient, from upper: Quotient
    ) throws(AlgebraError) -> Quotient {
        guard let k = lower.number?.integer, (0...8).contains(k) else {
            return try .function("binom", [upper, lower])
        }
        var value = Quotient(.one)
        for step in 0..<k {
            let factor = try upper + Quotient(Rational(BigInt(-step)))
            value = try value * factor / Quotient(Rational(BigInt(step + 1)))
        }
        return value
    }

    private static func binomial(
        _ upper: Quotient, _ lower: Quotient
    ) throws(AlgebraError) -> Quotient {
        guard let count = upper.number else { return try choice(of: lower, from: upper) }
        guard let n = count.integer, let k = lower.number?.integer,
            (0...1000).contains(n), (0...n).contains(k)
        else { throw .notAnExpression }
        var value = BigInt(1)
        // Every partial product is a binomial coefficient, so the division is exact.
        for step in 0..<min(k, n - k) { value = value * BigInt(n - step) / BigInt(step + 1) }
        return Quotient(try Rational(value, over: 1))
    }
}

extension MathToken {
    fileprivate var isFraction: Bool {
        if case .command(let name) = self {
            return name.hasSuffix("frac") || name.hasSuffix("binom")
        }
        return false
    }
}
