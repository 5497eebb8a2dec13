import Chat
import Compute
import Dataflow

/// A question to a model that one of a few words answers.
struct ChoiceQuestion: Sendable {
    let messages: [ChatMessage]
    let choices: [String]
    /// Other words for a choice, in lower case, with its place.
    var synonyms: [String: Int] = [:]

    /// Greedy: a judge says the same every time. A model that keeps to the choices needs a token or
    /// two; the rest is for one that does not.
    private static let sampling = EncodedSampling(.greedy(maxTokens: 24))

    /// The answer of a model, remembered under all that decides it.
    func ask(_ model: RememberedModel) async throws -> ChoiceAnswer {
        let (reply, call) = try await model.reply(
            to: Question(messages, constraint: .choices(choices)), sampling: Self.sampling, seed: 0,
            as: .judgement)
        return ChoiceAnswer(reply, to: self, call: call)
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

    init(_ reply: ChatReply, to question: ChoiceQuestion, call: CallKey) {
        text = reply.text
        self.call = call
        guard let given = reply.choiceProbabilities, given.count == question.choices.count,
            let most = given.max()
        else {
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
