public import JSON

/// A Jinja expression by itself: `reward.helpfulness > 2 and response | length < 4000`.
public struct Expression: Sendable {
    /// The text of the expression.
    public let source: String
    /// The names that the expression reads from its context.
    public let variables: Set<String>
    /// The ``variables`` that are read outside of `is defined` checks and `default` filters.
    public let unconditionalVariables: Set<String>
    /// The names that the expression calls as functions, without the built-in ones;
    /// `uniform` is among them if it uses `random` or `lipsum`, which draw from it.
    public let calledFunctions: Set<String>
    /// The parts that are read of ``variables`` outside of such checks: `a.b`.
    public let paths: Set<ValuePath>
    private let name: String
    private let term: Term

    /// Parses `source`.
    ///
    /// - Throws: ``TemplateError`` also for unknown filters and tests.
    public init(_ source: String, name: String = "expression") throws(TemplateError) {
        var parser = try TemplateParser(expression: source, template: name)
        term = try parser.parseWholeExpression()
        self.source = source
        self.name = name
        let names = FreeNames(of: term)
        variables = names.read
        unconditionalVariables = names.unconditional
        calledFunctions = names.called
        paths = names.paths
    }

    /// Evaluates the expression with the fields of `context`; an undefined result is `null`.
    ///
    /// - Throws: ``TemplateError``, also if the result is no JSON value, such as a function.
    public func evaluate(
        _ context: JSONObject,
        functions: TemplateFunctions = .none,
        strict: Bool = false
    ) throws(TemplateError) -> JSON {
        let interpreter = interpreter(context, functions, strict)
        return try interpreter.evaluate(term) { value throws(TemplateError) in
            let value = try interpreter.defined(value)
            do throws(FunctionFault) {
                return try value.json()
            } catch {
                throw interpreter.fault("\(error)")
            }
        }
    }

    /// Whether the expression is true for `context`: its value is not empty, zero or `null`.
    public func holds(
        in context: JSONObject,
        functions: TemplateFunctions = .none,
        strict: Bool = false
    ) throws(TemplateError) -> Bool {
        let interpreter = interpreter(context, functions, strict)
        return try interpreter.evaluate(term) { value throws(TemplateError) in
            try interpreter.truth(of: value)
        }
    }

    private func interpreter(
        _ context: JSONObject,
        _ functions: TemplateFunctions,
        _ strict: Bool
    ) -> Interpreter {
        Interpreter(template: name, context: context, functions: functions, isStrict: strict)
    }
}
