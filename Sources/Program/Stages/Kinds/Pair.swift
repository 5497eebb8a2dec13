import Chat
import Concurrency
import Dataflow
import JSON

extension StageKind {
    /// The `pair` kind: makes preference triplets.
    static func pair(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "pair",
            summary:
                "Makes preference triplets of the answers to one prompt, judged by rewards, ground "
                + "truth or an LLM; doubtful pairs are refused, with the reason.",
            settings: PairSettings.settings
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
                at: PairSettings.judgePrompt, or: JudgePrompt.comparison,
                knowing: ComparingJudge.fields,
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
}

private struct PairStage: GroupStage {
    let settings: PairSettings
    /// Creates the LLM judge; nil if the stage asks none.
    let judge: (@Sendable () throws -> ComparingJudge)?

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        var prompts = RecordGroups()
        for record in records {
            prompts.add(record, under: (record[settings.prompt] ?? .null).encoded())
        }
        return try await mapConcurrently(prompts.groups) { group in
            do { return try await outcomes(of: group, in: context) } catch {
                guard let rejection = error.recordRejection else { throw error }
                return group.map { .reject($0, rejection) }
            }
        }.flatMap { $0 }
    }

    /// Returns the pairs, or the rejection, of the answers to one prompt.
    private func outcomes(
        of group: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        var answers: [CandidateAnswer] = []
        var unusable: [GroupOutcome] = []
        for record in group {
            do { answers.append(try CandidateAnswer(record, settings)) } catch {
                guard let rejection = error.recordRejection else { throw error }
                unusable.append(.reject(record, rejection))
            }
        }
        guard !answers.isEmpty else { return unusable }
        let prompt = PairPrompt(
            answers: answers, field: group[0][settings.prompt] ?? .null, settings: settings)
        guard answers.count > 1 else {
            return [prompt.rejection("fewer than two answers")] + unusable
        }
        return try await pairs(of: prompt, in: context) + unusable
    }

    private func pairs(
        of prompt: PairPrompt, in context: StageContext
    ) async throws -> [GroupOutcome] {
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
