import Chat
import Compute
import Dataflow
import JSON

extension StageKind {
    /// The `classify` kind: labels records with one of several labels chosen by a model.
    static func classify(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "classify",
            summary: "Asks a model which of several labels fits, and how probable it finds each.",
            settings: ClassifyStage.settings
        ) { preparation in
            guard let stage = ClassifyStage(registry, &preparation) else { return nil }
            return PreparedStage(
                work: .each(stage), fields: preparation.adding(stage.made),
                ingredients: stage.ingredients, models: [stage.model])
        }
    }
}

private struct ClassifyStage: RecordStage {
    static let choices = Setting.required(
        "choices", .list(.text), "The labels, as the model would write them.")
    static let into = SharedSettings.into(default: "label", "The field that takes the label.")
    static let temperature = Setting(
        "temperature", .number(0...10), default: 0,
        "0 takes the most probable label; above that one is drawn.")
    static let minProbability = Setting.optional(
        "minProbability", .number(0...1),
        "Records whose label is less probable than this are rejected.", formerly: "least")
    static let settings: [any StageSetting] = [
        SharedSettings.model, choices, SharedSettings.prompt, SharedSettings.system, into,
        temperature, minProbability, SharedSettings.when,
    ]

    private let registry: LanguageModelRegistry
    let model: String
    private let choices: AnswerConstraint
    private let labels: [String]
    private let template: RecordTemplate?
    private let system: SystemMessage
    private let into: String
    private let sampling: EncodedSampling
    private let minProbability: Double
    private let condition: Condition

    var ingredients: [String] {
        (template.map { [$0.source] } ?? []) + system.ingredients
    }
    /// The label, its probability, and those of all labels.
    var made: [String: FieldForm] {
        [
            into: .scalar, into + "Probability": .scalar,
            into + "Probabilities": .members(labels, .scalar),
        ]
    }

    init?(_ registry: LanguageModelRegistry, _ preparation: inout StagePreparation) {
        guard let condition = Condition(in: &preparation),
            let system = SystemMessage(in: &preparation)
        else { return nil }
        self.registry = registry
        self.condition = condition
        model = preparation[SharedSettings.model]
        into = preparation[Self.into]
        labels = preparation[Self.choices]
        choices = .choices(labels)
        self.system = system
        minProbability = preparation[Self.minProbability] ?? 0
        var sampling = SamplingOptions()
        sampling.temperature = preparation[Self.temperature]
        self.sampling = EncodedSampling(sampling)
        do { try choices.validate() } catch {
            preparation.report("constraint.choices", at: Self.choices, "\(error)")
            return nil
        }
        if let path = preparation[SharedSettings.prompt] {
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
        guard probability ?? 1 >= minProbability else {
            return .rejectNew(Rejection("label too uncertain"), made: made, call: call)
        }
        return .make(made, call: call)
    }

    private func messages(for record: Record, seed: UInt64) throws -> [ChatMessage] {
        let asked =
            try template?.renderTurns(record, seed: seed)
            ?? conversation(in: record, field: "prompt")
        return try system.messages(for: record, seed: seed) + asked
    }
}
