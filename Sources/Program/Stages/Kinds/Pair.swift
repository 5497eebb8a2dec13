import Chat
import Dataflow
import JSON

extension StageKind {
    /// Makes preference triplets.
    static func pair(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "pair",
            summary:
                "Makes preference triplets of the answers to one prompt, judged by rewards, ground "
                + "truth or an LLM; doubtful pairs are refused, with the reason.",
            keys: keysOfPair
        ) { preparation in
            preparePair(registry, &preparation)
        }
    }

    private static func preparePair(
        _ registry: LanguageModelRegistry, _ preparation: inout StagePreparation
    ) -> PreparedStage? {
        let settings = PairSettings(&preparation)
        guard
            let prompt = JudgePrompt(
                at: "judgePrompt", or: JudgePrompt.comparison, knowing: ComparingJudge.fields,
                in: &preparation)
        else { return nil }
        var judge: (@Sendable () throws -> ComparingJudge)?
        var requirement: JudgeRequirement?
        if let name = settings.askedModel {
            let asked: @Sendable () throws -> ComparingJudge = {
                ComparingJudge(
                    model: try registry.model(name), prompt: prompt, allowsTies: settings.allowsTies
                )
            }
            judge = asked
            requirement = JudgeRequirement(in: &preparation) { .model(try asked()) }
        }
        return PreparedStage(
            work: .group(PairStage(settings: settings, judge: judge)),
            fields: FieldSet(Set(PreferenceRow.names(withRewards: settings.by != nil))),
            ingredients: judge == nil ? [] : [prompt.source],
            models: settings.askedModel.map { [$0] } ?? [], requirement: requirement)
    }

    private static let keysOfPair: [StageKey] = [
        .optional(
            "judge", .choice(PairJudging.allCases.map(\.rawValue)), default: "reward",
            "Who says which answer is better: rewards, a verifier's verdict, an LLM; or per prompt "
                + "the first that applies: verdicts that differ, the LLM, rewards."),
        .optional(
            "by", .text, default: "reward",
            "The field with the five rewards. All rows have rewards if it is named here or made by "
                + "an earlier stage, else none has."),
        .optional(
            "verdict", .text, default: "verdict", "The field with what a verifier found."),
        .optional("judgeModel", .model, "The LLM that judges."),
        .optional(
            "judgePrompt", .file,
            "A Jinja template over prompt, first, second and ties, to be answered A or B; ours, if "
                + "not given."),
        .optional(
            "ties", .truth, default: false, "Whether the LLM may answer C, for neither."),
        .optional(
            "candidates", .integer(1...1_000), default: 3,
            "Pairs per prompt that an LLM is asked about at most; it is asked until perPrompt are "
                + "made."),
        .optional("prompt", .text, default: "prompt", "The field with the conversation."),
        .optional("response", .text, default: "response", "The field with the answer."),
        .optional(
            "weights",
            .object(
                Reward.attributes.map { .optional($0, .number(-100...100), "Its weight.") }),
            "Weights of the five attributes; the Nemotron-4 340B reward model's, if not given."),
        .optional(
            "margin", .number(0...100), default: 0.5,
            "How much more the chosen answer must be worth, where rewards decide."),
        .optional(
            "minChosen", .number(-100...100),
            "How much the chosen answer must be worth at least, unless ground truth decides."),
        .optional(
            "maxSimilarity", .number(0...1), default: 0.8,
            "Answers that share more of their word triples than this are near-identical."),
        .optional(
            "maxLengthRatio", .number(1...1_000), default: 4.0,
            "How much longer one answer may be than the other, in characters."),
        .optional("perPrompt", .integer(1...1_000), default: 1, "Pairs per prompt at most."),
        JudgeRequirement.key,
    ]
}

private struct PairStage: GroupStage {
    let settings: PairSettings
    /// Makes the LLM judge, if there may be one.
    let judge: (@Sendable () throws -> ComparingJudge)?

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        var prompts = RecordGroups()
        for record in records {
            prompts.add(record, under: (record[settings.prompt] ?? .null).encoded())
        }
        return try await mapConcurrently(prompts.groups) { group in
            try await outcomes(of: group, in: context)
        }.flatMap { $0 }
    }

    /// What becomes of the answers to one prompt.
    private func outcomes(
        of group: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        let prompt = PairPrompt(
            answers: try group.map { try CandidateAnswer($0, settings) },
            field: group[0][settings.prompt] ?? .null, settings: settings)
        guard group.count > 1 else { return [prompt.rejection("fewer than two answers")] }
        switch settings.judging {
        case .reward: return try prompt.pairsByReward(context)
        case .groundTruth: return try prompt.pairsByGroundTruth(context)
        case .model: break
        case .auto:
            if prompt.hasGroundTruth { return try prompt.pairsByGroundTruth(context) }
            if judge == nil, settings.by == nil { return try prompt.pairsByGroundTruth(context) }
        }
        guard let judge = try judge?() else { return try prompt.pairsByReward(context) }
        return try await prompt.pairs(by: judge, context)
    }
}
