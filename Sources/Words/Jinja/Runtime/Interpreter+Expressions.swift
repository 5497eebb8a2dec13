extension Interpreter {
    func evaluate(_ term: Term, in scope: Scope) throws(TemplateError) -> TemplateValue {
        try enter()
        defer { leave() }
        switch term.kind {
        case .literal(let literal): return value(of: literal)
        case .name(let symbol):
            line = term.line
            return lookUp(symbol, in: scope)
        case .attribute(let base, let name):
            let base = try evaluate(base, in: scope)
            // After the operand, which may be on another line: errors name this term's line.
            line = term.line
            return try attribute(name, of: base)
        // Only these terms make new values, whose size must be checked.
        default: return try bounded(try compute(term, in: scope))
        }
    }

    private func compute(_ term: Term, in scope: Scope) throws(TemplateError) -> TemplateValue {
        switch term.kind {
        case .literal, .name, .attribute: return .none  // done above
        case .captured: return captured
        case .list(let terms): return .list(try evaluate(terms, in: scope))
        case .tuple(let terms): return .tuple(try evaluate(terms, in: scope))
        case .dictionary(let pairs): return try dictionary(pairs, line: term.line, in: scope)
        case .item(let base, let key):
            let base = try evaluate(base, in: scope)
            let key = try evaluate(key, in: scope)
            line = term.line
            return try item(key, of: base)
        case .slice(let base, let from, let to, let step):
            return try slice(base, from, to, step, line: term.line, in: scope)
        case .call(let function, let terms):
            return try call(function, terms, line: term.line, in: scope)
        case .filter(let base, let name, let terms):
            return try filter(base, name, terms, line: term.line, in: scope)
        case .test(let base, let name, let terms):
            return try test(base, name, terms, line: term.line, in: scope)
        case .negative(let operand), .positive(let operand), .not(let operand):
            return try prefix(term, operand, in: scope)
        case .arithmetic(let operation, let left, let right):
            let left = try evaluate(left, in: scope)
            let right = try evaluate(right, in: scope)
            line = term.line
            return try calculate(operation, left, right)
        case .concatenation(let terms): return try concatenate(terms, in: scope)
        case .comparison(let first, let rest):
            return try compare(first, rest, line: term.line, in: scope)
        case .and(let left, let right):
            let left = try evaluate(left, in: scope)
            return try truth(of: left) ? try evaluate(right, in: scope) : left
        case .or(let left, let right):
            let left = try evaluate(left, in: scope)
            return try truth(of: left) ? left : try evaluate(right, in: scope)
        case .conditional(let test, let then, let otherwise):
            if try truth(of: try evaluate(test, in: scope)) {
                return try evaluate(then, in: scope)
            }
            guard let otherwise else {
                return .undefined("the inline if was false and has no else")
            }
            return try evaluate(otherwise, in: scope)
        }
    }

    private func value(of literal: Literal) -> TemplateValue {
        switch literal {
        case .none: .none
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .string(let value): .string(value)
        }
    }

    private func evaluate(
        _ terms: [Term],
        in scope: Scope
    ) throws(TemplateError) -> [TemplateValue] {
        var values: [TemplateValue] = []
        values.reserveCapacity(terms.count)
        for term in terms { values.append(try evaluate(term, in: scope)) }
        return values
    }

    func evaluate(
        _ terms: ArgumentTerms,
        in scope: Scope
    ) throws(TemplateError) -> CallArguments {
        var arguments = CallArguments(positional: try evaluate(terms.positional, in: scope))
        for (name, term) in terms.named {
            arguments.named.append((name, try evaluate(term, in: scope)))
        }
        if let spread = terms.spread {
            arguments.positional += try elements(of: try evaluate(spread, in: scope))
        }
        if let spread = terms.namedSpread {
            guard case .dictionary(let mapping) = try evaluate(spread, in: scope) else {
                throw fault("what follows '**' must be a dictionary")
            }
            try spend(elements: mapping.count)
            for (key, value) in zip(mapping.keys, mapping.values) {
                arguments.named.append((key.printed, value))
            }
        }
        return arguments
    }

    private func dictionary(
        _ pairs: [(key: Term, value: Term)],
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        var values: [(TemplateValue, TemplateValue)] = []
        for pair in pairs {
            values.append((try evaluate(pair.key, in: scope), try evaluate(pair.value, in: scope)))
        }
        self.line = line
        return .dictionary(try mapping(values))
    }

    /// Makes a dictionary of pairs in order; of equal keys the last value counts.
    func mapping(
        _ pairs: [(TemplateValue, TemplateValue)]
    ) throws(TemplateError) -> Mapping {
        var bytes = 0
        for (key, _) in pairs { bytes = bytes.addingWithoutOverflow(key.weight) }
        try spend(bytes: bytes)
        // A key that is hashed and stored costs more than an element that is copied.
        try spend(pairs.count / 2)
        guard let mapping = Mapping(pairs) else {
            throw fault("a list or dictionary cannot be the key of a dictionary")
        }
        return mapping
    }

    /// Makes the pairs of a dictionary's keys and values.
    func pairs(of mapping: Mapping) throws(TemplateError) -> [TemplateValue] {
        try spend(newLists: mapping.count)
        return mapping.pairs
    }

    private func prefix(
        _ term: Term,
        _ operand: Term,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        let value = try evaluate(operand, in: scope)
        line = term.line
        if case .not = term.kind { return .bool(!(try truth(of: value))) }
        if case .undefined(let problem) = value { throw undefined(problem) }
        let isNegative = if case .negative = term.kind { true } else { false }
        if let number = value.float { return .float(isNegative ? -number : number) }
        guard let number = value.wholeNumber, number > Int128.min else {
            throw fault("a value of type '\(value.typeName)' has no sign")
        }
        return .integer(isNegative ? -number : number)
    }

    private func concatenate(
        _ terms: [Term],
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        var result = TracedText()
        for term in terms {
            result.append(try tracedText(of: try evaluate(term, in: scope)))
            try checkSize(result.count)
        }
        try spend(bytes: result.count)
        return result.value
    }

    // MARK: Calls, filters, tests

    private func call(
        _ function: Term,
        _ terms: ArgumentTerms,
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        if case .attribute(let base, let name) = function.kind {
            let receiver = try evaluate(base, in: scope)
            // Runs the method directly, without making a BoundMethod for every call.
            if let method = Methods.method(name, of: receiver) {
                let arguments = try evaluate(terms, in: scope)
                self.line = line
                return try run(method, name, receiver, arguments)
            }
            let callee = try attribute(name, of: receiver)
            let arguments = try evaluate(terms, in: scope)
            self.line = line
            return try call(callee, arguments)
        }
        let callee = try evaluate(function, in: scope)
        let arguments = try evaluate(terms, in: scope)
        self.line = line
        return try call(callee, arguments)
    }

    func run(
        _ method: Methods.Method,
        _ name: String,
        _ receiver: TemplateValue,
        _ arguments: CallArguments
    ) throws(TemplateError) -> TemplateValue {
        try spendCall(receiver, arguments)
        let result = try tracing(name, receiver, arguments) {
            receiver, arguments throws(TemplateError) in
            try method(receiver, arguments, self)
        }
        try spend(bytes: result.breadth)
        return result
    }

    func call(
        _ callee: TemplateValue,
        _ arguments: CallArguments
    ) throws(TemplateError) -> TemplateValue {
        switch callee {
        case .undefined(let problem): throw undefined(problem)
        case .object(let object):
            try enter()
            defer { leave() }
            try spendCall(nil, arguments)
            return try object.call(arguments, in: self)
        default: throw fault("a value of type '\(callee.typeName)' cannot be called")
        }
    }

    private func filter(
        _ base: Term,
        _ name: String,
        _ terms: ArgumentTerms,
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        let input = try evaluate(base, in: scope)
        let arguments = try evaluate(terms, in: scope)
        self.line = line
        return try applyFilter(name, to: input, arguments)
    }

    func applyFilter(
        _ name: String,
        to input: TemplateValue,
        _ arguments: CallArguments
    ) throws(TemplateError) -> TemplateValue {
        guard let filter = Filters.named(name) else { throw fault("unknown filter '\(name)'") }
        try spendCall(input, arguments)
        if !Filters.takesUndefined(name) { _ = try defined(input) }
        let result = try tracing(name, input, arguments) {
            input, arguments throws(TemplateError) in
            try filter(input, arguments, self)
        }
        try spend(bytes: result.breadth)
        return result
    }

    private func test(
        _ base: Term,
        _ name: String,
        _ terms: ArgumentTerms,
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        let input = try evaluate(base, in: scope)
        let arguments = try evaluate(terms, in: scope)
        self.line = line
        return .bool(try applyTest(name, to: input, arguments))
    }

    func applyTest(
        _ name: String,
        to input: TemplateValue,
        _ arguments: CallArguments
    ) throws(TemplateError) -> Bool {
        guard let test = Tests.named(name) else { throw fault("unknown test '\(name)'") }
        try spendCall(input, arguments)
        if !Tests.takesUndefined(name) { _ = try defined(input) }
        return try test(input, arguments, self)
    }
}
