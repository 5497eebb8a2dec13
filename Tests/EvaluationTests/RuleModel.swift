import Chat
import Dataflow
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Evaluation

/// A model that does what closures say, and counts its calls.
struct RuleModel: LanguageModel {
    let name: String
    var fingerprint: String { "rule " + name }
    let calls = CallCount()
    private let answer: @Sendable (ChatRequest) -> String
    private let weigh: @Sendable (String, String) -> [Double]
    private let reward: @Sendable ([ChatMessage]) -> [Reward]

    init(
        _ name: String = "rule", answer: @escaping @Sendable (ChatRequest) -> String = { _ in "" },
        weigh: @escaping @Sendable (_ context: String, _ text: String) -> [Double] = { _, _ in [-1]
        },
        reward: @escaping @Sendable ([ChatMessage]) -> [Reward] = { _ in [] }
    ) {
        (self.name, self.answer, self.weigh, self.reward) = (name, answer, weigh, reward)
    }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        calls.add()
        let text = answer(request)
        var shares: [Double]?
        if case .choices(let choices) = request.constraint {
            shares = choices.map { $0 == text ? 1 : 0 }
        }
        return ChatReply(
            text: text, isTruncated: text.hasSuffix("…"),
            tokens: text.split(separator: " ").count, promptTokens: 1, meanLogProbability: -1,
            choiceProbabilities: shares)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        calls.add()
        return reward(messages)
    }

    func likelihood(
        of continuation: String, after context: String, priority: Int
    ) async throws -> Likelihood {
        calls.add()
        let values = weigh(context, continuation)
        return Likelihood(logProbabilities: values, areGreedy: values.map { $0 > -1 })
    }
}

/// How often a model was asked.
final class CallCount: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .relaxed) }

    func add() { number.add(1, ordering: .relaxed) }
}

/// Remembers answers for the time of a test.
final class TestMemory: CallMemory {
    private let answers = Mutex<[CallKey: JSON]>([:])

    func answer(to key: CallKey) -> JSON? { answers.withLock { $0[key] } }

    func remember(_ answer: JSON, for key: CallKey) { answers.withLock { $0[key] = answer } }
}

/// A folder with a document and its rows.
struct EvaluationBench {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes rows and a document of `settings` about them.
    func evaluator(_ form: String, _ settings: JSONObject = [:], rows: [JSON]) throws -> Evaluator {
        try folder.write("rows.jsonl", rows.map { $0.text + "\n" }.joined())
        let common: JSONObject = [
            "schemaVersion": 1, "form": .string(form), "dataset": "rows.jsonl",
        ]
        let document = try folder.write(
            "task.json", JSON.object(common.merging(settings)).text)
        return try Evaluator(EvaluationDocument(path: document.path))
    }

    func run(
        _ form: String, _ settings: JSONObject = [:], rows: [JSON], model: RuleModel,
        judge: EvaluationJudge? = nil, against: RuleModel? = nil
    ) async throws -> EvaluationResult {
        try await evaluator(form, settings, rows: rows).run(
            model, judge: judge, against: against, calls: CachedCalls(memory: TestMemory()))
    }
}

extension EvaluationResult {
    /// A figure's value.
    func value(_ name: String) -> Double? { estimate(name)?.value }
}
