import Chat
import Compute
import Dataflow
import JSON

/// A question to a model that one of a few words answers.
struct ChoiceQuestion: Sendable {
    let messages: [ChatMessage]
    let choices: [String]
    /// Other words for a choice, in lower case, with its place.
    var synonyms: [String: Int] = [:]

    /// Greedy: a judge says the same every time. A model that keeps to the choices needs a token or
    /// two; the rest is for one that does not.
    private static let sampling: SamplingOptions = {
        var sampling = SamplingOptions()
        sampling.temperature = 0
        sampling.maxTokens = 24
        return sampling
    }()

    /// The answer, remembered under all that decides it.
    func ask(
        _ model: any LanguageModel, priority: Int, _ calls: any CallAnswering
    ) async throws -> ChoiceAnswer {
        let constraint = AnswerConstraint.choices(choices)
        let asked = JSON.array(messages.map(\.json))
        let key = CallKey(
            model: model.fingerprint,
            request: [
                "kind": "choose", "messages": asked, "sampling": Self.sampling.json, "seed": 0,
                "constraint": constraint.json,
            ])
        let answered = try await calls.answer(to: key) {
            let reply = try await model.complete(
                ChatRequest(
                    messages: messages, sampling: Self.sampling, seed: 0, priority: priority,
                    constraint: constraint))
            return [
                "messages": asked, "text": .string(reply.text),
                "truncated": .bool(reply.isTruncated), "tokens": .integer(reply.tokens),
                "promptTokens": .integer(reply.promptTokens),
                "choiceProbabilities": reply.choiceProbabilities.map {
                    .array($0.map(JSON.double))
                } ?? .null,
            ]
        }
        return ChoiceAnswer(remembered: answered, to: self, call: key)
    }
}

/// Which of the choices a model took.
struct ChoiceAnswer: Sendable, Equatable {
    /// What it said, word for word.
    let text: String
    /// How probable it found each choice; nil where it does not say.
    let probabilities: [Double]?
    /// The place of the choice; nil where the answer cannot be read, or where the two most probable
    /// choices are equally so.
    let choice: Int?
    /// Whether no choice is more probable than all others.
    let isEven: Bool
    let call: CallKey

    init(remembered answer: JSON, to question: ChoiceQuestion, call: CallKey) {
        text = answer["text"]?.string ?? ""
        self.call = call
        let given = answer["choiceProbabilities"]?.array?.compactMap(\.double)
        guard let given, given.count == question.choices.count, let most = given.max() else {
            probabilities = nil
            choice = ChoiceReader(question).choice(in: text)
            isEven = false
            return
        }
        probabilities = given
        isEven = given.count { $0 == most } > 1
        choice = isEven ? nil : given.firstIndex(of: most)
    }
}
