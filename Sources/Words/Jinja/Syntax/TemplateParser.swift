/// Builds the syntax tree of a template; this file parses statements, an extension expressions.
struct TemplateParser {
    /// Most levels of nested expressions and blocks in the source; bounds the parser's recursion.
    static let nestingLimit = 100
    /// Greatest height of an expression's tree, which a chain such as `a + b + …` reaches.
    static let depthLimit = 250

    let template: String
    let tokens: [TemplateToken]
    var at = 0
    var nesting = 0
    private(set) var symbols: [String] = []
    private var symbolIDs: [String: Int] = [:]
    /// Whether an unknown filter or test is an error only when evaluated, as inside an `if`.
    var defersUnknownNames = false
    /// Names that a macro has without declaring them, if its body mentions them.
    private static let specialNames: Set<String> = ["caller", "varargs", "kwargs"]
    /// Those of ``specialNames`` seen since the current macro began.
    private var seenSpecialNames: Set<String> = []
    /// The error for the first unknown filter or test in the current tag.
    var unknownName: TemplateError?
    private var loopDepth = 0
    private var blockNames: Set<String> = []
    private var openBlocks: [(tag: String, line: Int)] = []

    init(
        _ source: String, template: String, headings: Set<String> = []
    ) throws(TemplateError) {
        var lexer = TemplateLexer(source, template: template, headings: headings)
        self.template = template
        tokens = try lexer.tokenize()
    }

    init(expression source: String, template: String) throws(TemplateError) {
        var lexer = TemplateLexer(source, template: template)
        self.template = template
        tokens = try lexer.tokenizeExpression()
    }

    mutating func parseTemplate() throws(TemplateError) -> [Statement] {
        try parseBody(until: [])
    }

    mutating func parseWholeExpression() throws(TemplateError) -> Term {
        if case .end = current.kind { throw fault("the expression is empty") }
        let term = try parseTuple()
        guard case .end = current.kind else { throw unexpected(expecting: "the end") }
        try checkNames()
        return term
    }

    // MARK: Bodies

    /// Parses statements up to a tag in `ends`, whose name is then the current token.
    private mutating func parseBody(until ends: Set<String>) throws(TemplateError) -> [Statement] {
        guard nesting < Self.nestingLimit else {
            throw fault("blocks nest more than \(Self.nestingLimit) deep")
        }
        nesting += 1
        defer { nesting -= 1 }
        var body: [Statement] = []
        while true {
            switch current.kind {
            case .data(let text):
                body.append(.text(text))
                at += 1
            case .outputBegin:
                at += 1
                body.append(.output(try parseTuple()))
                guard case .outputEnd = current.kind else { throw unexpected(expecting: "'}}'") }
                try checkNames()
                at += 1
            case .blockBegin:
                at += 1
                guard case .name(let tag) = current.kind else {
                    throw unexpected(expecting: "the name of a tag")
                }
                if ends.contains(tag) { return body }
                if let statement = try parseStatement(tag) { body.append(statement) }
                try expectBlockEnd()
            default:
                guard let open = openBlocks.last else { return body }
                throw TemplateError.syntax(
                    template: template,
                    line: current.line,
                    problem: "the template ends inside '\(open.tag)' of line \(open.line): "
                        + "'end\(open.tag)' is missing"
                )
            }
        }
    }

    /// Parses the body of block `tag` up to a tag in `ends`, with `defersUnknownNames` set to
    /// `deferring`.
    private mutating func parseBlock(
        _ tag: String,
        until ends: Set<String>,
        deferring: Bool = false
    ) throws(TemplateError) -> [Statement] {
        openBlocks.append((tag, current.line))
        try expectBlockEnd()
        let outer = defersUnknownNames
        defersUnknownNames = deferring
        let body = try parseBody(until: ends)
        defersUnknownNames = outer
        openBlocks.removeLast()
        return body
    }

    private mutating func parseStatement(_ tag: String) throws(TemplateError) -> Statement? {
        let line = current.line
        at += 1
        switch tag {
        case "if": return try parseIf()
        case "for": return try parseFor(line: line)
        case "set": return try parseSet()
        case "macro": return try parseMacro(line: line)
        case "call": return try parseCallBlock(line: line)
        case "filter": return try parseFilterBlock()
        case "with": return try parseWith()
        case "generation":
            let body = try parseBlock(tag, until: ["endgeneration"])
            at += 1
            return .scope(body)
        case "break", "continue":
            guard loopDepth > 0 else { throw fault("'\(tag)' is outside of a loop", line: line) }
            return tag == "break" ? .breakLoop : .continueLoop
        case "autoescape":
            let term = try parseExpression()
            let body = try parseBlock(tag, until: ["endautoescape"])
            at += 1
            return .autoescape(term, body)
        case "block": return try parseNamedBlock(line: line)
        case "include", "import", "from", "extends":
            throw fault("'\(tag)' is not supported: a template stands alone", line: line)
        default:
            throw unknownTag(tag, line: line)
        }
    }

    private func unknownTag(_ tag: String, line: Int) -> TemplateError {
        guard let open = openBlocks.last else { return fault("unknown tag '\(tag)'", line: line) }
        return fault(
            "unknown tag '\(tag)' inside '\(open.tag)' of line \(open.line), "
                + "which is not closed yet",
            line: line
        )
    }

    // MARK: Statements

    private mutating func parseIf() throws(TemplateError) -> Statement {
        var branches: [(test: Term, body: [Statement])] = []
        while true {
            let test = try deferringUnknownNames { p throws(TemplateError) in
                try p.parseTuple(allowsConditional: false)
            }
            let body = try parseBlock("if", until: ["elif", "else", "endif"], deferring: true)
            branches.append((test, body))
            if take(name: "elif") { continue }
            var otherwise: [Statement] = []
            if take(name: "else") {
                otherwise = try parseBlock("if", until: ["endif"], deferring: true)
            }
            at += 1
            return .conditional(branches, otherwise: otherwise)
        }
    }

    mutating func deferringUnknownNames<T>(
        _ body: (inout TemplateParser) throws(TemplateError) -> T
    ) throws(TemplateError) -> T {
        let outer = defersUnknownNames
        defersUnknownNames = true
        defer { defersUnknownNames = outer }
        return try body(&self)
    }

    private mutating func parseFor(line: Int) throws(TemplateError) -> Statement {
        let target = try parseTarget(allowsAttribute: false)
        guard take(name: "in") else { throw unexpected(expecting: "'in'") }
        let items = try parseTuple(allowsConditional: false, endNames: ["recursive"])
        let condition = take(name: "if") ? try parseExpression() : nil
        let isRecursive = take(name: "recursive")
        loopDepth += 1
        let body = try parseBlock("for", until: ["endfor", "else"])
        loopDepth -= 1
        var otherwise: [Statement] = []
        if take(name: "else") { otherwise = try parseBlock("for", until: ["endfor"]) }
        at += 1
        return .loop(
            LoopStatement(
                target: target,
                items: items,
                condition: condition,
                isRecursive: isRecursive,
                body: body,
                otherwise: otherwise,
                loop: symbol("loop"),
                line: line
            )
        )
    }

    private mutating func parseSet() throws(TemplateError) -> Statement {
        let target = try parseTarget(allowsAttribute: true)
        if take(.assign) { return .assign(target, try parseTuple()) }
        let filter = try parseFilters(of: Term(.captured, line: current.line))
        let body = try parseBlock("set", until: ["endset"])
        at += 1
        return .assignBlock(target, filter: filter, body: body)
    }

    private mutating func parseFilterBlock() throws(TemplateError) -> Statement {
        let filter = try parseFilters(of: Term(.captured, line: current.line), startsInline: true)
        let body = try parseBlock("filter", until: ["endfilter"])
        at += 1
        return .filter(filter, body: body)
    }

    private mutating func parseWith() throws(TemplateError) -> Statement {
        var values: [(Target, Term)] = []
        while !current.isBlockEnd {
            if !values.isEmpty { try expect(.comma) }
            let target = try parseTarget(allowsAttribute: false, allowsTuple: false)
            try expect(.assign)
            values.append((target, try parseExpression()))
        }
        let body = try parseBlock("with", until: ["endwith"])
        at += 1
        return .with(values, body: body)
    }

    /// Parses `{% block name %}`, which is printed where it stands: no template extends this one.
    private mutating func parseNamedBlock(line: Int) throws(TemplateError) -> Statement {
        let name = try expectName()
        guard blockNames.insert(name).inserted else {
            throw fault("the block '\(name)' is there twice", line: line)
        }
        let seesScope = take(name: "scoped")
        if current.isName("required") {
            throw fault("the block '\(name)' is required: a template stands alone", line: line)
        }
        let body = try parseBlock("block", until: ["endblock"])
        at += 1
        if case .name(let closed) = current.kind {
            guard closed == name else { throw unexpected(expecting: "'\(name)'") }
            at += 1
        }
        return .block(body, seesScope: seesScope)
    }

    private mutating func parseMacro(line: Int) throws(TemplateError) -> Statement {
        let name = try expectName()
        let parameters = try parseParameters()
        let macro = try parseMacroBody("macro", name: symbol(name), parameters, line: line)
        return .macro(macro)
    }

    private mutating func parseCallBlock(line: Int) throws(TemplateError) -> Statement {
        let parameters = current.isMark(.leftParenthesis) ? try parseParameters() : []
        let call = try parseExpression()
        guard case .call = call.kind else { throw fault("'call' needs a call of a macro") }
        let caller = try parseMacroBody("call", name: symbol("caller"), parameters, line: line)
        return .call(call, caller: caller)
    }

    private mutating func parseParameters() throws(TemplateError) -> [(
        symbol: Symbol, defaultValue: Term?
    )] {
        try expect(.leftParenthesis)
        var parameters: [(symbol: Symbol, defaultValue: Term?)] = []
        while !take(.rightParenthesis) {
            if !parameters.isEmpty { try expect(.comma) }
            let name = try expectName()
            if take(.assign) {
                parameters.append((symbol(name), try parseExpression()))
            } else if parameters.last?.defaultValue != nil {
                throw fault("the parameter '\(name)' needs a default, as the one before has")
            } else {
                parameters.append((symbol(name), nil))
            }
        }
        return parameters
    }

    private mutating func parseMacroBody(
        _ tag: String,
        name: Symbol,
        _ parameters: [(symbol: Symbol, defaultValue: Term?)],
        line: Int
    ) throws(TemplateError) -> MacroStatement {
        let outerNames = seenSpecialNames
        let outerLoops = loopDepth
        seenSpecialNames = []
        // A loop outside the macro does not allow `break` inside it.
        loopDepth = 0
        let body = try parseBlock(tag, until: ["end\(tag)"])
        at += 1
        defer {
            seenSpecialNames.formUnion(outerNames)
            loopDepth = outerLoops
        }
        let taken = Set(parameters.map(\.symbol.text))
        func special(_ name: String) -> Symbol? {
            seenSpecialNames.contains(name) && !taken.contains(name) ? symbol(name) : nil
        }
        return MacroStatement(
            name: name,
            parameters: parameters,
            body: body,
            varargs: special("varargs"),
            kwargs: special("kwargs"),
            caller: special("caller"),
            line: line
        )
    }

    private mutating func parseTarget(
        allowsAttribute: Bool,
        allowsTuple: Bool = true
    ) throws(TemplateError) -> Target {
        let first = try parseSingleTarget(allowsAttribute: allowsAttribute)
        guard allowsTuple, current.isMark(.comma) else { return first }
        var targets = [first]
        while take(.comma) {
            guard canBeginTarget else { break }
            targets.append(try parseSingleTarget(allowsAttribute: false))
        }
        return .tuple(targets)
    }

    private var canBeginTarget: Bool {
        if case .name(let name) = current.kind { return name != "in" }
        return current.isMark(.leftParenthesis)
    }

    private mutating func parseSingleTarget(allowsAttribute: Bool) throws(TemplateError) -> Target {
        if take(.leftParenthesis) {
            guard nesting < Self.nestingLimit else { throw fault("the targets nest too deep") }
            nesting += 1
            defer { nesting -= 1 }
            let inner = try parseTarget(allowsAttribute: false)
            try expect(.rightParenthesis)
            return inner
        }
        let line = current.line
        let name = try expectName()
        if ["true", "false", "none", "True", "False", "None"].contains(name) {
            throw fault("'\(name)' cannot be assigned to", line: line)
        }
        let symbol = symbol(name)
        guard allowsAttribute, take(.dot) else { return .name(symbol) }
        return .attribute(symbol, try expectName(), line: line)
    }
}

// MARK: - Tokens

extension TemplateParser {
    var current: TemplateToken { tokens[at] }

    var next: TemplateToken { tokens[min(at + 1, tokens.count - 1)] }

    mutating func take(_ mark: TemplateToken.Mark) -> Bool {
        guard current.isMark(mark) else { return false }
        at += 1
        return true
    }

    mutating func take(name: String) -> Bool {
        guard current.isName(name) else { return false }
        at += 1
        return true
    }

    mutating func expect(_ mark: TemplateToken.Mark) throws(TemplateError) {
        guard take(mark) else { throw unexpected(expecting: "'\(mark.rawValue)'") }
    }

    mutating func expectName() throws(TemplateError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected(expecting: "a name") }
        at += 1
        return name
    }

    mutating func expectBlockEnd() throws(TemplateError) {
        guard current.isBlockEnd else { throw unexpected(expecting: "'%}'") }
        try checkNames()
        at += 1
    }

    mutating func symbol(_ text: String) -> Symbol {
        if Self.specialNames.contains(text) { seenSpecialNames.insert(text) }
        if let id = symbolIDs[text] { return Symbol(id: id, text: text) }
        symbolIDs[text] = symbols.count
        symbols.append(text)
        return Symbol(id: symbols.count - 1, text: text)
    }

    /// Records that a filter or test is unknown, unless it may never be evaluated.
    mutating func noteUnknown(_ problem: String, line: Int) {
        guard !defersUnknownNames, unknownName == nil else { return }
        unknownName = fault(problem, line: line)
    }

    private func checkNames() throws(TemplateError) {
        if let unknownName { throw unknownName }
    }

    func unexpected(expecting expected: String) -> TemplateError {
        fault("expected \(expected), found \(current.description)")
    }

    func fault(_ problem: String, line: Int? = nil) -> TemplateError {
        .syntax(template: template, line: line ?? current.line, problem: problem)
    }
}
