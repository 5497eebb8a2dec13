/// How execution goes on after a statement: with the next one, or out of the iteration or loop.
enum Flow {
    case next
    case breakLoop
    case continueLoop
}

extension Interpreter {
    func execute(_ statements: [Statement], in scope: Scope) throws(TemplateError) -> Flow {
        try enter()
        defer { leave() }
        for statement in statements {
            let flow = try execute(statement, in: scope)
            guard flow == .next else { return flow }
        }
        return .next
    }

    /// The text of an output; escaped inside `autoescape`, unless the value is markup.
    private func printed(_ value: TemplateValue) throws(TemplateError) -> TracedText {
        let isMarkup =
            switch value {
            case .markup: true
            case .traced(let text): text.isMarkup
            default: false
            }
        guard autoescapes, !isMarkup else { return try tracedText(of: value) }
        let escaped = try tracing("escape", value, CallArguments()) {
            value, _ throws(TemplateError) in
            .markup(HTML.escape(try text(of: value)))
        }
        return try tracedText(of: escaped)
    }

    private func execute(_ statement: Statement, in scope: Scope) throws(TemplateError) -> Flow {
        switch statement {
        case .text(let text): try write(text)
        case .output(let term): try write(try printed(try evaluate(term, in: scope)))
        case .conditional(let branches, let otherwise):
            return try execute(branches, otherwise: otherwise, in: scope)
        case .loop(let loop): try run(loop, in: scope)
        case .assign(let target, let term):
            try assign(try evaluate(term, in: scope), to: target, in: scope)
        case .assignBlock(let target, let filter, let body):
            try assign(try filtered(filter, body, in: scope), to: target, in: scope)
        case .macro(let macro):
            clearAtEnd(scope)
            scope.set(macro.name, to: .object(Macro(macro, scope: scope)))
        case .call(let call, let caller): try callBlock(call, caller, in: scope)
        case .filter(let filter, let body):
            try write(try tracedText(of: try filtered(filter, body, in: scope)))
        case .with(let values, let body): return try with(values, body, in: scope)
        case .autoescape(let term, let body):
            let isOn = try truth(of: try evaluate(term, in: scope))
            let outer = autoescapes
            autoescapes = isOn
            defer { autoescapes = outer }
            return try execute(body, in: Scope(parent: scope))
        case .block(let body, let seesScope):
            return try execute(body, in: Scope(parent: seesScope ? scope : root))
        case .scope(let body): return try execute(body, in: Scope(parent: scope))
        case .breakLoop: return .breakLoop
        case .continueLoop: return .continueLoop
        }
        return .next
    }

    private func execute(
        _ branches: [(test: Term, body: [Statement])],
        otherwise: [Statement],
        in scope: Scope
    ) throws(TemplateError) -> Flow {
        for branch in branches where try truth(of: try evaluate(branch.test, in: scope)) {
            return try execute(branch.body, in: scope)
        }
        return otherwise.isEmpty ? .next : try execute(otherwise, in: scope)
    }

    private func with(
        _ values: [(Target, Term)],
        _ body: [Statement],
        in scope: Scope
    ) throws(TemplateError) -> Flow {
        let inner = Scope(parent: scope)
        for (target, term) in values {
            // In the outer scope: the values of one `with` do not see each other.
            try assign(try evaluate(term, in: scope), to: target, in: inner)
        }
        return try execute(body, in: inner)
    }

    private func filtered(
        _ filter: Term,
        _ body: [Statement],
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        let text = try capture { () throws(TemplateError) in
            _ = try execute(body, in: Scope(parent: scope))
        }
        let outer = captured
        captured = text
        defer { captured = outer }
        return try evaluate(filter, in: scope)
    }

    private func callBlock(
        _ call: Term,
        _ caller: MacroStatement,
        in scope: Scope
    ) throws(TemplateError) {
        guard case .call(let function, let terms) = call.kind else { return }
        let callee = try evaluate(function, in: scope)
        var arguments = try evaluate(terms, in: scope)
        clearAtEnd(scope)
        arguments.named.append(("caller", .object(Macro(caller, scope: scope))))
        line = call.line
        try write(try tracedText(of: try self.call(callee, arguments)))
    }

    // MARK: Assignment

    func assign(
        _ value: TemplateValue,
        to target: Target,
        in scope: Scope
    ) throws(TemplateError) {
        switch target {
        case .name(let symbol): scope.set(symbol, to: value)
        case .tuple(let targets):
            let values = try elements(of: value)
            guard values.count == targets.count else {
                throw fault(
                    "\(values.count) values cannot be assigned to \(targets.count) names"
                )
            }
            for (target, value) in zip(targets, values) {
                try assign(value, to: target, in: scope)
            }
        case .attribute(let symbol, let name, let line):
            self.line = line
            guard case .object(let object) = lookUp(symbol, in: scope),
                let namespace = object as? Namespace
            else { throw fault("'\(symbol.text)' is not a namespace: it cannot be changed") }
            namespace.set(name, to: value)
        }
    }
}
