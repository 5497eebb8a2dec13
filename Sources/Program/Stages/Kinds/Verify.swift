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
            fields: preparation.adding([into: .verdict]))
    }
}

/// The methods of checking a response without a model.
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

/// A method of `verify`.
protocol RecordVerifier: Sendable {
    /// The settings of this method.
    static var settings: [any StageSetting] { get }

    /// Reads the settings; reports problems and returns nil.
    init?(_ preparation: inout StagePreparation)

    /// Returns the verdict and the key of its call, if it took one; nil for a record that the
    /// method cannot check.
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

/// Returns the text of the field to check.
func judgedText(of record: Record, field: String) throws -> String {
    guard let text = record[field]?.string else {
        throw StageError.unusableField(
            field: field, expected: "a text", found: record[field]?.kind ?? "nothing")
    }
    return text
}
