import Chat
import Dataflow
import Formatting
import JSON

/// What decides which of two answers is better: a `pair` stage's `"judge"`.
enum PairJudging: String, CaseIterable {
    /// The records' rewards.
    case reward
    /// A verifier's verdict: an answer that passes is better than one that does not.
    case groundTruth
    /// An LLM, asked in both orders.
    case model
    /// Per prompt the first that applies: ground truth, LLM, rewards.
    case auto
}

/// The settings of a `pair` stage.
struct PairSettings: Sendable {
    let judging: PairJudging
    /// The field with the rewards; nil in documents that have none.
    let by: String?
    let verdict: String
    let prompt: String
    let response: String
    let weights: RewardWeights
    let margin: Double
    let minChosen: Double?
    let maxSimilarity: Double
    let maxLengthRatio: Double
    let perPrompt: Int
    /// Most pairs of a prompt that an LLM is asked about.
    let candidates: Int
    let allowsTies: Bool
    let judgeModel: String?

    private static let judge = Setting(
        "judge", .choice(PairJudging.self), default: .reward,
        "Who says which answer is better: rewards, a verifier's verdict, an LLM; or per prompt the "
            + "first that applies: verdicts that differ, the LLM, rewards.")
    private static let by = Setting(
        "by", .text, default: "reward",
        "The field with the rewards: numbers by name, or a number. All rows have rewards if it is "
            + "named here or made by an earlier stage, else none has.")
    private static let verdict = Setting(
        "verdict", .text, default: "verdict", "The field with what a verifier found.")
    private static let judgeModel = Setting.optional(
        "judgeModel", .model, "The LLM that judges.")
    static let judgePrompt = Setting.optional(
        "judgePrompt", .template,
        "A Jinja template over prompt, first, second and ties, to be answered A or B; ours, if not "
            + "given.")
    private static let ties = Setting(
        "ties", .bool, default: false, "Whether the LLM may answer C, for neither.")
    private static let candidates = Setting(
        "candidates", .integer(1...1_000), default: 3,
        "Pairs per prompt that an LLM is asked about at most; it is asked until perPrompt are made."
    )
    private static let weights = Setting.optional(
        "weights", .named(.number(-100...100)),
        "Weights of the rewards' attributes. If not given, the Nemotron-4 340B reward model's for "
            + "HelpSteer2's five, and 1 for a single one.")
    private static let margin = Setting(
        "margin", .number(0...100), default: 0.5,
        "How much more the chosen answer must be worth, where rewards decide.")
    private static let minChosen = Setting.optional(
        "minChosen", .number(-100...100),
        "How much the chosen answer must be worth at least, unless ground truth decides.")
    private static let maxSimilarity = Setting(
        "maxSimilarity", .number(0...1), default: 0.8,
        "Answers that share more of their word triples than this are near-identical.")
    private static let maxLengthRatio = Setting(
        "maxLengthRatio", .number(1...1_000), default: 4,
        "How much longer one answer may be than the other, in characters.")
    private static let perPrompt = Setting(
        "perPrompt", .integer(1...1_000), default: 1, "Pairs per prompt at most.")
    static let settings: [any StageSetting] = [
        judge, by, verdict, judgeModel, judgePrompt, ties,
        candidates, SharedSettings.promptField, SharedSettings.response, weights,
        margin, minChosen, maxSimilarity, maxLengthRatio,
        perPrompt, JudgeRequirement.setting,
    ]

    /// Reads the settings and reports problems.
    init(_ preparation: inout StagePreparation) {
        judging = preparation[Self.judge]
        by = Self.rewardField(judging, preparation)
        verdict = preparation[Self.verdict]
        prompt = preparation[SharedSettings.promptField]
        response = preparation[SharedSettings.response]
        weights = Self.readWeights(&preparation)
        margin = preparation[Self.margin]
        minChosen = preparation[Self.minChosen]
        maxSimilarity = preparation[Self.maxSimilarity]
        maxLengthRatio = preparation[Self.maxLengthRatio]
        perPrompt = preparation[Self.perPrompt]
        candidates = preparation[Self.candidates]
        allowsTies = preparation[Self.ties]
        judgeModel = preparation[Self.judgeModel]
        preparation.require([prompt], for: SharedSettings.promptField)
        preparation.require([response], for: SharedSettings.response)
        if let by { preparation.require([by], for: Self.by) }
        checkJudge(&preparation)
    }

    /// Returns the reward field, or nil for rows without rewards. Decided for all rows at once:
    /// they have rewards if the document names the field, an earlier stage is known to make it, or
    /// rewards alone decide.
    private static func rewardField(
        _ judging: PairJudging, _ preparation: StagePreparation
    ) -> String? {
        let field = preparation[Self.by]
        let isNamed = preparation.gives(Self.by)
        let decidesAlone =
            judging == .reward
            || judging == .auto && !preparation.gives(Self.judgeModel)
                && preparation.fields.mayContain(field)
        return isNamed || decidesAlone || preparation.fields.names.contains(field) ? field : nil
    }

    /// Reads the weights and reports names that are HelpSteer2's, misspelt.
    private static func readWeights(_ preparation: inout StagePreparation) -> RewardWeights {
        guard let given = preparation[Self.weights] else { return .usual }
        let isHelpSteer = given.contains { Reward.attributes.contains($0.name) }
        for (name, _) in given where !Reward.attributes.contains(name) {
            guard isHelpSteer || nearestName(to: name, in: Reward.attributes) != nil else {
                continue
            }
            preparation.report(
                "pair.unknownAttribute", key: "weights/\(name)",
                "'\(name)' is not one of HelpSteer2's attributes",
                details: ["These are \(Reward.attributes.joined(separator: ", "))."],
                help: suggestion(for: name, among: Reward.attributes))
        }
        return .given(Dictionary(given.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))
    }

    private func checkJudge(_ preparation: inout StagePreparation) {
        switch judging {
        case .groundTruth: preparation.require([verdict], for: Self.verdict)
        case .model where judgeModel == nil:
            preparation.report(
                "pair.noJudgeModel", at: Self.judge,
                "\"judge\": \"model\" needs \"judgeModel\", the name of a model")
        case .auto where judgeModel == nil && by == nil && !preparation.fields.mayContain(verdict):
            preparation.report(
                "pair.noJudge", at: Self.judge, "there is nothing to judge by",
                details: ["No earlier stage makes '\(verdict)' or rewards."],
                help: "verify or score the answers before, or name a \"judgeModel\"")
        default: break
        }
        guard askedModel == nil else { return }
        let asked: [any StageSetting] = [
            Self.judgeModel, Self.judgePrompt, Self.ties, Self.candidates,
            JudgeRequirement.setting,
        ]
        for setting in asked where preparation.gives(setting) {
            preparation.report(
                "pair.unusedKey", at: setting,
                "\"\(setting.name)\" is about an LLM judge, which this stage does not ask",
                help: setting.name == JudgeRequirement.setting.name
                    ? "put it on the 'score' stage that makes the rewards"
                    : "set \"judge\" to \"model\" or \"auto\", or remove it")
        }
    }

    /// The LLM judge's name, if this stage may ask one.
    var askedModel: String? {
        judging == .model || judging == .auto ? judgeModel : nil
    }
}
