import Dataflow
import Hashing
import JSON

/// The answers to one prompt, and how pairs are made of them.
struct PairPrompt: Sendable {
    /// The answers in canonical order.
    let answers: [CandidateAnswer]
    /// The prompt field of the records.
    let field: JSON
    let settings: PairSettings

    /// Whether, among complete answers, some pass their verifier and some do not.
    var hasGroundTruth: Bool {
        Set(answers.filter { !$0.isTruncated }.compactMap { $0.verdict?.passed }).count == 2
    }

    /// Makes pairs by reward, widest margin first, equal margins in canonical order.
    func pairsByReward(_ context: StageContext) throws -> [GroupOutcome] {
        let pairs = everyTwo.map { pair in
            (pair.margin ?? 0) >= 0 ? pair : pair.swapped
        }.sortedFalling { $0.margin ?? 0 }
        return try firstSound(of: pairs, context, refusal: { $0.refusalByReward(settings) }) {
            pair in
            .reward(rewardModel(of: pair.chosen.record))
        }
    }

    /// The name of the model that scored or graded an answer; empty if the record does not say.
    private func rewardModel(of record: Record) -> String {
        guard let by = settings.by else { return "" }
        return (record[by + "Model"] ?? record[by]?["model"])?.string ?? ""
    }

    /// Makes pairs of a passing and a failing answer, widest difference in verifier score first,
    /// then in canonical order.
    func pairsByGroundTruth(_ context: StageContext) throws -> [GroupOutcome] {
        let judged = answers.filter { $0.verdict != nil }
        guard !judged.isEmpty else { return [rejection("no verdict")] }
        let good = judged.filter { $0.verdict?.passed == true }
        let bad = judged.filter { $0.verdict?.passed == false }
        guard !bad.isEmpty else { return [rejection("every answer passes")] }
        guard !good.isEmpty else { return [rejection("no answer passes")] }
        let pairs = good.flatMap { better in
            bad.map { AnswerPair(chosen: better, rejected: $0) }
        }.sortedFalling {
            ($0.chosen.verdict?.score ?? 1) - ($0.rejected.verdict?.score ?? 0)
        }
        return try firstSound(of: pairs, context, refusal: { $0.refusal(settings) }) { pair in
            .groundTruth(verifier: pair.chosen.verdict?.verifier ?? "")
        }
    }

    /// Asks the judge about sound pairs, in an order drawn for this prompt, until enough are made.
    /// Every pair asked about has an outcome: one on which the judge disagrees with itself is
    /// rejected.
    func pairs(by judge: ComparingJudge, _ context: StageContext) async throws -> [GroupOutcome] {
        var stream = SplitMix64(seed: context.seed(for: answers[0].record.id))
        var outcomes: [GroupOutcome] = []
        var refusals = Refusals()
        var (made, asked) = (0, 0)
        for pair in stream.shuffled(everyTwo)
        where made < settings.perPrompt && asked < settings.candidates {
            if let reason = pair.refusal(settings) {
                refusals.add(reason, pair)
                continue
            }
            asked += 1
            let comparison: Comparison
            do {
                comparison = try await judge.compare(
                    field, pair.chosen.text, pair.rejected.text, priority: context.priority,
                    context)
            } catch {
                guard let rejection = error.recordRejection else { throw error }
                outcomes.append(
                    .rejectNew(
                        rejection, made: pair.undecidedAccount(field),
                        from: [pair.chosen.record, pair.rejected.record]))
                continue
            }
            let outcome = try outcome(of: comparison, pair, judge.model.name, context)
            if case .make = outcome { made += 1 }
            outcomes.append(outcome)
        }
        return outcomes.isEmpty ? refusals.rejection(of: self) : outcomes
    }

    private func outcome(
        of comparison: Comparison, _ pair: AnswerPair, _ judge: String, _ context: StageContext
    ) throws -> GroupOutcome {
        let call = comparison.forward.call
        guard let agreed = comparison.agreed, agreed != .tie else {
            let reason =
                comparison.agreed == .tie
                ? "judge finds a tie"
                : [comparison.saidForward, comparison.saidSwapped].contains(.unreadable)
                    ? "judge's answer cannot be read" : "judge disagrees with itself"
            return .rejectNew(
                Rejection(reason, detail: comparison.account), made: pair.undecidedAccount(field),
                from: [pair.chosen.record, pair.rejected.record], call: call)
        }
        let pair = agreed == .first ? pair : pair.swapped
        if let reason = pair.refusalOfChosen(settings) {
            return .rejectNew(
                Rejection(reason, detail: comparison.account), made: pair.account(field),
                from: [pair.chosen.record, pair.rejected.record], call: call)
        }
        return try row(of: pair, .model(judge), context, call: call)
    }

    /// Every pair of two answers, in canonical order.
    private var everyTwo: [AnswerPair] {
        answers.indices.flatMap { index in
            answers[(index + 1)...].map { AnswerPair(chosen: answers[index], rejected: $0) }
        }
    }

    /// Returns the first sound pairs, at most `perPrompt`. If there are none, returns one rejection
    /// for the prompt, with the first pair's reason.
    private func firstSound(
        of pairs: [AnswerPair], _ context: StageContext, refusal: (AnswerPair) -> String?,
        judge: (AnswerPair) -> RowJudge
    ) throws -> [GroupOutcome] {
        var made: [GroupOutcome] = []
        var refusals = Refusals()
        for pair in pairs where made.count < settings.perPrompt {
            if let reason = refusal(pair) {
                refusals.add(reason, pair)
            } else {
                made.append(try row(of: pair, judge(pair), context))
            }
        }
        return made.isEmpty ? refusals.rejection(of: self) : made
    }

    private func row(
        of pair: AnswerPair, _ judge: RowJudge, _ context: StageContext, call: CallKey? = nil
    ) throws -> GroupOutcome {
        let row = PreferenceRow(
            prompt: try conversation(in: pair.chosen.record, field: settings.prompt), pair: pair,
            judge: judge, fingerprint: context.fingerprint)
        return .make(row.fields, from: [pair.chosen.record, pair.rejected.record], call: call)
    }

    /// Returns the rejection of a prompt without any pair.
    func rejection(_ reason: String) -> GroupOutcome {
        .rejectNew(Rejection(reason), made: ["prompt": field], from: answers.map(\.record))
    }
}

/// Counts why pairs of one prompt were refused.
private struct Refusals {
    private var counts: [String: Int] = [:]
    private var first: (reason: String, pair: AnswerPair)?

    mutating func add(_ reason: String, _ pair: AnswerPair) {
        counts[reason, default: 0] += 1
        first = first ?? (reason, pair)
    }

    /// Returns one rejection with the first reason and the counts of all; none if nothing was
    /// refused.
    func rejection(of prompt: PairPrompt) -> [GroupOutcome] {
        guard let first else { return [] }
        let detail = JSONObject(
            counts.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) })
        return [
            .rejectNew(
                Rejection(first.reason, detail: .object(detail)),
                made: first.pair.account(prompt.field), from: prompt.answers.map(\.record))
        ]
    }
}

extension [AnswerPair] {
    /// Returns the pairs by descending value; equal ones keep their order.
    fileprivate func sortedFalling(by value: (AnswerPair) -> Double) -> [AnswerPair] {
        enumerated().map { ($0.offset, $0.element, value($0.element)) }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map(\.1)
    }
}
