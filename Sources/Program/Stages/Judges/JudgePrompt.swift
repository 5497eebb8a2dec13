package import Chat
import Dataflow
import Files
package import JSON
import Jinja

/// The question that an LLM judge is asked: a Jinja template, with worked examples as turns.
public struct JudgePrompt: Sendable {
    /// The template's text.
    public let source: String
    private let template: Template

    /// Parses a template.
    /// - Parameter name: The template's name in messages.
    /// - Throws: A template error that names the line.
    public init(source: String, name: String) throws {
        template = try Template(source, name: name, headings: ChatScript.headings)
        self.source = source
    }

    /// The built-in prompt for two answers: `Prompts/judge/pair.jinja`.
    public static func comparison() throws -> JudgePrompt {
        try JudgePrompt(
            source: String(decoding: PackageResources.pair_jinja, as: UTF8.self),
            name: "judge/pair.jinja")
    }

    /// The built-in prompt for one answer, graded from 1 to 5: `Prompts/judge/grade.jinja`.
    public static func grade() throws -> JudgePrompt {
        try JudgePrompt(
            source: String(decoding: PackageResources.grade_jinja, as: UTF8.self),
            name: "judge/grade.jinja")
    }

    /// Renders the turns of the question about these fields.
    package func turns(_ fields: JSONObject) throws -> [ChatMessage] {
        ChatScript.turns(
            of: try template.renderWithHeadings(fields, functions: .none, strict: true))
    }
}

extension JudgePrompt {
    /// Reads the template that a setting names, or `standard` if it names none; reports problems
    /// and returns nil.
    ///
    /// - Parameter known: The fields that the template may use.
    init?(
        at setting: Setting<TextSource?>, or standard: () throws -> JudgePrompt,
        knowing known: FieldSet,
        in preparation: inout StagePreparation
    ) {
        let key = setting.name
        do {
            guard let value = preparation[setting] else {
                self = try standard()
                preparation.require(template.unconditionalVariables, for: "input", among: known)
                return
            }
            guard let given = preparation.text(value, at: key),
                preparation.requireText(given, at: key)
            else { return nil }
            let name = given.name.split(separator: "/").last.map(String.init) ?? given.name
            self = try JudgePrompt(source: given.text, name: name)
        } catch {
            preparation.report("template.syntax", key: key, "the template does not parse: \(error)")
            return nil
        }
        for name in template.calledFunctions.sorted() {
            preparation.report(
                "template.unknownFunction", key: key, "\"\(key)\" calls the function '\(name)'",
                help: "a judge is asked the same every time: take the call out")
        }
        preparation.require(
            template.unconditionalVariables.subtracting(template.calledFunctions), for: key,
            among: known)
        preparation.require(parts: template.paths.map(\.fieldPath), for: key, among: known)
    }
}
