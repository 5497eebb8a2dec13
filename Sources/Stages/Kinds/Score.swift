import Dataflow
import JSON

extension StageKind {
    /// Scores answers with a reward model.
    static func score(_ shelf: ModelShelf) -> StageKind {
        StageKind(
            name: "score",
            summary: "Adds the five rewards of an answer, raw, by a reward model.",
            keys: [
                .required("model", .model, "The reward model."),
                .optional("prompt", .text, default: "prompt", "The field with the conversation."),
                .optional("response", .text, default: "response", "The field with the answer."),
                .optional("into", .text, default: "reward", "The field to set."),
                JudgeRequirement.key,
                Condition.key,
            ]
        ) { preparation in
            guard let condition = Condition(in: &preparation),
                let model = preparation.values["model"]?.string,
                let prompt = preparation.values["prompt"]?.string,
                let response = preparation.values["response"]?.string,
                let into = preparation.values["into"]?.string
            else { return nil }
            preparation.require([prompt], for: "prompt")
            preparation.require([response], for: "response")
            let stage = ScoreStage(
                shelf: shelf, model: model, prompt: prompt, response: response, into: into,
                condition: condition)
            let requirement = JudgeRequirement(in: &preparation) {
                .reward(try shelf.model(model), weights: Reward.cardWeights)
            }
            return PreparedStage(
                work: .each(stage), fields: preparation.fields.adding([into, into + "Model"]),
                models: [model], requirement: requirement)
        }
    }
}

private struct ScoreStage: RecordStage {
    let shelf: ModelShelf
    let model: String
    let prompt: String
    let response: String
    let into: String
    let condition: Condition

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.keep] }
        let model = try shelf.model(model)
        guard let answer = record[response]?.string else {
            throw StageError.unusableField(
                field: response, expected: "a text", found: record[response]?.kind ?? "nothing")
        }
        let question = RewardQuestion(
            try conversation(in: record, field: prompt), answer: answer)
        let (rewards, key) = try await question.ask(
            model, priority: context.priority, context)
        guard let last = rewards.last else {
            return [.reject(Rejection("no reward"), made: [:], call: key)]
        }
        var made: JSONObject = [into: last, into + "Model": .string(model.name)]
        if rewards.count > 1 { made[into + "Turns"] = .array(rewards) }
        return [.make(made, call: key)]
    }
}
