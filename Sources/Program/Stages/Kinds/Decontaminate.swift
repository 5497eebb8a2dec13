import Dataflow
import Foundation
import JSON
import Text

extension StageKind {
    static let decontaminate = StageKind(
        name: "decontaminate",
        summary: "Rejects records that share a run of words with evaluation files.",
        settings: DecontaminateStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let evaluation = EvaluationTexts(&preparation)
        else { return nil }
        let fields = preparation[DecontaminateStage.fields]
        preparation.require(fields, for: DecontaminateStage.fields)
        return PreparedStage(
            work: .each(
                DecontaminateStage(fields: fields, evaluation: evaluation, condition: condition)),
            fields: preparation.fields, ingredients: [evaluation.digest],
            notes: evaluation.note.map { [$0] } ?? [])
    }
}

private struct DecontaminateStage: RecordStage {
    static let fields = Setting.required(
        "fields", .oneOrMore(.text), "The fields to look at; of a conversation, all its turns.")
    static let settings: [any StageSetting] = [
        fields, EvaluationTexts.against, EvaluationTexts.ngramSize, SharedSettings.when,
    ]

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
