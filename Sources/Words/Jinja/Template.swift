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
    /// Most steps of a rendering, unless it says otherwise. A step is a term evaluated, a built-in
    /// called, 64 bytes touched or 4 elements touched.
    public static let stepLimit = 5_000_000

    /// The name that error messages give.
    public let name: String
    /// The names that the template reads from its context, without those that it sets itself and
    /// those of loops, macros and functions.
    public let variables: Set<String>
    /// The ``variables`` that are read outside of `is defined` checks and `default` filters: a
    /// strict rendering may fail without them.
    public let unconditionalVariables: Set<String>
    /// The names that the template calls as functions, without the built-in ones and its
    /// macros; `uniform` is among them if it uses `random` or `lipsum`, which draw from it.
    public let calledFunctions: Set<String>
    /// The parts that are read of ``variables`` outside of such checks: `a.b`.
    public let paths: Set<ValuePath>
    private let body: [Statement]

    /// Parses `source`.
    ///
    /// - Parameter headings: Lines that are headings where they stand alone in the template's text;
    ///   ``RenderedText/headings`` tells where they went.
    /// - Throws: ``TemplateError`` also for unknown filters and tests.
    public init(
        _ source: String, name: String = "template", headings: Set<String> = []
    ) throws(TemplateError) {
        var parser = try TemplateParser(source, template: name, headings: headings)
        body = try parser.parseTemplate()
        self.name = name
        let names = FreeNames(of: body)
        variables = names.read
        unconditionalVariables = names.unconditional
        calledFunctions = names.called
        paths = names.paths
    }

    /// Renders the template with the fields of `context`.
    ///
    /// - Parameters:
    ///   - context: The fields that the template can name.
    ///   - functions: The functions that it can call besides the built-in ones.
    ///   - strict: Whether an undefined name is an error; otherwise it prints as empty text.
    ///   - stepLimit: Most steps that the rendering may take.
    public func render(
        _ context: JSONObject,
        functions: TemplateFunctions = .none,
        strict: Bool = false,
        stepLimit: Int = Template.stepLimit
    ) throws(TemplateError) -> String {
        try renderWithHeadings(
            context, functions: functions, strict: strict, stepLimit: stepLimit
        ).text
    }

    /// Renders the template, and tells where its headings are in the text.
    ///
    /// No value that the template is given can make a heading, whatever its text.
    public func renderWithHeadings(
        _ context: JSONObject,
        functions: TemplateFunctions = .none,
        strict: Bool = false,
        stepLimit: Int = Template.stepLimit
    ) throws(TemplateError) -> RenderedText {
        let interpreter = Interpreter(
            template: name,
            context: context,
            functions: functions,
            isStrict: strict,
            stepLimit: stepLimit
        )
        return RenderedText(try interpreter.render(body))
    }

    /// Renders the template, and tells which parts of the text come from `outside`.
    ///
    /// A part keeps its origin through whatever the template does with it: cutting, joining,
    /// formatting. Where that cannot be known, it counts as from outside.
    ///
    /// - Parameters:
    ///   - outside: Fields whose texts are from outside.
    ///   - trusted: Texts that are not, under these keys of objects.
    ///   - tracedKey: The key of a list's elements of which ``RenderedText/elementParts`` tells.
    ///   - own: Fields whose texts are as the template's own.
    public func render(
        outside: JSONObject,
        trusting trusted: [String: Set<String>] = [:],
        tracing tracedKey: String? = nil,
        own: JSONObject = [:],
        functions: TemplateFunctions = .none
    ) throws(TemplateError) -> RenderedText {
        let interpreter = Interpreter(
            template: name,
            context: outside,
            outside: OutsideRule(trusted: trusted, tracedKey: tracedKey),
            own: own,
            functions: functions,
            isStrict: false
        )
        return RenderedText(try interpreter.render(body))
    }
}
