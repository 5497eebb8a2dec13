import Dataflow
import Foundation
import JSON

/// How surprised a model is by texts, read from their beginning after one token (bos, else eos).
struct PerplexityForm: EvaluationForm {
    static let summary = "How surprised the model is by texts: perplexity, and bits per byte."
    static let columns = "{\"text\": text}"
    private static let field = Setting(
        "field", .text, default: "text", "The column of the text.")
    static let settings: [any StageSetting] = [field]

    let figures = [
        Figure("token_perplexity", "perplexity of a token", .perplexity, better: .lower),
        Figure("bits_per_byte", "bits per byte", .number, better: .lower),
    ]
    let readsConversations = false
    private let field: String

    init(_ values: SettingValues, _ check: inout FormCheck) { field = values[Self.field] }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let text = try row.text(field)
        guard !text.isEmpty else { throw RowProblem("\"\(field)\" is empty") }
        return ItemTask(group: row["category"]?.string) { context in
            let found = try await context.model.likelihood(of: text, after: "")
            let nats = -found.logProbability
            return ItemFinding(
                shares: [
                    "token_perplexity": Share(nats, of: Double(found.tokens)),
                    "bits_per_byte": Share(nats / log(2), of: Double(text.utf8.count)),
                ], details: ["tokens": .integer(found.tokens)])
        }
    }
}
