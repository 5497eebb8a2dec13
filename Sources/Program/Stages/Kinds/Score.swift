import Chat
import Dataflow
import JSON

extension StageKind {
    /// The `score` kind: scores answers with a reward model.
    static func score(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "score",
            summary:
                "Adds the rewards of an answer, or of every answer of a conversation, raw.",
            settings: ScoreStage.settings
        ) { preparation in
            guard let condition = Condition(in: &preparation) else { return nil }
            let model = preparation[ScoreStage.model]
            let into = preparation[ScoreStage.into]
            let stage = ScoreStage(
                registry: registry, model: model, scored: ScoredFields(in: &preparation),
                into: into,
                condition: condition)
            let requirement = JudgeRequirement(in: &preparation) {
                .reward(try registry.model(model), weights: .usual)
            }
            return PreparedStage(
                work: .each(stage),
                fields: preparation.adding([
                    into: .reward, into + "Turns": .list(.reward), into + "Model": .scalar,
                ]),
                models: [model], requirement: requirement)
        }
    }
}

/// The fields that hold the turns to score.
private enum ScoredFields {
    case parts(prompt: String, response: String)
    case whole(String)

    static let messages = Setting.optional(
        "messages", .text,
        "The field with a whole conversation, instead of \"promptField\" and \"response\".")

    init(in preparation: inout StagePreparation) {
        if let messages = preparation[Self.messages] {
            preparation.require([messages], for: Self.messages)
            self = .whole(messages)
            return
        }
        let prompt = preparation[SharedSettings.promptField]
        let response = preparation[SharedSettings.response]
        preparation.require([prompt], for: SharedSettings.promptField)
        preparation.require([response], for: SharedSettings.response)
        self = .parts(prompt: prompt, response: response)
    }

    /// Returns the turns of a record; every assistant turn is scored.
    func messages(of record: Record) throws -> [ChatMessage] {
        switch self {
        case .whole(let field): return try conversation(in: record, field: field)
        case .parts(let prompt, let response):
            guard let answer = record[response]?.string else {
                throw StageError.unusableField(
                    field: response, expected: "a text", found: record[response]?.kind ?? "nothing")
            }
            return try conversation(in: record, field: prompt)
                + [ChatMessage(role: "assistant", content: answer)]
        }
    }
}

private struct ScoreStage: RecordStage {
    static let model = SharedSettings.model("The reward model.")
    static let into = SharedSettings.into(
        default: "reward",
        "The field that takes the last answer's rewards; with \"Turns\" after its name, those of "
            + "every answer.")
    static let settings: [any StageSetting] = [
        model, SharedSettings.promptField,
        SharedSettings.response, ScoredFields.messages, into, JudgeRequirement.setting,
        SharedSettings.when,
    ]

    let registry: LanguageModelRegistry
    let model: String
    let scored: ScoredFields
    let into: String
    let condition: Condition

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let model = try registry.model(model)
        let (rewards, key) = try await RememberedModel(model, in: context)
            .rewards(of: scored.messages(of: record))
        guard let last = rewards.last else {
            return [.rejectNew(Rejection("no reward"), made: [:], call: key)]
        }
        let made: JSONObject = [
            into: last, into + "Turns": .array(rewards), into + "Model": .string(model.name),
        ]
        return [.make(made, call: key)]
    }
}
