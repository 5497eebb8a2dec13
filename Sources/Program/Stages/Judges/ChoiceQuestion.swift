package import Chat
import Compute
import Dataflow

/// A question to a model whose answer is one of a few words.
package struct ChoiceQuestion: Sendable {
    let messages: [ChatMessage]
    let choices: [String]
    /// Other words for a choice, in lower case, with its index.
    var synonyms: [String: Int] = [:]

    /// - Parameter choices: The words of which one is the answer.
    package init(messages: [ChatMessage], choices: [String], synonyms: [String: Int] = [:]) {
        (self.messages, self.choices, self.synonyms) = (messages, choices, synonyms)
    }

    /// Greedy, so that a judge gives the same verdict every time. A model constrained to the
    /// choices needs a token or two; the rest is for models without constraints.
    private static let sampling = EncodedSampling(.greedy(maxTokens: 24))

    /// Asks a model, or returns the remembered answer.
    package func ask(_ model: RememberedModel) async throws -> ChoiceAnswer {
        let (reply, call) = try await model.reply(
            to: Question(messages, constraint: .choices(choices)), sampling: Self.sampling, seed: 0,
            as: .judgement)
        return ChoiceAnswer(reply, to: self, call: call)
    }
}

/// A model's answer to a choice question.
package struct ChoiceAnswer: Sendable, Equatable {
    /// The model's reply, word for word.
    package let text: String
    /// The probability of each choice; nil if the model gives none.
    let probabilities: [Double]?
    /// The index of the choice; nil if the answer cannot be read or the two most probable choices
    /// are tied.
    package let choice: Int?
    /// Whether two choices share the highest probability.
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
