public import Chat
package import Dataflow
package import JSON

/// A language model that grades one answer.
///
/// The score is the mean of the grades' values, each weighted by the probability of its word.
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

    /// Grades the answer in `fields`.
    package func grade(
        _ fields: JSONObject, priority: Int, _ calls: any CallAnswering
    ) async throws -> Grade {
        let question = ChoiceQuestion(messages: try prompt.turns(fields), choices: scale.words)
        let answer = try await question.ask(RememberedModel(model, calls, priority: priority))
        return Grade(answer: answer, score: scale.value(of: answer))
    }
}

/// A grade that a language model gave.
package struct Grade: Sendable {
    let answer: ChoiceAnswer
    /// The expected value; nil where the answer cannot be read.
    package let score: Double?
}

/// The grades that a judge may give, with the value of each.
public struct GradeScale: Sendable, Equatable {
    let words: [String]
    let values: [Double]

    /// The whole numbers from 1 to 5.
    public static let oneToFive = GradeScale(1...5)
    /// The whole numbers from 1 to 10, as MT-Bench has them.
    public static let oneToTen = GradeScale(1...10)

    /// Whole numbers, each worth itself.
    init(_ range: ClosedRange<Int>) {
        words = range.map(String.init)
        values = range.map(Double.init)
    }

    /// Words with their values.
    init(_ choices: [(word: String, value: Double)]) {
        words = choices.map(\.word)
        values = choices.map(\.value)
    }

    /// The mean of the values, weighted by the probabilities; the value of the word that the model
    /// wrote if there are no probabilities.
    func value(of answer: ChoiceAnswer) -> Double? {
        if let probabilities = answer.probabilities {
            return zip(probabilities, values).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return answer.choice.map { values[$0] }
    }
}
