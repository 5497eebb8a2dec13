import Dataflow
import JSON
import Text

extension StageKind {
    static let map = StageKind(
        name: "map",
        summary: "Sets, renders and removes fields.",
        settings: MapStage.settings
    ) { preparation in
        guard let stage = MapStage(&preparation) else { return nil }
        return PreparedStage(
            work: .each(stage), fields: stage.fields, ingredients: stage.ingredients)
    }
}

private struct MapStage: RecordStage {
    static let set = Setting.optional(
        "set", .named(.expression),
        "Fields to set, each by a Jinja expression over the record's fields.")
    static let render = Setting.optional(
        "render", .named(.template), "Fields to set, each by a Jinja template, a path or the text.")
    static let keep = Setting.optional(
        "keep", .oneOrMore(.text), "Fields to keep; all others are removed.")
    static let drop = Setting.optional("drop", .oneOrMore(.text), "Fields to remove.")
    static let settings: [any StageSetting] = [set, render, keep, drop, SharedSettings.when]

    private let condition: Condition
    private let expressions: [(field: String, expression: RecordExpression)]
    private let templates: [(field: String, template: RecordTemplate)]
    private let kept: Set<String>?
    private let dropped: Set<String>
    let fields: FieldSet

    var ingredients: [String] { templates.map(\.template.source) }

    init?(_ preparation: inout StagePreparation) {
        guard let condition = Condition(in: &preparation) else { return nil }
        self.condition = condition
        var expressions: [(String, RecordExpression)] = []
        for (field, source) in preparation[Self.set] ?? [] {
            guard
                let expression = RecordExpression(source, key: "set/\(field)", in: &preparation)
            else { return nil }
            expressions.append((field, expression))
        }
        self.expressions = expressions
        var templates: [(String, RecordTemplate)] = []
        for (field, path) in preparation[Self.render] ?? [] {
            guard
                let template = RecordTemplate(
                    path, key: "render/\(field)", mayBeEmpty: true, in: &preparation)
            else { return nil }
            templates.append((field, template))
        }
        self.templates = templates
        kept = preparation[Self.keep].map { Set($0) }
        dropped = Set(preparation[Self.drop] ?? [])
        var fields = preparation.fields.adding(expressions.map(\.0) + templates.map(\.0))
        if let kept {
            preparation.require(kept.subtracting(fields.names), for: Self.keep)
            fields = fields.keeping(kept)
        }
        preparation.require(dropped.subtracting(fields.names), for: Self.drop)
        fields.names.subtract(dropped)
        self.fields = fields
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        var fields = record.fields
        for (number, (field, expression)) in expressions.enumerated() {
            fields[field] = try expression.value(
                record, seed: context.seed(for: record.id, sample: number))
        }
        for (number, (field, template)) in templates.enumerated() {
            fields[field] = .string(
                try template.render(
                    record,
                    seed: context.seed(for: record.id, sample: expressions.count + number)))
        }
        fields.removeAll { dropped.contains($0.key) || kept?.contains($0.key) == false }
        return [.replace(fields)]
    }
}
