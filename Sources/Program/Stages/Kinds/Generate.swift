import Chat
import Compute
import Concurrency
import Dataflow
import Hashing
import JSON
import Text

extension StageKind {
    /// The `generate` kind: asks a model and makes records of its answers.
    static func generate(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "generate",
            summary: "Asks a model and makes records of its answers.",
            settings: GenerateStage.settings
        ) { preparation in
            guard let stage = GenerateStage(registry, &preparation) else { return nil }
            return PreparedStage(
                work: .each(stage),
                fields: preparation.adding([stage.into: .any, "generation": .generation]),
                ingredients: stage.ingredients, models: stage.models)
        }
    }
}

/// How an answer is parsed.
enum Parsing: String, CaseIterable {
    case none, list, json, number, yesNo
}

/// A class, so that a call in flight holds a reference rather than a copy of all settings.
private final class GenerateStage: RecordStage {
    static let model = Setting.required(
        "model", .oneOrMore(.model), "The model; of several, one is drawn for every sample.")
    static let parse = Setting(
        "parse", .choice(Parsing.self), default: .none,
        "How an answer is read; a list makes a record of every item.")
    static let into = Setting.required("into", .newField, "The field that takes the answer.")
    static let samples = Setting(
        "samples", .integer(1...1_000), default: 1, "Answers per record.")
    static let sampling = Setting.optional(
        "sampling", .oneOrMore(SamplingSettings.form()),
        "How tokens are chosen; of several, the samples take turns.")
    static let items = Setting.optional(
        "items", .integer(1...1_000), "Of a list, keep no more than this many.")
    static let truncated = Setting(
        "truncated", .choice(RejectOrKeep.self), default: .reject,
        "What becomes of an answer that runs into maxTokens; lists keep whole items.")
    static let settings: [any StageSetting] =
        [
            model, SharedSettings.prompt, SharedSettings.system, parse, into, samples, sampling,
            items, truncated,
        ] + AnswerRule.settings + [SharedSettings.when]

    private let registry: LanguageModelRegistry
    let models: [String]
    private let template: RecordTemplate?
    private let system: SystemMessage
    private let parsing: Parsing
    let into: String
    private let samples: Int
    private let samplings: [EncodedSampling]
    private let itemLimit: Int?
    private let keepsTruncated: Bool
    private let condition: Condition
    private let rule: AnswerRule

    var ingredients: [String] {
        (template.map { [$0.source] } ?? []) + system.ingredients + rule.ingredients
    }

    init?(_ registry: LanguageModelRegistry, _ preparation: inout StagePreparation) {
        guard let condition = Condition(in: &preparation),
            let rule = AnswerRule(in: &preparation),
            let system = SystemMessage(in: &preparation)
        else { return nil }
        self.registry = registry
        self.condition = condition
        self.rule = rule
        models = preparation[Self.model]
        into = preparation[Self.into]
        self.system = system
        let parsing = preparation[Self.parse]
        self.parsing = rule.makesJSON && parsing == .none ? .json : parsing
        samples = preparation[Self.samples]
        itemLimit = preparation[Self.items]
        keepsTruncated = preparation[Self.truncated] == .keep
        samplings = (preparation[Self.sampling] ?? [.none]).map { values in
            EncodedSampling(SamplingSettings.sampling(values))
        }
        guard !models.isEmpty, !samplings.isEmpty else {
            preparation.report(
                "generate.empty", "\"model\" and \"sampling\" must not be empty lists")
            return nil
        }
        if let path = preparation[SharedSettings.prompt] {
            guard let template = RecordTemplate(path, key: "prompt", in: &preparation) else {
                return nil
            }
            self.template = template
        } else {
            preparation.require(["prompt"], for: "input")
            template = nil
        }
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let question = Question(
            try messages(for: record, in: context),
            constraint: try rule.constraint(for: record, in: context))
        return samples == 1
            ? try await answer(record, question, sample: 0, in: context)
            : try await answers(record, question, in: context)
    }

    /// Returns the outcomes of every sample. Of several models one may be able to answer where
    /// another is not, so a sample that fails is rejected alone; if all fail, the record is.
    private func answers(
        _ record: Record, _ question: Question, in context: StageContext
    ) async throws -> [Outcome] {
        let answers = try await mapConcurrently(Array(0..<samples)) { [self] sample in
            do {
                return Result<[Outcome], any Error>.success(
                    try await answer(record, question, sample: sample, in: context))
            } catch {
                guard error.recordRejection != nil else { throw error }
                return .failure(error)
            }
        }
        if answers.allSatisfy({ $0.isFailure }), let first = answers.first { _ = try first.get() }
        return answers.flatMap { answer -> [Outcome] in
            switch answer {
            case .success(let outcomes): return outcomes
            case .failure(let error): return error.recordRejection.map { [.reject($0)] } ?? []
            }
        }
    }

    private func messages(for record: Record, in context: StageContext) throws -> [ChatMessage] {
        let seed = { context.seed(for: record.id, sample: self.samples) }
        let asked =
            try template?.renderTurns(record, seed: seed())
            ?? conversation(in: record, field: "prompt")
        return try system.messages(for: record, seed: seed()) + asked
    }

    private func answer(
        _ record: Record, _ question: Question, sample: Int, in context: StageContext
    ) async throws -> [Outcome] {
        let seed = context.seed(for: record.id, sample: sample)
        let sampling = samplings[sample % samplings.count]
        let model = try registry.model(drawModel(seed: seed))
        let (reply, key) = try await RememberedModel(model, in: context).reply(
            to: question, sampling: sampling, seed: seed)
        return outcomes(of: reply, model: model.name, sampling: sampling.options, call: key)
    }

    /// Draws one of the listed models by the sample's seed.
    private func drawModel(seed: UInt64) -> String {
        guard models.count > 1 else { return models[0] }
        var stream = SplitMix64(seed: seed)
        return models[stream.integer(below: models.count)]
    }

    // MARK: Reading an answer

    private func outcomes(
        of reply: ChatReply, model: String, sampling: SamplingOptions, call: CallKey
    ) -> [Outcome] {
        var fields: JSONObject = [
            "model": .string(model), "truncated": .bool(reply.isTruncated),
            "tokens": .integer(reply.tokens), "temperature": .double(sampling.temperature),
        ]
        if let shares = reply.choiceProbabilities {
            fields["choiceProbabilities"] = .array(shares.map(JSON.double))
        }
        let generation = JSON.object(fields)
        let text = reply.text.trimmingWhitespace()
        func make(_ value: JSON) -> Outcome {
            .make([into: value, "generation": generation], call: call)
        }
        func reject(_ reason: String) -> Outcome {
            .rejectNew(
                Rejection(reason), made: [into: .string(reply.text), "generation": generation],
                call: call)
        }
        if text.isEmpty { return [reject("empty answer")] }
        if parsing == .list {
            return items(of: reply, make: make, generation: generation, call: call)
        }
        if reply.isTruncated, !keepsTruncated { return [reject("truncated answer")] }
        switch parsing {
        case .none, .list: return [make(.string(text))]
        case .json: return [ReplyParser.json(text).map(make) ?? reject("no JSON in the answer")]
        case .number:
            return [
                ReplyParser.number(text).map { make(.double($0)) }
                    ?? reject("no number in the answer")
            ]
        case .yesNo:
            return [ReplyParser.yesNo(text).map { make(.bool($0)) } ?? reject("neither yes nor no")]
        }
    }

    private func items(
        of reply: ChatReply, make: (JSON) -> Outcome, generation: JSON, call: CallKey
    ) -> [Outcome] {
        let list = ReplyParser.list(reply.text, truncated: reply.isTruncated)
        let repairs = list.salvaged.sorted { $0.key < $1.key }
            .map { Outcome.repair($0.key, count: $0.value) }
        let kept = list.items.enumerated().map { index, item in
            if let itemLimit, index >= itemLimit {
                return Outcome.rejectNew(
                    Rejection("more items than wanted"), made: [into: .string(item)], call: call)
            }
            return make(.string(item))
        }
        let lost = list.lost.map { item in
            Outcome.rejectNew(
                Rejection("list item: \(item.reason)"), made: [into: .string(item.text)], call: call
            )
        }
        if kept.isEmpty, lost.isEmpty {
            return [
                .rejectNew(
                    Rejection("no list in the answer"),
                    made: [into: .string(reply.text), "generation": generation], call: call)
            ]
        }
        return kept + lost + repairs
    }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}

extension UInt8 {
    /// Whether this is a visible ASCII character.
    fileprivate var isInk: Bool { self > 0x20 && self < 0x7F }
}

extension String {
    /// The text without white space at its ends.
    func trimmingWhitespace() -> String {
        if let first = utf8.first, let last = utf8.last, first.isInk, last.isInk { return self }
        var trimmed = self[...]
        while let first = trimmed.first, first.isWhitespace { trimmed.removeFirst() }
        while let last = trimmed.last, last.isWhitespace { trimmed.removeLast() }
        return String(trimmed)
    }
}
