import Dataflow
import JSON
import Verifiers

/// Checks a response's final answer against the true one: the method `"math"` of `verify`.
struct MathAnswerVerifier: RecordVerifier {
    private let response: String
    private let answer: String

    private static let answer = Setting(
        "answer", .text, default: "answer",
        "For math, the field of the true answer: a number, LaTeX, or a solution that ends in "
            + "\"#### 42\".")
    static let settings: [any StageSetting] = [answer]

    init?(_ preparation: inout StagePreparation) {
        response = preparation[VerifyStage.response]
        answer = preparation[Self.answer]
        preparation.require([answer], for: Self.answer)
    }

    func verdict(
        on record: Record, in context: StageContext
    ) async throws -> (verdict: JSON, call: CallKey?)? {
        guard let gold = try gold(of: record) else { return nil }
        let verdict = MathVerifier(gold: gold)
            .verdict(on: try judgedText(of: record, field: response))
        return (verdict.json, nil)
    }

    private func gold(of record: Record) throws -> String? {
        switch record[answer] {
        case nil, .null, .string(""): nil
        case .string(let text): text
        case .integer(let number): String(number)
        case .double(let number): String(number)
        case .number(let number): number.text
        default:
            throw StageError.unusableField(
                field: answer, expected: "a text or a number", found: record[answer]?.kind ?? "")
        }
    }
}
