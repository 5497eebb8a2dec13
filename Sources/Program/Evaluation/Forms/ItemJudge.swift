public import Chat
import Dataflow
import Foundation
import JSON
import Stages

/// Who grades or compares answers.
public struct EvaluationJudge: Sendable {
    /// How the judge says what it thinks.
    public enum Kind: String, Sendable, CaseIterable {
        /// By the rewards of a reward model.
        case reward
        /// In words: the model is asked.
        case model
    }

    /// The judge's model.
    public let model: any LanguageModel
    /// How it is asked.
    public let kind: Kind

    /// A judge.
    public init(_ model: any LanguageModel, _ kind: Kind) {
        (self.model, self.kind) = (model, kind)
    }
}

/// A judge with a memory, for one item.
struct ItemJudge: Sendable {
    let kind: EvaluationJudge.Kind
    private let model: RememberedModel
    private let calls: any CallAnswering
    private let priority: Int

    init(_ judge: EvaluationJudge, _ calls: any CallAnswering, priority: Int) {
        kind = judge.kind
        model = RememberedModel(judge.model, calls, priority: priority)
        (self.calls, self.priority) = (calls, priority)
    }

    // MARK: Rewards

    /// What each assistant turn of a conversation is worth: the reward by the usual weights.
    func worths(of messages: [ChatMessage]) async throws -> [(worth: Double, grade: Double)] {
        try await model.rewards(of: messages).rewards.compactMap(Reward.init).map { reward in
            let worth = try RewardWeights.usual.worth(of: reward)
            return (worth, Self.grade(of: worth, reward))
        }
    }

    /// The grade from 1 to 10 that a worth stands for.
    ///
    /// Linear from the least to the greatest worth of HelpSteer2's attributes, each from 0 to 4; of a
    /// single score, through the logistic function.
    static func grade(of worth: Double, _ reward: Reward) -> Double {
        guard reward.names == Reward.attributes else { return 1 + 9 / (1 + exp(-worth)) }
        let least = 4 * Reward.cardWeights.filter { $0 < 0 }.reduce(0, +)
        let most = 4 * Reward.cardWeights.filter { $0 > 0 }.reduce(0, +)
        return 1 + 9 * min(1, max(0, (worth - least) / (most - least)))
    }

    // MARK: Words

    /// A grade from 1 to 10 of the last answer of a conversation; nil if the judge's reply cannot
    /// be read.
    func grade(
        _ prompt: [ChatMessage], answer: String, reference: String?
    ) async throws -> Double? {
        let judge = GradingJudge(
            model: model.model, prompt: try Self.gradePrompt(), scale: .oneToTen)
        return try await judge.grade(
            [
                "prompt": .array(prompt.map(\.json)), "response": .string(answer),
                "reference": reference.map(JSON.string) ?? .null,
            ], priority: priority, calls
        ).score
    }

    /// The verdict on two answers, asked in both orders; a tie if the orders disagree.
    func compare(
        _ prompt: [ChatMessage], _ first: String, _ second: String
    ) async throws -> (verdict: Comparison.Saying, orders: [Comparison.Saying]) {
        let judge = ComparingJudge(model: model.model, prompt: try .comparison())
        let asked: JSON =
            prompt.count == 1 ? .string(prompt[0].content) : .array(prompt.map(\.json))
        let found = try await judge.compare(asked, first, second, priority: priority, calls)
        return (found.agreed ?? .tie, [found.saidForward, found.saidSwapped])
    }

    /// Whether an answer is too short, just right or too long; nil if the reply cannot be read.
    func length(_ prompt: [ChatMessage], answer: String) async throws -> LengthPerception? {
        let turns = try Self.lengthPrompt().turns([
            "prompt": .array(prompt.map(\.json)), "response": .string(answer),
        ])
        let question = ChoiceQuestion(
            messages: turns, choices: LengthPerception.allCases.map(\.word))
        return try await question.ask(model).choice.map { LengthPerception.allCases[$0] }
    }

    private static func gradePrompt() throws -> JudgePrompt {
        try JudgePrompt(
            source: String(decoding: PackageResources.grade_ten_jinja, as: UTF8.self),
            name: "judge/grade-ten.jinja")
    }

    private static func lengthPrompt() throws -> JudgePrompt {
        try JudgePrompt(
            source: String(decoding: PackageResources.length_jinja, as: UTF8.self),
            name: "judge/length.jinja")
    }
}
