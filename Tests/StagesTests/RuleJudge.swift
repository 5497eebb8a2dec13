import Chat
import Dataflow
import JSON
import Stages
import Synchronization

/// A judge whose biases are known: it sees the two answers of a comparison and says what its rule
/// says.
struct RuleJudge: LanguageModel {
    let name = "rule"
    let fingerprint: String
    /// Whether it says how probable each choice is; else its words have to be read.
    var givesProbabilities = true
    let calls = CallCounter()
    private let rule: @Sendable (_ first: String, _ second: String) -> String

    init(
        _ fingerprint: String, givesProbabilities: Bool = true,
        rule: @escaping @Sendable (String, String) -> String
    ) {
        self.fingerprint = fingerprint
        self.givesProbabilities = givesProbabilities
        self.rule = rule
    }

    /// Takes whatever stands first.
    static let alwaysFirst = RuleJudge("first") { _, _ in "A" }
    /// Takes the longer answer.
    static let longer = RuleJudge("longer") { $0.count > $1.count ? "A" : "B" }
    /// Takes the answer with "good" in it.
    static let good = RuleJudge("good") { first, _ in first.contains("good") ? "A" : "B" }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        try calls.note()
        let shown = Self.answers(in: request.messages.last?.content ?? "")
        let said = rule(shown.first, shown.second)
        var probabilities: [Double]?
        if givesProbabilities, case .choices(let choices) = request.constraint {
            let rest = 0.2 / Double(choices.count - 1)
            probabilities = choices.map { $0 == said ? 0.8 : rest }
        }
        return ChatReply(
            text: said, isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0,
            choiceProbabilities: probabilities)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }

    /// The two answers of our template for comparisons.
    static func answers(in question: String) -> (first: String, second: String) {
        let parts = question.split(separator: "\n\nAnswer B:\n", maxSplits: 1)
        let first = parts.first?.split(separator: "Answer A:\n").last ?? ""
        let second = parts.last?.split(separator: "\n\nWhich answer").first ?? ""
        return (String(first), String(second))
    }
}

/// A judge that grades: it says a grade with given probabilities, or in words.
struct GradeParrot: LanguageModel {
    let name = "grader"
    let text: String
    var probabilities: [Double]?
    var fingerprint: String { "\(text) \(probabilities ?? [])" }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        ChatReply(
            text: text, isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0,
            choiceProbabilities: probabilities)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }
}

/// Calls kept in memory.
final class MemoryOfCalls: CallMemory {
    private let answers = Mutex<[CallKey: JSON]>([:])

    func answer(to key: CallKey) -> JSON? { answers.withLock { $0[key] } }

    func remember(_ answer: JSON, for key: CallKey) { answers.withLock { $0[key] = answer } }
}
