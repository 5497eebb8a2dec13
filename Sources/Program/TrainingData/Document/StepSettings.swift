import Chat
package import Dataflow
package import Foundation
import JSON
import Training

/// The keys of a training step, each said once: for documents, their schema and the commands.
package enum StepSettings {
    // MARK: Rows

    static let dataset = Setting.optional(
        "dataset", .oneOrMore(.path),
        "The rows: a dataset's folder, files ending in .jsonl, .json, .csv, .tsv or .parquet, each "
            + "also with .gz or .zst, or a list.")
    static let part = Setting.optional(
        "part", .text, "The part of a dataset's folder; \"train\" if it has parts.")
    static let share = Setting(
        "share", .number(0...100), default: 1,
        "How much of the rows is taken, by a digest of seed and content: 0.02 is every fiftieth, 2 is "
            + "every row twice.")
    static let limit = Setting.optional(
        "limit", .integer(1...), "Read no more rows than this, from the beginning.")
    private static let mixed = Setting.required(
        "dataset", .oneOrMore(.path), "The rows, as of a step's \"dataset\".")
    static let mix = Setting.optional(
        "mix", .list(.object([mixed, part, share, limit])),
        "Several sources instead of \"dataset\", one after the other, each with its share.")
    static let heldOut = Setting(
        "heldOut", .number(0...0.5), default: 0,
        "The share of the examples that is evaluated and never trained, by a digest of seed and "
            + "prompt: 0.05 is every twentieth. All examples of a prompt are on one side.")
    static let heldOutDataset = Setting.optional(
        "heldOutDataset", .oneOrMore(.path),
        "Rows that are evaluated and never trained; of a dataset with parts \"test\", "
            + "\"validation\" or \"train\", the first that is there.")
    static let heldOutPart = Setting.optional(
        "heldOutPart", .text,
        "The part of \"heldOutDataset\", or of \"dataset\", that is evaluated and never trained.")
    static let evaluateEvery = Setting.optional(
        "evaluateEvery", .integer(1...),
        "Optimizer steps between evaluations of what is held out; a tenth of all, if not given.")
    static let maxTokens = Setting(
        "maxTokens", .integer(2...1_048_576), default: 2_048,
        "Most tokens of an example; of a pair: the prompt with the longer answer.")
    static let tooLong = Setting(
        "tooLong", .choice(TooLong.self), default: .reject,
        "What becomes of longer rows: they are rejected and counted, lose their oldest turns, or keep "
            + "their first tokens only.")
    static let turns = Setting(
        "turns", .choice(TaughtTurns.self), default: .all,
        "Which answers of a conversation are learnt; \"chosen\" are those without \"train\": false "
            + "or \"weight\": 0.")

    // MARK: Optimizer

    static let epochs = Setting.optional(
        "epochs", .number(0.001...1_000), "Passes over the examples; 1, if not given.")
    static let steps = Setting.optional(
        "steps", .integer(1...), "Optimizer steps, instead of \"epochs\".")
    static let batch = Setting.optional(
        "batch", .integer(1...),
        "Examples of an optimizer step; 8, or by the recipe \"report\" 128, of pairs 256.")
    static let learningRate = Setting.optional(
        "learningRate", .number(0...1),
        "The learning rate after the warm-up; by the recipe, the type and whether adapters are "
            + "trained.")
    static let schedule = Setting(
        "schedule", .choice(LearningRateSchedule.Shape.self), default: .constant,
        "The course of the learning rate after the warm-up; constant is the report's.")
    static let warmup = Setting(
        "warmup", .integer(0...), default: 0,
        "Optimizer steps until the learning rate is reached; the first has 0.")
    static let order = Setting(
        "order", .choice(TrainingSettings.Order.self), default: .shuffled,
        "The order of the examples: shuffled by (seed, epoch), or as they were read.")
    static let beta1 = Setting(
        "beta1", .number(0...1), default: 0.9, "AdamW's share of the former mean of gradients.")
    static let beta2 = Setting(
        "beta2", .number(0...1), default: 0.95,
        "AdamW's share of the former mean of squared gradients.")
    static let epsilon = Setting(
        "epsilon", .number(0...1), default: 1e-8, "AdamW's addend to the root of that mean.")
    static let weightDecay = Setting(
        "weightDecay", .number(0...10), default: 0.1,
        "Decoupled decay of tensors of two or more dimensions.")
    static let clip = Setting(
        "clip", .number(0...), default: 1, "Largest norm of the gradients; 0 clips nothing.")
    static let microBatch = Setting.optional(
        "microBatch", .integer(1...), "Most examples computed together; changes no bit.")
    static let microTokens = Setting(
        "microTokens", .integer(1...), default: 1_024,
        "Most tokens computed together, unless one example has more; changes no bit.")

    // MARK: Objectives

    static let beta = Setting.optional(
        "beta", .number(0...100),
        "How strictly the model is held to its reference; 0.1, or of dpo by the recipe \"report\" "
            + "0.001.")
    static let labelSmoothing = Setting(
        "labelSmoothing", .number(0...0.5), default: 0,
        "How often a pair is thought to be labelled the wrong way round (cDPO).")
    static let sftWeight = Setting.optional(
        "sftWeight", .number(0...1_000),
        "Weight of the SFT loss on the chosen answers; 0.0001 of dpo and 0.00001 of rpo, as in the "
            + "report.")
    static let sftReduction = Setting(
        "sftReduction", .choice(SupervisedTerm.Reduction.self), default: .tokens,
        "What the SFT loss averages: all tokens (TRL), sums of sequences, or means of sequences.")
    static let minChosen = Setting.optional(
        "minChosen", .number(-1_000...1_000),
        "Least reward of a chosen answer; other pairs are rejected.")
    static let rewardWeights = Setting.optional(
        "rewardWeights", .namedNumbers,
        "What each attribute counts in the reward of an answer; if not given, the weights of the "
            + "report's reward model for HelpSteer2's attributes, 1 for a single number.")
    static let eta = Setting(
        "eta", .number(0...1_000), default: 1,
        "Factor of the difference of rewards; 1 is the report's.")
    static let rounds = Setting(
        "rounds", .integer(1...100), default: 1,
        "How often the step is done, each time from, and referring to, what the time before left.")
    static let attributes = Setting.optional(
        "attributes", .list(.text),
        "The labels of the rows, in the head's order; HelpSteer2's five, if not given.")
    static let reading = Setting.optional(
        "reading", .choice(RewardReading.self),
        "What the head reads of the final norm's output: its value at the end of the turn, or its mean "
            + "over the answer. If not given, what the head reads that it begins with, else the end."
    )

    private enum PairLoss: String, CaseIterable, Sendable { case sigmoid, ipo }
    private enum RewardLoss: String, CaseIterable, Sendable { case regression, pairs }

    private static let pairLoss = Setting(
        "loss", .choice(PairLoss.self), default: .sigmoid,
        "The loss: DPO's, or IPO's squared distance.")
    private static let distance = Setting(
        "loss", .choice(PreferenceLoss.RewardDistance.self), default: .backwardKL,
        "The distance of the model's margin from that of the rewards; bwd_kl is the report's.")
    private static let rewardLoss = Setting(
        "loss", .choice(RewardLoss.self), default: .regression,
        "Regression on the labels of answers, or Bradley-Terry's loss on pairs.")

    private static let rows: [any StageSetting] = [
        dataset, part, share, limit, mix, heldOut, heldOutDataset, heldOutPart, evaluateEvery,
        maxTokens, tooLong,
    ]
    private static let optimizer: [any StageSetting] = [
        epochs, steps, batch, learningRate, schedule, warmup, order, beta1, beta2, epsilon,
        weightDecay, clip, microBatch, microTokens,
    ]

    /// The types of steps.
    package static let kinds: [StageKind] = [
        kind(
            "sft", "Supervised fine-tuning: learns the answers of conversations.",
            rows + [turns] + optimizer),
        kind(
            "dpo",
            "Direct preference optimization with an SFT term: prefers chosen answers to rejected ones.",
            rows
                + [
                    pairLoss, beta, labelSmoothing, sftWeight, sftReduction, minChosen,
                    rewardWeights,
                    rounds,
                ]
                + optimizer),
        kind(
            "rpo",
            "Reward-aware preference optimization, the report's: matches the model's margin to that of "
                + "the rewards.",
            rows
                + [
                    distance, beta, eta, rewardWeights, sftWeight, sftReduction, minChosen, rounds,
                ]
                + optimizer),
        kind(
            "reward", "Trains a reward model: a head with its body.",
            rows + [rewardLoss, attributes, reading, rewardWeights] + optimizer),
    ]

    private static func kind(
        _ name: String, _ summary: String, _ settings: [any StageSetting]
    ) -> StageKind {
        StageKind(
            name: name, summary: summary, settings: settings, takesInput: false,
            looksIntoRecords: false
        ) { _ in nil }
    }

    // MARK: Reading

    /// What the values of a step mean beside the step itself.
    package struct Context {
        package var seed: UInt64
        package var recipe: TrainingRecipe
        package var hasAdapter: Bool
        /// Where a path of a key leads.
        package var resolve: (_ path: String) -> URL

        package init(
            seed: UInt64, recipe: TrainingRecipe, hasAdapter: Bool,
            resolve: @escaping (String) -> URL
        ) {
            (self.seed, self.recipe) = (seed, recipe)
            (self.hasAdapter, self.resolve) = (hasAdapter, resolve)
        }
    }

    /// The step that checked values describe.
    package static func step(
        _ type: String, _ values: SettingValues, _ context: Context
    ) -> TrainingStep {
        let defaults = context.recipe.defaults(of: type)
        let objective = objective(type, values, defaults)
        let needsRewards: Bool
        if case .preference(let loss, _, _, let minChosen) = objective {
            if case .rpo = loss { needsRewards = true } else { needsRewards = minChosen != nil }
        } else {
            needsRewards = false
        }
        let clip = values[clip]
        return TrainingStep(
            type: type, description: nil, sources: sources(values, context),
            heldOut: heldOut(values, context), evaluateEvery: values[evaluateEvery],
            examples: ExampleSettings(
                maxTokens: values[maxTokens], tooLong: values[tooLong], turns: values[turns],
                attributes: values[attributes] ?? Reward.attributes, reading: values[reading],
                needsRewards: needsRewards, seed: context.seed),
            objective: objective, epochs: values[epochs] ?? 1, steps: values[steps],
            batchSize: values[batch] ?? defaults.batchSize,
            learningRate: values[learningRate]
                ?? (context.hasAdapter ? defaults.adapterRate : defaults.learningRate),
            schedule: values[schedule], warmupSteps: values[warmup], order: values[order],
            optimizer: AdamW(
                beta1: values[beta1], beta2: values[beta2], epsilon: values[epsilon],
                weightDecay: values[weightDecay], maximumNorm: clip > 0 ? clip : nil),
            microBatchSize: values[microBatch], microTokens: values[microTokens],
            rounds: values[rounds])
    }

    private static func heldOut(_ values: SettingValues, _ context: Context) -> HeldOut {
        let share = values[heldOut]
        if share > 0 { return .share(share) }
        let part = values[heldOutPart]
        let paths = values[heldOutDataset] ?? (part == nil ? nil : values[dataset]) ?? []
        guard !paths.isEmpty else { return .none }
        return .sources(
            paths.map { path in
                DataSource(
                    path: path, url: context.resolve(path), part: part,
                    usualParts: DataSource.evaluationNames + ["train"])
            })
    }

    private static func objective(
        _ type: String, _ values: SettingValues, _ defaults: TrainingRecipe.Defaults
    ) -> TrainingObjective {
        let weights = values[rewardWeights].map(RewardWeights.given) ?? .usual
        let beta = values[beta] ?? defaults.beta
        let term = SupervisedTerm(
            weight: values[sftWeight] ?? defaults.sftWeight, reduction: values[sftReduction])
        switch type {
        case "dpo":
            let loss: PreferenceLoss =
                values[pairLoss] == .ipo
                ? .ipo(beta: beta) : .dpo(beta: beta, labelSmoothing: values[labelSmoothing])
            return .preference(loss, term, weights: weights, minChosen: values[minChosen])
        case "rpo":
            return .preference(
                .rpo(values[distance], beta: beta, eta: values[eta]), term, weights: weights,
                minChosen: values[minChosen])
        case "reward":
            return values[rewardLoss] == .pairs ? .rewardPairs(weights: weights) : .attributes
        default: return .supervised
        }
    }

    private static func sources(_ values: SettingValues, _ context: Context) -> [DataSource] {
        func sources(_ values: SettingValues, _ paths: [String]) -> [DataSource] {
            paths.map { path in
                DataSource(
                    path: path, url: context.resolve(path), part: values[part],
                    share: values[share], limit: values[limit])
            }
        }
        if let mix = values[mix] { return mix.flatMap { sources($0, $0[mixed]) } }
        return sources(values, values[dataset] ?? [])
    }

    /// What no single key shows: problems of a step whose keys are sound, with the key.
    package static func problems(
        of type: String, _ values: SettingValues
    ) -> [(key: String, message: String, help: String)] {
        var problems: [(String, String, String)] = []
        if values.gives(dataset) == values.gives(mix) {
            problems.append(
                (
                    "dataset", "needs either \"dataset\" or \"mix\"",
                    "add \"dataset\": the path of a folder or file"
                ))
        }
        for key in [part.name, limit.name, share.name]
        where values.gives(mix) && values.givesKey(key) {
            problems.append(
                (key, "\"\(key)\" belongs into the sources of \"mix\"", "give it to each source"))
        }
        let ownRows = [heldOutDataset.name, heldOutPart.name].first(where: values.givesKey)
        if let ownRows, values[heldOut] > 0 {
            problems.append(
                (
                    ownRows, "has both \"heldOut\" and \"\(ownRows)\"", "remove one of them"
                ))
        }
        if values.gives(mix), values.gives(heldOutPart), !values.gives(heldOutDataset) {
            problems.append(
                (
                    heldOutPart.name, "\"heldOutPart\" is of \"heldOutDataset\"",
                    "add \"heldOutDataset\": the path of a folder"
                ))
        }
        if values.gives(epochs), values.gives(steps) {
            problems.append(
                ("epochs", "has both \"epochs\" and \"steps\"", "remove one of them"))
        }
        if type == "dpo", values[pairLoss] == .ipo, values.gives(labelSmoothing) {
            problems.append(
                (
                    "labelSmoothing", "\"labelSmoothing\" is of the loss \"sigmoid\" alone",
                    "remove it"
                ))
        }
        return problems
    }
}
