public import JSON

/// A Jinja template: text with `{{ expressions }}`, `{% statements %}` and `{# comments #}`.
///
/// The language is that of Jinja 3 as chat templates use it: `trim_blocks` and `lstrip_blocks` are
/// on, loops know `break` and `continue`, `{% generation %}` is a plain block, and values print as
/// in Python. A template cannot change the values it is given, reach outside of them, or run
/// forever: work, memory and recursion are bounded.
///
/// ```swift
/// let template = try Template("Write {{ count }} questions about {{ topic }}.")
/// let prompt = try template.render(["count": 5, "topic": "tides"], strict: true)
/// ```
public struct Template: Sendable {
    /// The name that error messages give.
    public let name: String
    /// The names that the template reads from its context, without those that it sets itself and
    /// those of loops, macros and functions.
    public let variables: Set<String>
    /// The ``variables`` that are read outside of `is defined` checks and `default` filters: a
    /// strict rendering may fail without them.
    public let unconditionalVariables: Set<String>
    /// The names that the template calls as functions, without the built-in ones and its macros.
    public let calledFunctions: Set<String>
    private let body: [Statement]

    /// Parses `source`.
    ///
    /// - Throws: ``TemplateError`` also for unknown filters and tests.
    public init(_ source: String, name: String = "template") throws(TemplateError) {
        var parser = try TemplateParser(source, template: name)
        body = try parser.parseTemplate()
        self.name = name
        let names = FreeNames(of: body)
        variables = names.read
        unconditionalVariables = names.unconditional
        calledFunctions = names.called
    }

    /// Renders the template with the fields of `context`.
    ///
    /// - Parameters:
    ///   - context: The fields that the template can name.
    ///   - functions: The functions that it can call besides the built-in ones.
    ///   - strict: Whether an undefined name is an error; otherwise it prints as empty text.
    public func render(
        _ context: JSONObject,
        functions: TemplateFunctions = .none,
        strict: Bool = false
    ) throws(TemplateError) -> String {
        let interpreter = Interpreter(
            template: name,
            context: context,
            functions: functions,
            isStrict: strict
        )
        return try interpreter.render(body)
    }
}
