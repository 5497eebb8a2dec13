import Chat
import Dataflow
import Files
import Formatting
import Foundation
import JSON
import Jinja

/// A prompt template, of a file or written in the document, rendered with a record's fields; a
/// missing one is an error.
struct RecordTemplate: Sendable {
    let source: String
    private let template: Template
    private let functions: FunctionUse

    /// Reads and checks the template that a value is or names; reports problems, unknown fields
    /// included, at `key` and returns nil. It may use the incoming fields and those in `own`, which
    /// the stage sets.
    ///
    /// - Parameter mayBeEmpty: Whether a template without text is allowed, as it is for a field but
    ///   not for a question.
    init?(
        _ value: TextSource, key: String, setting own: Set<String> = [], mayBeEmpty: Bool = false,
        in preparation: inout StagePreparation
    ) {
        guard let given = preparation.text(value, at: key),
            mayBeEmpty || preparation.requireText(given, at: key)
        else { return nil }
        let source = given.text
        do throws(TemplateError) {
            template = try Template(source, name: given.name, headings: ChatScript.headings)
        } catch {
            preparation.report("template.syntax", key: key, "the template does not parse: \(error)")
            return nil
        }
        self.source = source
        self.functions = FunctionUse(template.calledFunctions)
        preparation.requireFunctions(template.calledFunctions, for: key)
        let functions = template.calledFunctions.union(own)
        let needed = template.unconditionalVariables
        preparation.require(needed.subtracting(functions), for: key)
        preparation.suggest(
            for: template.variables.subtracting(needed).subtracting(functions), at: key)
        preparation.require(parts: template.paths.map(\.fieldPath), for: key)
    }

    /// Renders the text for a record.
    func render(
        _ record: Record, seed: @autoclosure () -> UInt64
    ) throws(TemplateError) -> String {
        try rendered(record, functions.seeded(seed)).text
    }

    /// Renders the turns for a record, split by ``ChatScript``.
    func renderTurns(
        _ record: Record, seed: @autoclosure () -> UInt64
    ) throws(TemplateError) -> [ChatMessage] {
        ChatScript.turns(of: try rendered(record, functions.seeded(seed)))
    }

    private func rendered(
        _ record: Record, _ functions: TemplateFunctions
    ) throws(TemplateError) -> RenderedText {
        try template.renderWithHeadings(record.fields, functions: functions, strict: true)
    }
}

/// A Jinja expression over a record's fields.
struct RecordExpression: Sendable {
    private let expression: Jinja.Expression
    private let functions: FunctionUse

    /// Parses the expression in a setting; reports problems and returns nil.
    init?(_ setting: Setting<String>, in preparation: inout StagePreparation) {
        self.init(preparation[setting], key: setting.name, in: &preparation)
    }

    /// Parses the expression at `key`; reports problems and returns nil.
    init?(_ source: String, key: String, in preparation: inout StagePreparation) {
        do throws(TemplateError) {
            expression = try Jinja.Expression(source)
        } catch {
            preparation.report(
                "expression.syntax", key: key, "\"\(key)\" is not an expression: \(error)",
                details: ["Found: \(source)"], help: Self.unbraced(source))
            return nil
        }
        self.functions = FunctionUse(expression.calledFunctions)
        preparation.requireFunctions(expression.calledFunctions, for: key)
        let functions = expression.calledFunctions
        let needed = expression.unconditionalVariables
        preparation.require(needed.subtracting(functions), for: key)
        preparation.suggest(
            for: expression.variables.subtracting(needed).subtracting(functions), at: key)
        preparation.require(parts: expression.paths.map(\.fieldPath), for: key)
    }

    /// Returns a help for an expression that is written in the braces of a template; nil for another.
    private static func unbraced(_ source: String) -> String? {
        let text = source.trimmingWhitespace()
        guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return nil }
        let inner = text.dropFirst(2).dropLast(2)
        guard !inner.contains("}}") else {
            return "join texts with ~ and without braces, such as subject ~ ': ' ~ body"
        }
        return "braces belong to templates; write \(String(inner).trimmingWhitespace())"
    }

    func value(_ record: Record, seed: @autoclosure () -> UInt64) throws(TemplateError) -> JSON {
        try expression.evaluate(record.fields, functions: functions.seeded(seed))
    }

    /// Returns whether the value counts as true: not empty, not zero, not null.
    func holds(_ record: Record, seed: @autoclosure () -> UInt64) throws(TemplateError) -> Bool {
        try expression.holds(in: record.fields, functions: functions.seeded(seed))
    }
}

/// Whether a template calls functions; most do not, and then no seed is derived.
private struct FunctionUse: Sendable {
    private let isThere: Bool

    init(_ called: Set<String>) { isThere = !called.isEmpty }

    func seeded(_ seed: () -> UInt64) -> TemplateFunctions {
        isThere ? PromptFunctions.functions(seed: seed()) : .none
    }
}

/// The `"when"` of a stage; records for which it is false pass unchanged.
struct Condition: Sendable {
    private let expression: RecordExpression?

    init?(in preparation: inout StagePreparation) {
        guard let source = preparation[SharedSettings.when] else {
            expression = nil
            return
        }
        guard let parsed = RecordExpression(source, key: "when", in: &preparation) else {
            return nil
        }
        expression = parsed
    }

    func holds(for record: Record, in context: StageContext) throws -> Bool {
        try expression?.holds(record, seed: context.seed(for: record.id)) ?? true
    }
}

extension StagePreparation {
    /// Returns whether a question has a text; reports it if not.
    mutating func requireText(_ given: SettingText, at key: String) -> Bool {
        guard given.text.trimmingWhitespace().isEmpty else { return true }
        report(
            "template.empty", key: key,
            given.isFile ? "the prompt in '\(given.name)' is empty" : "\"\(key)\" is an empty text",
            details: ["Every record would be rejected with \"empty prompt\"."],
            help: "write the question, such as \"Answer: {{ question }}\"")
        return false
    }

    /// Reports every function in `called` that does not exist.
    fileprivate mutating func requireFunctions(_ called: Set<String>, for key: String) {
        for name in called.sorted() where !PromptFunctions.names.contains(name) {
            report(
                "template.unknownFunction", key: key, "\"\(key)\" calls the function '\(name)'",
                help: suggestion(for: name, among: PromptFunctions.names.sorted()))
        }
    }
}

extension ValuePath {
    /// The path as one of a record's fields.
    var fieldPath: FieldPath {
        FieldPath(
            variable,
            steps.map { step in
                switch step {
                case .member(let name): .member(name)
                case .element: .element
                }
            })
    }
}
