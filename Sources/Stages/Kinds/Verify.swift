import Dataflow
import JSON

extension StageKind {
    static let verify = StageKind(
        name: "verify",
        summary: "Adds a verdict that no model gave: whether a response passes the record's tests.",
        keys: [
            .required("method", .choice(["python"]), "What judges."),
            .optional("response", .text, default: "response", "The field that is judged."),
        ] + PythonVerifier.keys + [
            .optional("into", .text, default: "verdict", "The field that takes the verdict."),
            Condition.key,
        ]
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let verifier = PythonVerifier(&preparation)
        else { return nil }
        let into = preparation.values["into"]?.string ?? "verdict"
        return PreparedStage(
            work: .each(VerifyStage(condition: condition, verifier: verifier, into: into)),
            fields: preparation.fields.adding([into]))
    }
}

private struct VerifyStage: RecordStage {
    let condition: Condition
    let verifier: PythonVerifier
    let into: String

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context),
            let (verdict, call) = try await verifier.verdict(on: record, in: context)
        else { return [.keep] }
        return [.make([into: verdict], call: call)]
    }
}
