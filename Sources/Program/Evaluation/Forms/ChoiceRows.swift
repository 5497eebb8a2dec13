import JSON
import PythonStrings

/// Whose rows a choice is made from, and how the harness asks about them.
enum ChoiceRows: String, CaseIterable, Sendable {
    case arc, hellaswag, mmlu, winogrande

    /// The columns of a row.
    var columns: String {
        switch self {
        case .arc:
            "{\"question\": text, \"choices\": {\"text\": [...], \"label\": [...]}, \"answerKey\": "
                + "label}"
        case .hellaswag:
            "{\"ctx_a\": text, \"ctx_b\": text, \"activity_label\": text, \"endings\": [...], "
                + "\"label\": index}"
        case .mmlu:
            "{\"question\": text, \"subject\": text, \"choices\": [four texts], \"answer\": index or "
                + "letter}"
        case .winogrande:
            "{\"sentence\": text with _, \"option1\": text, \"option2\": text, \"answer\": \"1\" or "
                + "\"2\"}"
        }
    }

    /// Whether the harness reports `acc_norm` of them.
    var isNormalised: Bool { self == .arc || self == .hellaswag }

    /// What is asked about a row.
    func question(of row: EvaluationRow) throws(RowProblem) -> RowChoices {
        switch self {
        case .arc: try arc(row)
        case .hellaswag: try hellaswag(row)
        case .mmlu: try mmlu(row)
        case .winogrande: try winogrande(row)
        }
    }

    private func arc(_ row: EvaluationRow) throws(RowProblem) -> RowChoices {
        let question = try row.text("question")
        let texts = row["choices"]?["text"]?.array?.compactMap(\.string) ?? []
        let labels = row["choices"]?["label"]?.array?.compactMap(\.string) ?? []
        guard texts.count > 1, texts.count == labels.count else {
            throw row.wrong("choices", "{\"text\": [...], \"label\": [...]}, as many of each")
        }
        guard let answer = labels.firstIndex(of: try row.text("answerKey")) else {
            throw RowProblem(
                "\"answerKey\" is none of the labels \(labels.joined(separator: ", "))")
        }
        return RowChoices(
            context: "Question: \(question)\nAnswer:", choices: texts, answer: answer)
    }

    private func hellaswag(_ row: EvaluationRow) throws(RowProblem) -> RowChoices {
        let context = try row.text("ctx_a") + " " + row.text("ctx_b").pythonCapitalized
        let endings = try row.texts("endings")
        let given = row["label"]?.integer ?? row["label"]?.string.flatMap { Int($0) }
        guard let answer = given, endings.indices.contains(answer) else {
            throw row.wrong("label", "the index of an ending")
        }
        let activity = try row.text("activity_label")
        return RowChoices(
            context: Self.cleaned(activity + ": " + context), choices: endings.map(Self.cleaned),
            answer: answer)
    }

    /// The harness's `preprocess`: WikiHow's marks become sentences' ends or go.
    static func cleaned(_ text: String) -> String {
        text.trimmingPythonSpace().replacing(" [title]", with: ". ").replacing(/\[.*?\]/, with: "")
            .replacing("  ", with: " ")
    }

    private func mmlu(_ row: EvaluationRow) throws(RowProblem) -> RowChoices {
        let letters = ["A", "B", "C", "D"]
        let question = try row.text("question").trimmingPythonSpace()
        let subject = try row.text("subject")
        let choices = try row.texts("choices")
        guard choices.count == letters.count else { throw row.wrong("choices", "four texts") }
        let given = row["answer"]?.integer ?? row["answer"]?.string.flatMap(letters.firstIndex)
        guard let answer = given, letters.indices.contains(answer) else {
            throw row.wrong("answer", "an index from 0 to 3, or a letter")
        }
        let listed = zip(letters, choices).map { "\($0). \($1)\n" }.joined()
        let title = subject.split(separator: "_", omittingEmptySubsequences: false)
            .joined(separator: " ")
        var asked = RowChoices(
            context: "The following are multiple choice questions (with answers) about \(title)."
                + "\n\n\(question)\n\(listed)Answer:",
            choices: letters, answer: answer)
        asked.group = subject
        return asked
    }

    private func winogrande(_ row: EvaluationRow) throws(RowProblem) -> RowChoices {
        let sentence = try row.text("sentence")
        guard let blank = sentence.firstIndex(of: "_") else {
            throw RowProblem("\"sentence\" has no _ to fill")
        }
        let options = [try row.text("option1"), try row.text("option2")]
        let given = row["answer"]?.integer ?? row["answer"]?.string.flatMap { Int($0) }
        guard let answer = given, (1...2).contains(answer) else {
            throw row.wrong("answer", "\"1\" or \"2\"")
        }
        let end = String(sentence[sentence.index(after: blank)...]).trimmingPythonSpace()
        return RowChoices(
            options: options.map { option in
                .init(context: sentence[..<blank] + option, continuation: " " + end, length: 1)
            }, answer: answer - 1)
    }
}

/// A row's choices as continuations to weigh.
struct RowChoices: Sendable {
    /// A choice: which text is weighed after which.
    struct Option: Sendable {
        let context: String
        let continuation: String
        /// The choice's length in code points, without the space before it.
        let length: Int
    }

    let options: [Option]
    /// The index of the right one.
    let answer: Int
    /// The group of the row.
    var group: String?

    init(options: [Option], answer: Int) { (self.options, self.answer) = (options, answer) }

    /// Choices that follow the same context, each after a space.
    init(context: String, choices: [String], answer: Int) {
        self.init(
            options: choices.map { choice in
                Option(
                    context: context, continuation: " " + choice,
                    length: max(1, choice.unicodeScalars.count))
            }, answer: answer)
    }
}
