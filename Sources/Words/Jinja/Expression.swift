public import JSON

/// A Jinja expression by itself: `reward.helpfulness > 2 and response | length < 4000`.
public struct Expression: Sendable {
    /// The source.
    public let source: String
    /// The names that the expression reads from its context.
    public let variables: Set<String>
    /// Those of ``variables`` that are read outside of `is defined` checks and `default` filters.
    public let unconditionalVariables: Set<String>
    /// The names that the expression calls as functions, without the built-in ones.
    public let calledFunctions: Set<String>
    private let name: String
    private let term: Term

    /// Parses `source`; unknown filters and tests are found here, too.
    public init(_ source: String, name: String = "expression") throws(TemplateError) {
        var parser = try TemplateParser(expression: source, template: name)
        term = try parser.parseWholeExpression()
        self.source = source
        self.name = name
        let names = FreeNames(of: term)
        variables = names.read
        unconditionalVariables = names.unconditional
        calledFunctions = names.called
    }

    /// The value for `context`; undefined is `null`.
    ///
    /// - Throws: ``TemplateError`` also for values that JSON cannot hold, such as a function.
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

    /// Whether the value for `context` counts as true: not empty, not zero, not `null`.
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
