import Dataflow
import Foundation
import JSON
import Text

extension StageKind {
    static let decontaminate = StageKind(
        name: "decontaminate",
        summary: "Rejects records that share a run of words with evaluation files.",
        keys: [
            .required(
                "fields", .list(.text), "The fields to look at; of a conversation, all its turns."),
            .required(
                "against",
                .list(
                    .either([
                        .file,
                        .object([
                            .required("dataset", .file, "The file."),
                            .optional("fields", .list(.text), "Of its records, only these fields."),
                        ]),
                    ])),
                "Evaluation files: records (.jsonl, .json, .zst, a dataset folder), or plain text."),
            .optional(
                "n", .integer(1...100), default: 13,
                "How many words in a row, lower-cased and without punctuation. An evaluation text with "
                    + "fewer is compared whole, if it has 8 or more."),
            Condition.key,
        ]
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let evaluation = EvaluationTexts(&preparation)
        else { return nil }
        let fields = preparation.values["fields"]?.array?.compactMap(\.string) ?? []
        preparation.require(fields, for: "fields")
        return PreparedStage(
            work: .each(
                DecontaminateStage(fields: fields, evaluation: evaluation, condition: condition)),
            fields: preparation.fields, ingredients: [evaluation.digest])
    }
}

private struct DecontaminateStage: RecordStage {
    let fields: [String]
    let evaluation: EvaluationTexts
    let condition: Condition

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        for field in fields {
            for text in record[field]?.allTexts ?? [] {
                if let found = evaluation.overlap(with: text, field: field) {
                    return [.reject(found)]
                }
            }
        }
        return [.pass]
    }
}
