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
        let stage = PairStage(settings: settings, judge: judge)
        let names = PreferenceRow.names(withRewards: settings.by != nil, kept: settings.kept)
        let forms = PreferenceRow.forms(
            reward: settings.by.map(preparation.fields.form), kept: settings.kept)
        return PreparedStage(
            work: settings.scope == .run ? .gather(PairOverRun(stage: stage)) : .group(stage),
            fields: names.reduce(FieldSet([])) { $0.adding($1, forms[$1] ?? .any) },
            ingredients: judge == nil ? [] : [prompt.source],
            models: settings.askedModel.map { [$0] } ?? [], requirement: requirement)
    }
}

private struct PairStage: GroupStage {
    let settings: PairSettings
    /// Creates the LLM judge; nil if the stage asks none.
    let judge: (@Sendable () throws -> ComparingJudge)?

    /// Most answers with one key: every two of them are looked at, two million pairs.
    private static let mostAnswers = 2_000

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        var prompts = RecordGroups()
        var unusable: [GroupOutcome] = []
        for record in records {
            do { prompts.add(record, under: try settings.keyBytes(of: record)) } catch {
                guard let rejection = error.recordRejection else { throw error }
                unusable.append(.reject(record, rejection))
            }
        }
        return try await mapConcurrently(prompts.groups) { group in
            do { return try await outcomes(of: group, in: context) } catch {
                guard let rejection = error.recordRejection else { throw error }
                return group.map { .reject($0, rejection) }
            }
        }.flatMap { $0 } + unusable
    }

    /// Returns the pairs, or the rejection, of the answers to one prompt or with one key.
    func outcomes(of group: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        guard group.count <= Self.mostAnswers else {
            let rejection = Rejection(
                "too many answers with one key",
                detail: [
                    "answers": .integer(group.count), "most": .integer(Self.mostAnswers),
                    "help": "name more fields in \"key\", or put a \"sample\" stage before",
                ])
            return group.map { .reject($0, rejection) }
        }
        var answers: [CandidateAnswer] = []
        var unusable: [GroupOutcome] = []
        for record in group {
            do { answers.append(try CandidateAnswer(record, settings)) } catch {
                guard let rejection = error.recordRejection else { throw error }
                unusable.append(.reject(record, rejection))
            }
        }
        guard !answers.isEmpty else { return unusable }
        let prompt = PairPrompt(answers: answers, settings: settings)
        guard answers.count > 1 else { return [prompt.rejectionOfOne()] + unusable }
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

/// Pairs the answers of the whole run: they are held until the last has come, and those with one key
/// are then judged as the answers made of one source record are.
private struct PairOverRun: GatherStage {
    let stage: PairStage

    func makeHold() -> any RecordHold {
        GroupHold(key: stage.settings.keyBytes) { $0.map { .pass($0) } }
    }

    func complete(
        _ released: [GroupOutcome], in context: StageContext
    ) async throws -> [GroupOutcome] {
        let answers = released.compactMap { outcome -> Record? in
            if case .pass(let record) = outcome { record } else { nil }
        }
        return try await stage.outcomes(of: answers, in: context)
    }
}
