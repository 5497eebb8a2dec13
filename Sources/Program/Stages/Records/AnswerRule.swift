import Chat
import Dataflow
import Foundation
import JSON
import Text

/// What a stage's answers are held to: its `"schema"`, `"schemaFrom"` or `"choices"`.
struct AnswerRule: Sendable {
    private enum Source {
        case nothing
        case same(AnswerConstraint)
        case field(RecordExpression)
    }

    static let keys: [StageKey] = [
        .optional(
            "schema", .either([.path, .named(.any)]),
            "A JSON Schema, or the path of one, that every answer is held to while it is written."),
        .optional(
            "schemaFrom", .expression,
            "An expression for a schema that the record brings, such as \"tool.parameters\"."),
        .optional(
            "choices", .list(.text),
            "Texts of which every answer is one, by the model's probability of each."),
    ]

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

    /// Reads the keys and checks what can be checked before there is a model; reports and returns nil.
    init?(in preparation: inout StagePreparation) {
        let values = preparation.values
        let given = Self.keys.map(\.name).filter { values[$0] != nil }
        guard given.count <= 1 else {
            preparation.report(
                "constraint.several", key: given[1],
                "\"\(given[0])\" and \"\(given[1])\" cannot both hold", help: "keep one of them")
            return nil
        }
        var texts: [String] = []
        switch given.first {
        case "schema":
            guard let schema = Self.schema(in: &preparation) else { return nil }
            source = .same(.schema(schema))
            texts = [schema.text]
        case "schemaFrom":
            guard let text = values["schemaFrom"]?.string,
                let expression = RecordExpression(text, key: "schemaFrom", in: &preparation)
            else { return nil }
            source = .field(expression)
        case "choices":
            let constraint = AnswerConstraint.choices(
                values["choices"]?.array?.compactMap(\.string) ?? [])
            do { try constraint.validate() } catch {
                preparation.report("constraint.choices", key: "choices", "\(error)")
                return nil
            }
            source = .same(constraint)
        default: source = .nothing
        }
        ingredients = texts
    }

    /// What the answer about a record is held to.
    /// - Throws: ``StageError/unusableField(field:expected:found:)`` if the record's schema is none.
    func constraint(for record: Record, in context: StageContext) throws -> AnswerConstraint? {
        switch source {
        case .nothing: return nil
        case .same(let constraint): return constraint
        case .field(let expression):
            let value = try expression.value(record, seed: context.seed(for: record.id))
            let schema = try value.string.map { try JSON(parsing: $0) } ?? value
            return .schema(schema)
        }
    }

    private static func schema(in preparation: inout StagePreparation) -> JSON? {
        var schema = preparation.values["schema"] ?? .null
        if let path = schema.string {
            guard let url = preparation.url("schema"), let data = try? Data(contentsOf: url) else {
                preparation.report(
                    "schema.unreadable", key: "schema", "cannot read the schema '\(path)'")
                return nil
            }
            do { schema = try JSON(parsing: Array(data)) } catch {
                preparation.report("schema.syntax", key: "schema", "'\(path)' is no JSON: \(error)")
                return nil
            }
        }
        do { try TokenGrammar.check(schema) } catch {
            preparation.report("schema.unusable", key: "schema", "\(error)")
            return nil
        }
        return schema
    }
}

extension Rejection {
    /// A record about which no answer can be given within its constraint.
    static func unanswerable(_ error: GrammarError) -> Rejection {
        Rejection("no answer fits the schema", detail: .string("\(error)"))
    }
}
