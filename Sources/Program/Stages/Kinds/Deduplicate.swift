import Dataflow
import JSON
import Text

extension StageKind {
    static let deduplicate = StageKind(
        name: "deduplicate",
        summary: "Rejects records whose text equals, or nearly equals, an earlier one's.",
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
        return PreparedStage(
            work: .ordered(
                DeduplicateStage(
                    field: field, method: method, threshold: threshold,
                    turns: preparation[DeduplicateStage.turns])),
            fields: preparation.fields)
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
    static let settings: [any StageSetting] = [field, method, threshold, turns]

    let field: String
    let method: DeduplicationMethod
    let threshold: Double?
    let turns: ComparedTurns

    func makeJudge() -> any OrderedJudge {
        switch method {
        case .exact: ExactDuplicates(field: field, turns: turns)
        case .minhash: NearDuplicates(field: field, turns: turns, threshold: threshold ?? 0.8)
        case .semantic: SemanticDuplicates(field: field, threshold: threshold ?? 0.95)
        }
    }
}
