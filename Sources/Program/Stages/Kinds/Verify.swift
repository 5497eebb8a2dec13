import Dataflow
import JSON

extension StageKind {
    static let verify = StageKind(
        name: "verify",
        summary:
            "Adds a verdict that no model gave: whether a response has the true answer, follows its "
            + "instructions or passes its tests.",
        keys: [
            .required(
                "method", .choice(VerificationMethod.allCases.map(\.rawValue)), "What judges."),
            .optional("response", .text, default: "response", "The field that is judged."),
        ] + VerificationMethod.allCases.flatMap { $0.verifier.keys } + [
            .optional("into", .text, default: "verdict", "The field that takes the verdict."),
            Condition.key,
        ]
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let method = preparation.values["method"]?.string.flatMap(VerificationMethod.init)
        else { return nil }
        preparation.require([preparation.values["response"]?.string ?? "response"], for: "response")
        guard let verifier = method.verifier.init(&preparation) else { return nil }
        let into = preparation.values["into"]?.string ?? "verdict"
        return PreparedStage(
            work: .each(VerifyStage(condition: condition, verifier: verifier, into: into)),
            fields: preparation.fields.adding([into]))
    }
}

/// The ways to judge a response without a model.
enum VerificationMethod: String, CaseIterable {
    case math
    case instructions
    case python

    var verifier: any RecordVerifier.Type {
        switch self {
        case .math: MathAnswerVerifier.self
        case .instructions: InstructionVerifier.self
        case .python: PythonVerifier.self
        }
    }
}

/// One of the ways to judge: a method of `verify`.
protocol RecordVerifier: Sendable {
    /// What a document may say of this method alone.
    static var keys: [StageKey] { get }

    /// Reports what is wrong with the declaration and returns nil.
    init?(_ preparation: inout StagePreparation)

    /// The verdict, and the call that it is remembered under if it took one; nil for a record that there is
    /// nothing to judge by.
    func verdict(
        on record: Record, in context: StageContext
    ) async throws -> (verdict: JSON, call: CallKey?)?
}

private struct VerifyStage: RecordStage {
    let condition: Condition
    let verifier: any RecordVerifier
    let into: String

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context),
            let (verdict, call) = try await verifier.verdict(on: record, in: context)
        else { return [.pass] }
        if let call { return [.make([into: verdict], call: call)] }
        var fields = record.fields
        fields[into] = verdict
        return [.replace(fields)]
    }
}

/// The text of a field that is judged.
func judgedText(of record: Record, field: String) throws -> String {
    guard let text = record[field]?.string else {
        throw StageError.unusableField(
            field: field, expected: "a text", found: record[field]?.kind ?? "nothing")
    }
    return text
}
