import Dataflow
import JSON

extension StageKind {
    static let deduplicate = StageKind(
        name: "deduplicate",
        summary: "Rejects records whose text equals, or nearly equals, an earlier one's or one of "
            + "other files.",
        settings: DeduplicateStage.settings
    ) { preparation in
        let method = preparation[DeduplicateStage.method]
        let threshold = preparation[DeduplicateStage.threshold]
        let field =
            preparation[DeduplicateStage.field] ?? (method == .semantic ? "embedding" : "prompt")
        preparation.require([field], for: DeduplicateStage.field)
        if method == .exact, threshold != nil {
            preparation.report(
                "deduplicate.threshold", at: DeduplicateStage.threshold,
                "exact comparison has no threshold",
                help: "remove it, or add \"method\": \"minhash\"")
        }
        if method == .semantic, preparation.gives(DeduplicateStage.turns) {
            preparation.report(
                "deduplicate.turns", at: DeduplicateStage.turns,
                "embeddings have no turns to compare",
                help: "remove it, and say in the embed stage what is embedded")
        }
        let turns = preparation[DeduplicateStage.turns]
        let memory: any DuplicateMemory =
            switch method {
            case .exact: ExactTexts(turns: turns)
            case .minhash: NearTexts(turns: turns, threshold: threshold ?? 0.8)
            case .semantic: Meanings(threshold: threshold ?? 0.95)
            }
        guard let known = KnownTexts(memory, field: field, &preparation) else { return nil }
        return PreparedStage(
            work: .ordered(DeduplicateStage(field: field, known: known)),
            fields: preparation.fields, ingredients: known.digest.map { [$0] } ?? [])
    }
}

private enum DeduplicationMethod: String, CaseIterable {
    case exact, minhash, semantic
}

private struct DeduplicateStage: OrderedStage {
    static let field = Setting.optional(
        "field", .text, "The field to compare: \"prompt\" if not given, \"embedding\" for semantic."
    )
    static let method = Setting(
        "method", .choice(DeduplicationMethod.self), default: .exact,
        "exact: equal but for case and white space; minhash: equal word triples; semantic: "
            + "near embeddings, which an embed stage made; every one kept stays in memory.")
    static let threshold = Setting.optional(
        "threshold", .number(0.05...1),
        "How near is a duplicate: the share of word triples (Jaccard), 0.8 if not given, or "
            + "the cosine of embeddings, 0.95 if not given.")
    static let turns = ComparedTurns.setting
    static let settings: [any StageSetting] = [field, method, threshold, turns, KnownTexts.against]

    let field: String
    let known: KnownTexts

    func makeJudge() -> any OrderedJudge { Duplicates(field: field, known: known) }
}
