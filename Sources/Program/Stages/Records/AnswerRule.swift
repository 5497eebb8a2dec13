import Chat
import Dataflow
import Files
import Foundation
import JSON
import Text

/// The constraint on a stage's answers: its `"schema"`, `"schemaFrom"` or `"choices"`.
struct AnswerRule: Sendable {
    private enum Source {
        case nothing
        case same(AnswerConstraint)
        case field(RecordExpression, source: String)
    }

    private static let schema = Setting.optional(
        "schema", .either(.path, .anyObject),
        "A JSON Schema, or the path of one, that every answer is held to while it is written.")
    private static let schemaFrom = Setting.optional(
        "schemaFrom", .expression,
        "An expression for a schema that the record brings, such as \"tool.parameters\".")
    private static let choices = Setting.optional(
        "choices", .list(.text),
        "Texts of which every answer is one, by the model's probability of each.")
    static let settings: [any StageSetting] = [schema, schemaFrom, choices]

    private let source: Source
    /// The text of a schema's file.
    let ingredients: [String]

    /// Whether answers are JSON.
    var makesJSON: Bool {
        switch source {
        case .nothing, .same(.choices): false
        case .same(.schema), .field: true
        }
    }

    /// Reads the settings and checks what needs no model; reports problems and returns nil.
    init?(in preparation: inout StagePreparation) {
        let given = Self.settings.filter { preparation.gives($0) }
        guard given.count <= 1 else {
            preparation.report(
                "constraint.several", at: given[1],
                "\"\(given[0].name)\" and \"\(given[1].name)\" cannot both hold",
                help: "keep one of them")
            return nil
        }
        var texts: [String] = []
        if let given = preparation[Self.schema] {
            guard let schema = Self.schema(given, in: &preparation) else { return nil }
            source = .same(.schema(schema))
            texts = [schema.text]
        } else if let text = preparation[Self.schemaFrom] {
            guard let expression = RecordExpression(text, key: "schemaFrom", in: &preparation)
            else { return nil }
            source = .field(expression, source: text)
        } else if let choices = preparation[Self.choices] {
            let constraint = AnswerConstraint.choices(choices)
            do { try constraint.validate() } catch {
                preparation.report("constraint.choices", at: Self.choices, "\(error)")
                return nil
            }
            if choices.count == 1 {
                preparation.warn(
                    "constraint.oneChoice", at: Self.choices,
                    "\"choices\" has one text, which every answer will be",
                    help: "add what else may be answered")
            }
            source = .same(constraint)
        } else {
            source = .nothing
        }
        ingredients = texts
    }

    /// Returns the constraint on the answer about a record; nil if there is none.
    /// - Throws: An error of the expression; ``StageError/unusableField(field:expected:found:)`` if
    ///   its text is no JSON.
    func constraint(for record: Record, in context: StageContext) throws -> AnswerConstraint? {
        switch source {
        case .nothing: return nil
        case .same(let constraint): return constraint
        case .field(let expression, let source):
            let value = try expression.value(record, seed: context.seed(for: record.id))
            guard let text = value.string else { return .schema(value) }
            do { return .schema(try JSON(parsing: text)) } catch {
                throw StageError.unusableField(
                    field: source, expected: "a JSON Schema", found: "a text that is no JSON")
            }
        }
    }

    private static func schema(
        _ given: EitherSetting<String, JSONObject>, in preparation: inout StagePreparation
    ) -> JSON? {
        let schema: JSON
        switch given {
        case .second(let object): schema = .object(object)
        case .first(let path):
            let url = preparation.resolve(path, in: Self.schema)
            guard let bytes = try? FileReading.content(of: url) else {
                preparation.report(
                    "schema.unreadable", at: Self.schema, "cannot read the schema '\(path)'")
                return nil
            }
            do { schema = try JSON(parsing: bytes) } catch {
                preparation.report(
                    "schema.syntax", at: Self.schema, "'\(path)' is no JSON: \(error)")
                return nil
            }
        }
        do { try TokenGrammar.check(schema) } catch {
            preparation.report("schema.unusable", at: Self.schema, "\(error)")
            return nil
        }
        return schema
    }
}
