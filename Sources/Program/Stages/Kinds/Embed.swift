import Chat
import Dataflow
import JSON

extension StageKind {
    /// The `embed` kind: adds the embedding of a text.
    static func embed(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "embed",
            summary:
                "Adds a vector of length 1 that says what a text is about: the mean of a model's last "
                + "states.",
            settings: EmbedStage.settings
        ) { preparation in
            guard let condition = Condition(in: &preparation) else { return nil }
            let field = preparation[EmbedStage.field]
            let into = preparation[EmbedStage.into]
            let model = preparation[EmbedStage.model]
            preparation.require([field], for: EmbedStage.field)
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
    static let model = SharedSettings.model("The model; a local one.")
    static let field = Setting(
        "field", .text, default: "prompt",
        "The field with the text, or with a conversation, whose turns are joined.")
    static let into = SharedSettings.into(
        default: "embedding", "The field that takes the list of numbers.")
    static let settings: [any StageSetting] = [model, field, into, SharedSettings.when]

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
