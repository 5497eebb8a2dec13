import Dataflow
import Hashing
import JSON

/// The answers to one prompt, or with one key, and how pairs are made of them.
struct PairPrompt: Sendable {
    /// The answers in canonical order; never empty.
    let answers: [CandidateAnswer]
    let settings: PairSettings

    /// Whether, among complete answers, some pass their verifier and some do not.
    var hasGroundTruth: Bool {
        Set(answers.filter { !$0.isTruncated }.compactMap { $0.verdict?.passed }).count == 2
    }

    /// Makes pairs by reward, widest margin first, equal margins in canonical order.
    func pairsByReward(_ context: StageContext) throws -> [GroupOutcome] {
        let pairs = everyTwo.map { two in
            (pair(two).margin ?? 0) >= 0 ? two : TwoAnswers(two.worse, two.better)
        }.sortedFalling { pair($0).margin ?? 0 }
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
        let good = answers.indices.filter { answers[$0].verdict?.passed == true }
        let bad = answers.indices.filter { answers[$0].verdict?.passed == false }
        guard !good.isEmpty || !bad.isEmpty else { return [rejection("no verdict")] }
        guard !bad.isEmpty else { return [rejection("every answer passes")] }
        guard !good.isEmpty else { return [rejection("no answer passes")] }
        let pairs = good.flatMap { better in
            bad.map { TwoAnswers(better, $0) }
        }.sortedFalling {
            (answers[$0.better].verdict?.score ?? 1) - (answers[$0.worse].verdict?.score ?? 0)
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
        for two in stream.shuffled(everyTwo)
        where made < settings.perPrompt && asked < settings.candidates {
            let pair = self.pair(two)
            if let reason = pair.refusal(settings) {
                refusals.add(reason, pair)
                continue
            }
            asked += 1
            let comparison: Comparison
            do {
                comparison = try await judge.compare(
                    pair.prompt(settings), pair.chosen.text, pair.rejected.text,
                    priority: context.priority, context)
            } catch {
                guard let rejection = error.recordRejection else { throw error }
                outcomes.append(
                    .rejectNew(
                        rejection, made: pair.undecidedAccount(settings), from: pair.records))
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
                Rejection(reason, detail: comparison.account),
                made: pair.undecidedAccount(settings), from: pair.records, call: call)
        }
        let pair = agreed == .first ? pair : pair.swapped
        if let reason = pair.refusalOfChosen(settings) {
            return .rejectNew(
                Rejection(reason, detail: comparison.account), made: pair.account(settings),
                from: pair.records, call: call)
        }
        return try row(of: pair, .model(judge), context, call: call)
    }

    /// Every two answers, in canonical order.
    private var everyTwo: [TwoAnswers] {
        answers.indices.flatMap { index in
            answers.indices[(index + 1)...].map { TwoAnswers(index, $0) }
        }
    }

    private func pair(_ two: TwoAnswers) -> AnswerPair {
        AnswerPair(chosen: answers[two.better], rejected: answers[two.worse])
    }

    /// Returns the first sound pairs, at most `perPrompt`. If there are none, returns one rejection
    /// for the prompt, with the first pair's reason.
    private func firstSound(
        of pairs: [TwoAnswers], _ context: StageContext, refusal: (AnswerPair) -> String?,
        judge: (AnswerPair) -> RowJudge
    ) throws -> [GroupOutcome] {
        var made: [GroupOutcome] = []
        var refusals = Refusals()
        for two in pairs where made.count < settings.perPrompt {
            let pair = self.pair(two)
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
            settings: settings, judge: judge, fingerprint: context.fingerprint)
        return .make(row.fields, from: pair.records, call: call)
    }

    /// Returns the rejection of a prompt without any pair.
    func rejection(_ reason: String, detail: JSON? = nil) -> GroupOutcome {
        let records = answers.map(\.record)
        let prompt: JSONObject = ["prompt": records[0][settings.prompt] ?? .null]
        return .rejectNew(
            Rejection(reason, detail: detail), made: settings.shared(by: records).merging(prompt),
            from: records)
    }

    /// Returns the rejection of an answer that has no other beside it.
    func rejectionOfOne() -> GroupOutcome {
        let key = settings.key.fields.map { "'\($0)'" }.joined(separator: " and ")
        // Of one row for each answer, none has a second answer made from the same row.
        return rejection(
            Self.fewerThanTwo,
            detail: settings.scope == .run
                ? nil
                : [
                    "note": "only answers made of one source record were compared",
                    "help": .string(
                        "\"over\": \"run\" brings together all answers with the same \(key)"),
                ])
    }

    /// The reason why a prompt with a single answer is rejected.
    static let fewerThanTwo = "fewer than two answers"
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
                made: first.pair.account(prompt.settings), from: prompt.answers.map(\.record))
        ]
    }
}

/// Indices of two answers, the better one first as far as it is known: there may be millions.
private struct TwoAnswers {
    let better: Int
    let worse: Int

    init(_ better: Int, _ worse: Int) {
        self.better = better
        self.worse = worse
    }
}

extension [TwoAnswers] {
    /// Returns the pairs by descending value; equal ones keep their order.
    fileprivate func sortedFalling(by value: (TwoAnswers) -> Double) -> [TwoAnswers] {
        enumerated().map { ($0.offset, $0.element, value($0.element)) }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map(\.1)
    }
}
