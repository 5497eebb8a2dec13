import Dataflow
import JSON

extension StageKind {
    static let pair = StageKind(
        name: "pair",
        summary:
            "Makes preference triplets of the scored answers to one prompt; doubtful pairs are "
            + "refused, with the reason.",
        keys: [
            .optional("by", .text, default: "reward", "The field with the five rewards."),
            .optional("prompt", .text, default: "prompt", "The field with the conversation."),
            .optional("response", .text, default: "response", "The field with the answer."),
            .optional(
                "weights",
                .object(
                    Reward.attributes.map { .optional($0, .number(-100...100), "Its weight.") }),
                "Weights of the five attributes; the Nemotron-4 340B reward model's, if not given."),
            .optional(
                "margin", .number(0...100), default: 0.5,
                "How much more the chosen answer must be worth."),
            .optional(
                "minChosen", .number(-100...100),
                "How much the chosen answer must be worth at least."),
            .optional(
                "maxSimilarity", .number(0...1), default: 0.8,
                "Answers that share more of their word triples than this are near-identical."),
            .optional(
                "maxLengthRatio", .number(1...1_000), default: 4.0,
                "How much longer one answer may be than the other, in characters."),
            .optional("perPrompt", .integer(1...1_000), default: 1, "Pairs per prompt at most."),
        ]
    ) { preparation in
        let settings = PairSettings(preparation.values)
        preparation.require([settings.by], for: "by")
        preparation.require([settings.prompt], for: "prompt")
        preparation.require([settings.response], for: "response")
        return PreparedStage(
            work: .group(PairStage(settings: settings)),
            fields: FieldSet(Set(PreferenceRow.names)))
    }
}

/// What a `pair` stage was told.
struct PairSettings: Sendable {
    let by: String
    let prompt: String
    let response: String
    let weights: [Double]
    let margin: Double
    let minChosen: Double?
    let maxSimilarity: Double
    let maxLengthRatio: Double
    let perPrompt: Int

    init(_ values: JSONObject) {
        by = values["by"]?.string ?? "reward"
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
    }
}

private struct PairStage: GroupStage {
    let settings: PairSettings

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        var prompts = RecordGroups()
        for record in records {
            prompts.add(record, under: (record[settings.prompt] ?? .null).encoded())
        }
        return try prompts.groups.flatMap { try outcomes(of: $0, in: context) }
    }

    /// The pairs of one prompt, widest margin first, as many as are wanted and sound. If none is,
    /// one rejection with the reason of the widest pair stands for the prompt.
    private func outcomes(of group: [Record], in context: StageContext) throws -> [GroupOutcome] {
        let answers = try group.map { try ScoredAnswer($0, settings) }
        let prompt = group[0][settings.prompt] ?? .null
        let candidates = pairs(of: answers)
        guard !candidates.isEmpty else {
            return [
                .reject(
                    Rejection("fewer than two answers"), made: ["prompt": prompt], from: group)
            ]
        }
        var made: [GroupOutcome] = []
        var refusals: [String: Int] = [:]
        var first: (reason: String, pair: AnswerPair)?
        for pair in candidates where made.count < settings.perPrompt {
            if let reason = pair.refusal(settings) {
                refusals[reason, default: 0] += 1
                first = first ?? (reason, pair)
            } else {
                let row = PreferenceRow(
                    prompt: try conversation(in: pair.chosen.record, field: settings.prompt),
                    pair: pair, fingerprint: context.fingerprint)
                made.append(
                    .make(row.fields, from: [pair.chosen.record, pair.rejected.record]))
            }
        }
        guard made.isEmpty, let first else { return made }
        let counts = JSONObject(
            refusals.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) })
        return [
            .reject(
                Rejection(first.reason, detail: .object(counts)), made: first.pair.account(prompt),
                from: group)
        ]
    }

    /// Every two answers, better one first, by falling margin; equal margins in canonical order.
    private func pairs(of answers: [ScoredAnswer]) -> [AnswerPair] {
        var pairs: [AnswerPair] = []
        for (place, one) in answers.enumerated() {
            for other in answers[(place + 1)...] {
                pairs.append(
                    one.worth >= other.worth
                        ? AnswerPair(chosen: one, rejected: other)
                        : AnswerPair(chosen: other, rejected: one))
            }
        }
        return pairs.enumerated().sorted {
            ($1.element.margin, $0.offset) < ($0.element.margin, $1.offset)
        }.map(\.element)
    }
}
