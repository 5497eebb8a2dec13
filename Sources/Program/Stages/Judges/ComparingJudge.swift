public import Chat
import Concurrency
package import Dataflow
package import JSON

/// A language model that says which of two answers is better.
///
/// The model is asked twice, with the order swapped: many models favour the answer shown first.
public struct ComparingJudge: Sendable {
    /// The model that is asked.
    let model: any LanguageModel
    private let prompt: JudgePrompt
    private let allowsTies: Bool

    /// The fields that a prompt may use.
    static let fields = FieldSet(["prompt", "first", "second", "ties"])

    /// - Parameters:
    ///   - prompt: A template over `prompt`, `first`, `second` and `ties`, answered by "A" or "B".
    ///   - allowsTies: Whether "C" may be said, for neither.
    public init(model: any LanguageModel, prompt: JudgePrompt, allowsTies: Bool = false) {
        self.model = model
        self.prompt = prompt
        self.allowsTies = allowsTies
    }

    /// Compares two answers to a prompt, which is a text or a list of turns.
    package func compare(
        _ prompt: JSON, _ first: String, _ second: String, priority: Int,
        _ calls: any CallAnswering
    ) async throws -> Comparison {
        let questions = try [
            question(prompt, first, second), question(prompt, second, first),
        ]
        let model = RememberedModel(model, calls, priority: priority)
        let answers = try await mapConcurrently(questions) { try await $0.ask(model) }
        return Comparison(forward: answers[0], swapped: answers[1])
    }

    private func question(
        _ prompt: JSON, _ first: String, _ second: String
    ) throws -> ChoiceQuestion {
        let turns = try self.prompt.turns([
            "prompt": prompt, "first": .string(first), "second": .string(second),
            "ties": .bool(allowsTies),
        ])
        return ChoiceQuestion(
            messages: turns, choices: allowsTies ? ["A", "B", "C"] : ["A", "B"],
            synonyms: allowsTies
                ? ["tie": 2, "tied": 2, "draw": 2, "equal": 2, "neither": 2, "both": 2] : [:])
    }
}

/// The verdicts of a judge on two answers, in both orders.
package struct Comparison: Sendable {
    /// A verdict in terms of the answers, not of their order.
    package enum Saying: Sendable, Equatable {
        case first, second, tie, unreadable
    }

    /// The verdict with the first answer as A.
    let forward: ChoiceAnswer
    /// The verdict with the second answer as A.
    let swapped: ChoiceAnswer

    package var saidForward: Saying { forward.saying(ofA: .first, ofB: .second) }
    package var saidSwapped: Saying { swapped.saying(ofA: .second, ofB: .first) }

    /// The verdict of both orders; nil if they differ or cannot be read.
    package var agreed: Saying? {
        saidForward == saidSwapped && saidForward != .unreadable ? saidForward : nil
    }

    /// The probability that the first answer is better minus that of the second, from -1 to 1; mean
    /// over both orders.
    package var preference: Double {
        (forward.preferenceForA - swapped.preferenceForA) / 2
    }

    /// The replies and the probabilities of the choices, kept with the record.
    var account: JSON {
        func texts(_ answers: [ChoiceAnswer]) -> JSON { .array(answers.map { .string($0.text) }) }
        func numbers(_ answer: ChoiceAnswer) -> JSON {
            .array((answer.probabilities ?? []).map(JSON.double))
        }
        return [
            "said": texts([forward, swapped]),
            "probabilities": [numbers(forward), numbers(swapped)],
        ]
    }
}

extension ChoiceAnswer {
    fileprivate func saying(ofA a: Comparison.Saying, ofB b: Comparison.Saying)
        -> Comparison.Saying
    {
        if isEven { return .tie }
        return switch choice {
        case 0: a
        case 1: b
        case 2: .tie
        default: .unreadable
        }
    }

    fileprivate var preferenceForA: Double {
        if let probabilities { return probabilities[0] - probabilities[1] }
        return choice == 0 ? 1 : choice == 1 ? -1 : 0
    }
}
