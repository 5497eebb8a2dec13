import Dataflow
import JSON

extension StageKind {
    static let verify = StageKind(
        name: "verify",
        summary:
            "Adds a verdict that no model gave: whether a response has the true answer, follows its "
            + "instructions or passes its tests.",
        settings: VerifyStage.settings
    ) { preparation in
        let response = preparation[VerifyStage.response]
        guard let condition = Condition(in: &preparation) else { return nil }
        preparation.require([response], for: VerifyStage.response)
        let method = preparation[VerifyStage.method]
        guard let verifier = method.verifier.init(&preparation) else { return nil }
        let into = preparation[VerifyStage.into]
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
    static var settings: [any StageSetting] { get }

    /// Reports what is wrong with the declaration and returns nil.
    init?(_ preparation: inout StagePreparation)

    /// The verdict, and the call that it is remembered under if it took one; nil for a record that there is
    /// nothing to judge by.
    func verdict(
        on record: Record, in context: StageContext
    ) async throws -> (verdict: JSON, call: CallKey?)?
}

struct VerifyStage: RecordStage {
    static let method = Setting.required(
        "method", .choice(VerificationMethod.self), "What judges.")
    static let response = SharedSettings.response("The field that is judged.")
    static let into = SharedSettings.into(
        default: "verdict", "The field that takes the verdict.")
    static let settings: [any StageSetting] =
        [method, response]
        + VerificationMethod.allCases.flatMap { $0.verifier.settings }
        + [into, SharedSettings.when]

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
