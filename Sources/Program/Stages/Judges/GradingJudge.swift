public import Chat
import Dataflow
import JSON

/// An LLM that grades one answer: the grades' values, weighted by how probable it finds each.
public struct GradingJudge: Sendable {
    /// The model that is asked.
    let model: any LanguageModel
    let scale: GradeScale
    private let prompt: JudgePrompt

    /// - Parameter prompt: A template over a record's fields, to be answered by a grade's word.
    public init(model: any LanguageModel, prompt: JudgePrompt, scale: GradeScale = .oneToFive) {
        self.model = model
        self.prompt = prompt
        self.scale = scale
    }

    /// The grade of the answer that `fields` hold.
    func grade(
        _ fields: JSONObject, priority: Int, _ calls: any CallAnswering
    ) async throws -> Grade {
        let question = ChoiceQuestion(messages: try prompt.turns(fields), choices: scale.words)
        let answer = try await question.ask(RememberedModel(model, calls, priority: priority))
        return Grade(answer: answer, score: scale.value(of: answer))
    }
}

/// A grade that an LLM gave.
struct Grade: Sendable {
    let answer: ChoiceAnswer
    /// The expected value; nil where the answer cannot be read.
    let score: Double?
}

/// The grades that a judge may give, and what each is worth.
public struct GradeScale: Sendable, Equatable {
    let words: [String]
    let values: [Double]

    /// The whole numbers from 1 to 5.
    public static let oneToFive = GradeScale(1...5)

    /// Whole numbers, each worth itself.
    init(_ range: ClosedRange<Int>) {
        words = range.map(String.init)
        values = range.map(Double.init)
    }

    /// Words with what each is worth.
    init(_ choices: [(word: String, value: Double)]) {
        words = choices.map(\.word)
        values = choices.map(\.value)
    }

    /// The mean of the values, weighted by the probabilities; without these, the value of the word
    /// that was said.
    func value(of answer: ChoiceAnswer) -> Double? {
        if let probabilities = answer.probabilities {
            return zip(probabilities, values).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return answer.choice.map { values[$0] }
    }
}
