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
    /// What the answers that are paired have in common: the prompt, unless the document says more.
    let key: RecordKey
    let scope: RecordScope
    /// The fields of the answers' records that the rows keep.
    let kept: [String]
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
        "The field with the rewards: numbers by name, or a number. Every row has rewards if the field "
            + "is named here or an earlier stage makes it; otherwise no row has them.")
    private static let key = Setting.optional(
        "key", .oneOrMore(.text),
        "The field or fields that the answers to pair have in common; the prompt, if not given. Null "
            + "equals nothing. Answers to different prompts are never paired.")
    private static let keep = Setting.optional(
        "keep", .oneOrMore(.text),
        "Fields of the answers' records to take into the rows: a value that both have under its own "
            + "name, and each answer's own in \"chosen_meta\" and \"rejected_meta\".")
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
        judge, key, SharedSettings.over, keep, by, verdict, judgeModel, judgePrompt, ties,
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
        key = RecordKey(preparation[Self.key] ?? [prompt])
        scope = RecordScope(preparation)
        kept = (preparation[Self.keep] ?? []).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
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
        checkKey(&preparation)
        checkKept(&preparation)
        checkJudge(&preparation)
    }

    private func checkKey(_ preparation: inout StagePreparation) {
        guard preparation.gives(Self.key) else { return }
        if key.fields.isEmpty {
            preparation.report(
                "pair.key", at: Self.key, "\"key\" names no field",
                help: "name what the answers to pair have in common, or remove it")
        }
        preparation.require(key.fields, for: Self.key)
    }

    private func checkKept(_ preparation: inout StagePreparation) {
        preparation.require(kept, for: Self.keep)
        let own = Set(PreferenceRow.names(withRewards: true, kept: ["any"]))
            .subtracting(PreferenceRow.ownFields + ["any"])
        for name in kept where own.contains(name) {
            preparation.report(
                "pair.keptName", at: Self.keep, "a row has a '\(name)' of its own",
                help: "give the field another name in a \"map\" stage before this one")
        }
    }

    /// Returns the key of an answer's record as bytes.
    /// - Throws: ``StageError/unusableField(field:expected:found:)`` if a field of it is missing or
    ///   null.
    func keyBytes(of record: Record) throws -> [UInt8] {
        for field in key.fields where record[field] ?? .null == .null {
            throw StageError.unusableField(
                field: field, expected: "what the answers to pair have in common",
                found: record[field]?.kind ?? "nothing")
        }
        return key.bytes(of: record)
    }

    /// Returns the kept fields of an answer's record.
    func meta(of record: Record) -> JSONObject {
        JSONObject(kept.map { ($0, record[$0] ?? .null) })
    }

    /// Returns the kept fields of several answers' records; null where they differ.
    func shared(by records: [Record]) -> JSONObject {
        JSONObject(
            kept.map { name in
                let values = records.map { $0[name] ?? .null }
                return (name, values.allSatisfy { $0 == values[0] } ? values[0] : .null)
            })
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
