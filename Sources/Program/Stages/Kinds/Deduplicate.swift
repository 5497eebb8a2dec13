import Dataflow
import JSON
import Text

extension StageKind {
    static let deduplicate = StageKind(
        name: "deduplicate",
        summary: "Rejects records whose text equals, or nearly equals, an earlier one's.",
        keys: [
            .optional(
                "field", .text,
                "The field to compare: \"prompt\" if not given, \"embedding\" for semantic."),
            .optional(
                "method", .choice(DeduplicationMethod.allCases.map(\.rawValue)), default: "exact",
                "exact: equal but for case and white space; minhash: equal word triples; semantic: "
                    + "near embeddings, which an embed stage made; every one kept stays in memory."),
            .optional(
                "threshold", .number(0.05...1),
                "How near is a duplicate: the share of word triples (Jaccard), 0.8 if not given, or "
                    + "the cosine of embeddings, 0.95 if not given."),
        ]
    ) { preparation in
        let method =
            preparation.values["method"]?.string.flatMap(DeduplicationMethod.init) ?? .exact
        let field =
            preparation.values["field"]?.string ?? (method == .semantic ? "embedding" : "prompt")
        preparation.require([field], for: "field")
        if method == .exact, preparation.values["threshold"] != nil {
            preparation.report(
                "deduplicate.threshold", key: "threshold", "exact comparison has no threshold",
                help: "remove it, or add \"method\": \"minhash\"")
        }
        return PreparedStage(
            work: .ordered(
                DeduplicateStage(
                    field: field, method: method,
                    threshold: preparation.values["threshold"]?.double)),
            fields: preparation.fields)
    }
}

private enum DeduplicationMethod: String, CaseIterable {
    case exact, minhash, semantic
}

private struct DeduplicateStage: OrderedStage {
    let field: String
    let method: DeduplicationMethod
    let threshold: Double?

    func makeJudge() -> any OrderedJudge {
        switch method {
        case .exact: ExactDuplicates(field: field)
        case .minhash: NearDuplicates(field: field, threshold: threshold ?? 0.8)
        case .semantic: SemanticDuplicates(field: field, threshold: threshold ?? 0.95)
        }
    }
}
