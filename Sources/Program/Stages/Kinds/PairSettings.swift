import Chat
import Dataflow
import JSON

/// Who says which of two answers is better: a `pair` stage's `"judge"`.
enum PairJudging: String, CaseIterable {
    /// The rewards that the records have.
    case reward
    /// A verifier's verdict: what passes is better than what does not.
    case groundTruth
    /// An LLM, asked in both orders.
    case model
    /// Per prompt the first that applies: ground truth, LLM, rewards.
    case auto
}

/// What a `pair` stage was told.
struct PairSettings: Sendable {
    let judging: PairJudging
    /// The field with the rewards; nil in documents that have none.
    let by: String?
    let verdict: String
    let prompt: String
    let response: String
    let weights: [Double]
    let margin: Double
    let minChosen: Double?
    let maxSimilarity: Double
    let maxLengthRatio: Double
    let perPrompt: Int
    /// Pairs of a prompt that an LLM is asked about at most.
    let candidates: Int
    let allowsTies: Bool
    let judgeModel: String?

    /// What the values say; problems are reported.
    init(_ preparation: inout StagePreparation) {
        let values = preparation.values
        judging = values["judge"]?.string.flatMap(PairJudging.init) ?? .reward
        by = Self.rewardField(judging, preparation)
        verdict = values["verdict"]?.string ?? "verdict"
        prompt = values["prompt"]?.string ?? "prompt"
        response = values["response"]?.string ?? "response"
        weights =
            values["weights"]?.object.map { given in
                Reward.attributes.map { given[$0]?.double ?? 0 }
            } ?? Reward.cardWeights
        margin = values["margin"]?.double ?? 0.5
        minChosen = values["minChosen"]?.double
        maxSimilarity = values["maxSimilarity"]?.double ?? 0.8
        maxLengthRatio = values["maxLengthRatio"]?.double ?? 4
        perPrompt = values["perPrompt"]?.integer ?? 1
        candidates = values["candidates"]?.integer ?? 3
        allowsTies = values["ties"]?.bool ?? false
        judgeModel = values["judgeModel"]?.string
        preparation.require([prompt], for: "prompt")
        preparation.require([response], for: "response")
        if let by { preparation.require([by], for: "by") }
        checkJudge(&preparation)
    }

    /// Rewards are in every row or in none, so it is decided here: they are where the document names
    /// the field, where an earlier stage is known to make it, or where they alone decide.
    private static func rewardField(
        _ judging: PairJudging, _ preparation: StagePreparation
    ) -> String? {
        let field = preparation.values["by"]?.string ?? "reward"
        let isNamed = preparation.declaration.values["by"] != nil
        let decidesAlone =
            judging == .reward
            || judging == .auto && preparation.values["judgeModel"] == nil
                && preparation.fields.mayContain(field)
        return isNamed || decidesAlone || preparation.fields.names.contains(field) ? field : nil
    }

    private func checkJudge(_ preparation: inout StagePreparation) {
        switch judging {
        case .groundTruth: preparation.require([verdict], for: "verdict")
        case .model where judgeModel == nil:
            preparation.report(
                "pair.noJudgeModel", key: "judge",
                "\"judge\": \"model\" needs \"judgeModel\", the name of a model")
        case .auto where judgeModel == nil && by == nil && !preparation.fields.mayContain(verdict):
            preparation.report(
                "pair.noJudge", key: "judge", "there is nothing to judge by",
                details: ["No earlier stage makes '\(verdict)' or rewards."],
                help: "verify or score the answers before, or name a \"judgeModel\"")
        default: break
        }
        guard askedModel == nil else { return }
        for key in ["judgeModel", "judgePrompt", "ties", "candidates", "require"]
        where preparation.declaration.values[key] != nil {
            preparation.report(
                "pair.unusedKey", key: key,
                "\"\(key)\" is about an LLM judge, which this stage does not ask",
                help: key == "require"
                    ? "put it on the 'score' stage that makes the rewards"
                    : "set \"judge\" to \"model\" or \"auto\", or remove it")
        }
    }

    /// The LLM judge's name, if this stage may ask one.
    var askedModel: String? {
        judging == .model || judging == .auto ? judgeModel : nil
    }
}
