import Chat
import Compute
import Dataflow
import JSON

extension StageKind {
    /// Sorts records by one of several labels that a model chooses.
    static func classify(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "classify",
            summary: "Asks a model which of several labels fits, and how probable it finds each.",
            keys: [
                .required("model", .model, "The model."),
                .required("choices", .list(.text), "The labels, as the model would write them."),
                .optional(
                    "prompt", .file,
                    "A Jinja template of the question; lines of [user] or [assistant] alone begin a turn. "
                        + "Without it, the field \"prompt\" is asked."),
                .optional("system", .text, "A system message to put first."),
                .optional("into", .text, default: "label", "The field that takes the label."),
                .optional(
                    "temperature", .number(0...10), default: 0,
                    "0 takes the most probable label; above that one is drawn."),
                .optional(
                    "least", .number(0...1),
                    "Records whose label is less probable than this are rejected."),
                Condition.key,
            ]
        ) { preparation in
            guard let stage = ClassifyStage(registry, &preparation) else { return nil }
            return PreparedStage(
                work: .each(stage), fields: preparation.fields.adding(stage.made),
                ingredients: stage.ingredients, models: [stage.model])
        }
    }
}

private struct ClassifyStage: RecordStage {
    private let registry: LanguageModelRegistry
    let model: String
    private let choices: AnswerConstraint
    private let labels: [String]
    private let template: RecordTemplate?
    private let system: String?
    private let into: String
    private let sampling: EncodedSampling
    private let least: Double
    private let condition: Condition

    var ingredients: [String] { template.map { [$0.source] } ?? [] }
    /// The label, its probability, and those of all labels.
    var made: [String] { [into, into + "Probability", into + "Probabilities"] }

    init?(_ registry: LanguageModelRegistry, _ preparation: inout StagePreparation) {
        let values = preparation.values
        guard let condition = Condition(in: &preparation), let model = values["model"]?.string,
            let into = values["into"]?.string
        else { return nil }
        self.registry = registry
        (self.model, self.into, self.condition) = (model, into, condition)
        labels = values["choices"]?.array?.compactMap(\.string) ?? []
        choices = .choices(labels)
        system = values["system"]?.string
        least = values["least"]?.double ?? 0
        var sampling = SamplingOptions()
        sampling.temperature = values["temperature"]?.double ?? 0
        self.sampling = EncodedSampling(sampling)
        do { try choices.validate() } catch {
            preparation.report("constraint.choices", key: "choices", "\(error)")
            return nil
        }
        if let path = values["prompt"]?.string {
            guard let template = RecordTemplate(path, key: "prompt", in: &preparation) else {
                return nil
            }
            self.template = template
        } else {
            preparation.require(["prompt"], for: "input")
            template = nil
        }
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let seed = context.seed(for: record.id)
        let messages = try messages(for: record, seed: seed)
        let model = try registry.model(model)
        let (reply, call) = try await RememberedModel(model, in: context).reply(
            to: Question(messages, constraint: choices), sampling: sampling, seed: seed, as: .label)
        return [outcome(of: reply, call: call)]
    }

    private func outcome(of reply: ChatReply, call: CallKey) -> Outcome {
        let label = reply.text
        let shares = reply.choiceProbabilities ?? []
        guard let index = labels.firstIndex(of: label) else {
            return .rejectNew(
                Rejection("none of the labels"), made: [into: .string(label)], call: call)
        }
        let probability = shares.indices ~= index ? shares[index] : nil
        let made: JSONObject = [
            into: .string(label),
            into + "Probability": probability.map(JSON.double) ?? .null,
            into + "Probabilities": .object(JSONObject(zip(labels, shares.map(JSON.double)))),
        ]
        guard probability ?? 1 >= least else {
            return .rejectNew(Rejection("label too uncertain"), made: made, call: call)
        }
        return .make(made, call: call)
    }

    private func messages(for record: Record, seed: UInt64) throws -> [ChatMessage] {
        let asked =
            try template?.renderTurns(record, seed: seed)
            ?? conversation(in: record, field: "prompt")
        return (system.map { [ChatMessage(role: "system", content: $0)] } ?? []) + asked
    }
}
