public import Chat
import Concurrency
import Dataflow
import Hashing
import JSON

/// A judge whose accuracy is measured on labelled pairs.
public enum PairJudge: Sendable {
    /// A reward model; the answer with the higher weighted sum is better.
    case reward(any LanguageModel, weights: RewardWeights)
    /// A language model that compares two answers.
    case model(ComparingJudge)
    /// A language model that grades one answer at a time.
    case grade(GradingJudge)
    /// The longer answer is better: what any judge has to beat.
    case length

    /// The kind of judge, as rows and reports name it.
    public var kind: String {
        switch self {
        case .reward: "reward_model"
        case .model: "llm_judge"
        case .grade: "llm_grade"
        case .length: "length"
        }
    }

    /// The model's name; empty where there is none.
    public var modelName: String {
        switch self {
        case .reward(let model, _): model.name
        case .model(let judge): judge.model.name
        case .grade(let judge): judge.model.name
        case .length: ""
        }
    }

    /// Judges a pair; `seed` decides which answer counts as the one shown first.
    func judge(
        _ pair: LabelledPair, seed: UInt64, priority: Int, _ calls: any CallAnswering
    ) async throws -> PairJudgement {
        switch self {
        case .length:
            return PairJudgement(pair, preference: Double(pair.lengthDifference))
        case .reward(let model, let weights):
            let model = RememberedModel(model, calls, priority: priority)
            let worths = try await mapConcurrently([pair.chosen, pair.rejected]) { answer in
                let turn = ChatMessage(role: "assistant", content: answer)
                return try await model.rewards(of: pair.prompt + [turn]).rewards.last
                    .flatMap(Reward.init).map(weights.worth)
            }
            return PairJudgement(pair, worths: worths)
        case .grade(let judge):
            let grades = try await mapConcurrently([pair.chosen, pair.rejected]) { answer in
                try await judge.grade(pair.fields(answer), priority: priority, calls).score
            }
            return PairJudgement(pair, worths: grades)
        case .model(let judge):
            let comparison = try await judge.compare(
                pair.promptField, pair.chosen, pair.rejected, priority: priority, calls)
            return PairJudgement(
                pair, comparison, chosenIsFirst: pair.chosenIsFirst(seed: seed))
        }
    }
}

extension LabelledPair {
    /// The prompt as in a record: a text if it is one user turn, so that the question is the same
    /// as a stage's.
    fileprivate var promptField: JSON {
        prompt.count == 1 && prompt[0].role == "user"
            ? .string(prompt[0].content) : .array(prompt.map(\.json))
    }

    /// Returns the fields for a grading prompt: the row with the prompt and one of its answers.
    fileprivate func fields(_ answer: String) -> JSONObject {
        row.merging(["prompt": promptField, "response": .string(answer)])
    }

    /// Returns whether the chosen answer counts as shown first: a random bit from seed and pair.
    fileprivate func chosenIsFirst(seed: UInt64) -> Bool {
        var hash = SHA256()
        hash.update(seed)
        hash.update(framed: JSON.array(prompt.map(\.json)).encoded())
        hash.update(framed: chosen)
        hash.update(framed: rejected)
        return hash.finalize()[0] & 1 == 0
    }
}
