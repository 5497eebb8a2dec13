import Dataflow
import JSON
import Text

extension StageKind {
    static let deduplicate = StageKind(
        name: "deduplicate",
        summary: "Turns away records whose text equals, or nearly equals, an earlier one's.",
        keys: [
            .optional("field", .text, default: "prompt", "The field to compare."),
            .optional(
                "method", .choice(["exact", "minhash"]), default: "exact",
                "exact: equal but for case and white space; minhash: equal word triples."),
            .optional(
                "threshold", .number(0.05...1), default: 0.8,
                "The share of word triples (Jaccard) from which texts are near-duplicates."),
        ]
    ) { preparation in
        guard let field = preparation.values["field"]?.string,
            let threshold = preparation.values["threshold"]?.double
        else { return nil }
        preparation.require([field], for: "field")
        let isExact = preparation.values["method"]?.string == "exact"
        return PreparedStage(
            work: .ordered(
                DeduplicateStage(field: field, threshold: isExact ? nil : threshold)),
            fields: preparation.fields)
    }
}

private struct DeduplicateStage: OrderedStage {
    let field: String
    /// Nil for exact comparison.
    let threshold: Double?

    func makeJudge() -> any OrderedJudge {
        if let threshold { return NearDuplicates(field: field, threshold: threshold) }
        return ExactDuplicates(field: field)
    }
}
