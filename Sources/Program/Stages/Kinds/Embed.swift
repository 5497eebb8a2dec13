import Chat
import Dataflow
import JSON

extension StageKind {
    /// Adds the embedding of a text.
    static func embed(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "embed",
            summary:
                "Adds a vector of length 1 that says what a text is about: the mean of a model's last "
                + "states.",
            keys: [
                .required("model", .model, "The model; a local one."),
                .optional(
                    "field", .text, default: "prompt",
                    "The field with the text, or with a conversation, whose turns are joined."),
                .optional(
                    "into", .text, default: "embedding", "The field that takes the list of numbers."
                ),
                Condition.key,
            ]
        ) { preparation in
            guard let condition = Condition(in: &preparation),
                let model = preparation.values["model"]?.string,
                let field = preparation.values["field"]?.string,
                let into = preparation.values["into"]?.string
            else { return nil }
            preparation.require([field], for: "field")
            return PreparedStage(
                work: .each(
                    EmbedStage(
                        registry: registry, model: model, field: field, into: into,
                        condition: condition)),
                fields: preparation.fields.adding([into]), models: [model])
        }
    }
}

private struct EmbedStage: RecordStage {
    let registry: LanguageModelRegistry
    let model: String
    let field: String
    let into: String
    let condition: Condition

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let text = try conversation(in: record, field: field).map(\.content)
            .joined(separator: "\n")
        guard text.contains(where: { !$0.isWhitespace }) else {
            return [.reject(Rejection("nothing to embed"))]
        }
        let model = try registry.model(model)
        let embedding = try await RememberedModel(model, in: context).embedding(of: text)
        let cut: [Outcome] =
            embedding.isTruncated ? [.repair("cut to the model's context", count: 1)] : []
        return [.make([into: embedding.numbers], call: embedding.call)] + cut
    }
}
