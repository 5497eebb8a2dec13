/// Parses expressions by recursive descent, in order of precedence from the lowest: conditional,
/// or, and, not, comparison, sum, `~`, product, power, sign, then the suffixes of a value:
/// attribute, item, call, filter, test.
extension TemplateParser {
    mutating func parseExpression(
        allowsConditional: Bool = true
    ) throws(TemplateError) -> Term {
        guard nesting < Self.nestingLimit else {
            throw fault("the expression nests more than \(Self.nestingLimit) deep")
        }
        nesting += 1
        defer { nesting -= 1 }
        return allowsConditional ? try parseConditional() : try parseOr()
    }

    /// Parses one expression, or a tuple of several joined by commas.
    mutating func parseTuple(
        allowsConditional: Bool = true,
        endNames: Set<String> = [],
        isParenthesised: Bool = false
    ) throws(TemplateError) -> Term {
        let line = current.line
        var items: [Term] = []
        var isTuple = false
        while !endsTuple(endNames) {
            items.append(try parseExpression(allowsConditional: allowsConditional))
            guard take(.comma) else { break }
            isTuple = true
        }
        if !isTuple, let only = items.first { return only }
        guard isTuple || isParenthesised else { throw unexpected(expecting: "an expression") }
        return try make(.tuple(items), line)
    }

    private func endsTuple(_ names: Set<String>) -> Bool {
        switch current.kind {
        case .blockEnd, .outputEnd, .end, .mark(.rightParenthesis): true
        case .name(let name): names.contains(name)
        default: false
        }
    }

    private func make(_ kind: Term.Kind, _ line: Int) throws(TemplateError) -> Term {
        let term = Term(kind, line: line)
        guard term.depth <= Self.depthLimit else {
            throw fault("the expression has more than \(Self.depthLimit) operations in a row")
        }
        return term
    }

    // MARK: Operators

    private mutating func parseConditional() throws(TemplateError) -> Term {
        let knownBefore = unknownName
        var then = try parseOr()
        guard current.isName("if") else { return then }
        unknownName = knownBefore  // The part before `if` may never be evaluated.
        let outer = defersUnknownNames
        defersUnknownNames = true
        defer { defersUnknownNames = outer }
        while current.isName("if") {
            let line = current.line
            at += 1
            let test = try parseOr()
            var otherwise: Term?
            if take(name: "else") { otherwise = try parseExpression() }
            then = try make(.conditional(test: test, then: then, otherwise: otherwise), line)
        }
        return then
    }

    private mutating func parseOr() throws(TemplateError) -> Term {
        var left = try parseAnd()
        while current.isName("or") {
            let line = current.line
            at += 1
            left = try make(.or(left, try parseAnd()), line)
        }
        return left
    }

    private mutating func parseAnd() throws(TemplateError) -> Term {
        var left = try parseNot()
        while current.isName("and") {
            let line = current.line
            at += 1
            left = try make(.and(left, try parseNot()), line)
        }
        return left
    }

    private mutating func parseNot() throws(TemplateError) -> Term {
        var lines: [Int] = []
        while current.isName("not") {
            lines.append(current.line)
            at += 1
        }
        var term = try parseComparison()
        for line in lines.reversed() { term = try make(.not(term), line) }
        return term
    }

    private mutating func parseComparison() throws(TemplateError) -> Term {
        let line = current.line
        let first = try parseSum()
        var rest: [(ComparisonOperator, Term)] = []
        while let comparison = takeComparison() { rest.append((comparison, try parseSum())) }
        return rest.isEmpty ? first : try make(.comparison(first, rest), line)
    }

    private mutating func takeComparison() -> ComparisonOperator? {
        switch current.kind {
        case .mark(let mark):
            guard let comparison = ComparisonOperator(rawValue: mark.rawValue) else { return nil }
            at += 1
            return comparison
        case .name("in"):
            at += 1
            return .isIn
        case .name("not") where next.isName("in"):
            at += 2
            return .isNotIn
        default: return nil
        }
    }

    private mutating func parseSum() throws(TemplateError) -> Term {
        var left = try parseConcatenation()
        while current.isMark(.plus) || current.isMark(.minus) {
            let line = current.line
            let operation: ArithmeticOperator = current.isMark(.plus) ? .add : .subtract
            at += 1
            left = try make(.arithmetic(operation, left, try parseConcatenation()), line)
        }
        return left
    }

    private mutating func parseConcatenation() throws(TemplateError) -> Term {
        let line = current.line
        var parts = [try parseProduct()]
        while take(.join) { parts.append(try parseProduct()) }
        return parts.count == 1 ? parts[0] : try make(.concatenation(parts), line)
    }

    private mutating func parseProduct() throws(TemplateError) -> Term {
        var left = try parsePower()
        while case .mark(let mark) = current.kind,
            [.multiply, .divide, .floorDivide, .remainder].contains(mark),
            let operation = ArithmeticOperator(rawValue: mark.rawValue)
        {
            let line = current.line
            at += 1
            left = try make(.arithmetic(operation, left, try parsePower()), line)
        }
        return left
    }

    private mutating func parsePower() throws(TemplateError) -> Term {
        var left = try parseUnary()
        // Left to right, as in Jinja: `2 ** 3 ** 2` is 64, in Python 512.
        while current.isMark(.power) {
            let line = current.line
            at += 1
            left = try make(.arithmetic(.power, left, try parseUnary()), line)
        }
        return left
    }

    private mutating func parseUnary() throws(TemplateError) -> Term {
        var signs: [(mark: TemplateToken.Mark, line: Int)] = []
        while case .mark(let mark) = current.kind, mark == .minus || mark == .plus {
            signs.append((mark, current.line))
            at += 1
        }
        var term = try parsePostfix(of: try parsePrimary())
        for sign in signs.reversed() {
            term = try make(sign.mark == .minus ? .negative(term) : .positive(term), sign.line)
        }
        return try parseFilters(of: term)
    }

    // MARK: Values

    private mutating func parsePrimary() throws(TemplateError) -> Term {
        let line = current.line
        switch current.kind {
        case .name(let name):
            at += 1
            return try make(literal(name).map { .literal($0) } ?? .name(symbol(name)), line)
        case .string(let first):
            at += 1
            var text = first
            while case .string(let more) = current.kind {
                text += more
                at += 1
            }
            return try make(.literal(.string(text)), line)
        case .integer(let value):
            at += 1
            return try make(.literal(.integer(value)), line)
        case .float(let value):
            at += 1
            return try make(.literal(.float(value)), line)
        case .mark(.leftParenthesis):
            at += 1
            let inner = try parseTuple(isParenthesised: true)
            try expect(.rightParenthesis)
            return inner
        case .mark(.leftBracket): return try parseList()
        case .mark(.leftBrace): return try parseDictionary()
        default: throw unexpected(expecting: "an expression")
        }
    }

    private func literal(_ name: String) -> Literal? {
        switch name {
        case "true", "True": .bool(true)
        case "false", "False": .bool(false)
        case "none", "None": Literal.none
        default: nil
        }
    }

    private mutating func parseList() throws(TemplateError) -> Term {
        let line = current.line
        try expect(.leftBracket)
        var items: [Term] = []
        while !take(.rightBracket) {
            if !items.isEmpty {
                try expect(.comma)
                if take(.rightBracket) { break }
            }
            items.append(try parseExpression())
        }
        return try make(.list(items), line)
    }

    private mutating func parseDictionary() throws(TemplateError) -> Term {
        let line = current.line
        try expect(.leftBrace)
        var pairs: [(key: Term, value: Term)] = []
        while !take(.rightBrace) {
            if !pairs.isEmpty {
                try expect(.comma)
                if take(.rightBrace) { break }
            }
            let key = try parseExpression()
            try expect(.colon)
            pairs.append((key, try parseExpression()))
        }
        return try make(.dictionary(pairs), line)
    }

    // MARK: Suffixes of a value

    private mutating func parsePostfix(of base: Term) throws(TemplateError) -> Term {
        var term = base
        while case .mark(let mark) = current.kind {
            let line = current.line
            switch mark {
            case .dot: term = try parseAttribute(of: term)
            case .leftBracket: term = try parseSubscript(of: term)
            case .leftParenthesis: term = try make(.call(term, try parseArguments()), line)
            default: return term
            }
        }
        return term
    }

    private mutating func parseAttribute(of base: Term) throws(TemplateError) -> Term {
        let line = current.line
        try expect(.dot)
        if case .integer(let position) = current.kind {
            at += 1
            return try make(.item(base, try make(.literal(.integer(position)), line)), line)
        }
        return try make(.attribute(base, try expectName()), line)
    }

    private mutating func parseSubscript(of base: Term) throws(TemplateError) -> Term {
        let line = current.line
        try expect(.leftBracket)
        var first: Term?
        if !current.isMark(.colon) {
            let key = try parseExpression()
            if take(.rightBracket) { return try make(.item(base, key), line) }
            if current.isMark(.comma) { return try parseTupleKey(of: base, first: key, line) }
            first = key
        }
        try expect(.colon)
        var end: Term?
        var step: Term?
        if !current.isMark(.colon), !current.isMark(.rightBracket) { end = try parseExpression() }
        if take(.colon), !current.isMark(.rightBracket) { step = try parseExpression() }
        try expect(.rightBracket)
        return try make(.slice(base, from: first, to: end, step: step), line)
    }

    private mutating func parseTupleKey(
        of base: Term,
        first: Term,
        _ line: Int
    ) throws(TemplateError) -> Term {
        var items = [first]
        while take(.comma), !current.isMark(.rightBracket) { items.append(try parseExpression()) }
        try expect(.rightBracket)
        return try make(.item(base, try make(.tuple(items), line)), line)
    }

    private mutating func parseArguments() throws(TemplateError) -> ArgumentTerms {
        try expect(.leftParenthesis)
        var arguments = ArgumentTerms()
        var isFirst = true
        while !take(.rightParenthesis) {
            if !isFirst {
                try expect(.comma)
                if take(.rightParenthesis) { break }
            }
            isFirst = false
            try parseArgument(into: &arguments)
        }
        return arguments
    }

    private mutating func parseArgument(
        into arguments: inout ArgumentTerms
    ) throws(TemplateError) {
        if take(.multiply) {
            guard arguments.spread == nil, arguments.namedSpread == nil else {
                throw fault("'*' may be given once, before '**'")
            }
            arguments.spread = try parseExpression()
        } else if take(.power) {
            guard arguments.namedSpread == nil else { throw fault("'**' may be given once") }
            arguments.namedSpread = try parseExpression()
        } else if case .name(let name) = current.kind, next.isMark(.assign) {
            guard arguments.namedSpread == nil else {
                throw fault("a named argument cannot follow '**'")
            }
            at += 2
            arguments.named.append((name, try parseExpression()))
        } else {
            guard arguments.named.isEmpty, arguments.spread == nil, arguments.namedSpread == nil
            else { throw fault("a positional argument cannot follow a named one") }
            arguments.positional.append(try parseExpression())
        }
    }

    /// Parses filters, tests and calls after `base`; with `startsInline` the first has no `|`.
    mutating func parseFilters(
        of base: Term,
        startsInline: Bool = false
    ) throws(TemplateError) -> Term {
        var term = base
        if startsInline { term = try parseFilter(of: term) }
        while true {
            let line = current.line
            if take(.pipe) {
                term = try parseFilter(of: term)
            } else if current.isName("is") {
                at += 1
                term = try parseTest(of: term, line)
            } else if current.isMark(.leftParenthesis) {
                term = try make(.call(term, try parseArguments()), line)
            } else {
                return term
            }
        }
    }

    private mutating func parseFilter(of base: Term) throws(TemplateError) -> Term {
        let line = current.line
        let name = try parseDottedName()
        if Filters.named(name) == nil { noteUnknown("unknown filter '\(name)'", line: line) }
        let arguments =
            current.isMark(.leftParenthesis) ? try parseArguments() : ArgumentTerms()
        return try make(.filter(base, name, arguments), line)
    }

    private mutating func parseTest(of base: Term, _ line: Int) throws(TemplateError) -> Term {
        let isNegated = take(name: "not")
        let name = try parseDottedName()
        if Tests.named(name) == nil { noteUnknown("unknown test '\(name)'", line: line) }
        var arguments = ArgumentTerms()
        if current.isMark(.leftParenthesis) {
            arguments = try parseArguments()
        } else if beginsTestArgument {
            if current.isName("is") { throw fault("tests cannot be chained with 'is'") }
            arguments.positional = [try parsePostfix(of: try parsePrimary())]
        }
        let test = try make(.test(base, name, arguments), line)
        return isNegated ? try make(.not(test), line) : test
    }

    private var beginsTestArgument: Bool {
        switch current.kind {
        case .name(let name): !["else", "or", "and"].contains(name) && !endsTestByName(name)
        case .string, .integer, .float, .mark(.leftBracket), .mark(.leftBrace): true
        default: false
        }
    }

    /// Whether `name` is a keyword that ends the test, as in `x is defined if …`, and no argument.
    private func endsTestByName(_ name: String) -> Bool {
        ["if", "not", "in", "recursive"].contains(name)
    }

    private mutating func parseDottedName() throws(TemplateError) -> String {
        var name = try expectName()
        while current.isMark(.dot), case .name(let part) = next.kind {
            name += "." + part
            at += 2
        }
        return name
    }
}
