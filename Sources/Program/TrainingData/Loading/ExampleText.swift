import Formatting
public import Text
public import Training

/// Examples as text, with their targets marked, for people to look at.
public struct ExampleText: Sendable {
    private let tokenizer: Tokenizer

    /// Begins and ends what is learnt.
    public static let marks = (start: "«", end: "»")

    /// Texts of a model's tokens.
    public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// A conversation, with what is learnt between marks.
    public func text(_ example: Conversation) -> String {
        head(example.name, example.tokens, "\(Format.count(example.targetCount)) targets")
            + marked(example.tokens, example.isTarget)
    }

    /// A prompt with both answers.
    public func text(_ example: Preference) -> String {
        var facts = "answers of \(example.chosen.count) and \(example.rejected.count)"
        if let chosen = example.chosenRewards, let rejected = example.rejectedRewards {
            facts += "; rewards \(Self.list(chosen)) and \(Self.list(rejected))"
        }
        return head(example.name, example.prompt, facts) + tokenizer.decode(example.prompt)
            + "\n-- chosen\n" + marked(example.chosen, example.chosen.map { _ in true })
            + "\n-- rejected\n" + marked(example.rejected, example.rejected.map { _ in true })
    }

    /// A conversation up to the token that is read, with its labels.
    public func text(_ example: RatedAnswer) -> String {
        let labels = example.labels.map { $0.map { "\($0)" } ?? "none" }.joined(separator: ", ")
        let isTarget = example.tokens.indices.map { $0 == example.tokens.count - 1 }
        return head(example.name, example.tokens, "labels \(labels)")
            + marked(example.tokens, isTarget)
    }

    private static func list(_ values: [Double]) -> String {
        values.map { "\($0)" }.joined(separator: ", ")
    }

    private func head(_ name: String, _ tokens: [Int32], _ facts: String) -> String {
        let first = tokens.prefix(4).map(String.init).joined(separator: " ")
        let last = tokens.suffix(4).map(String.init).joined(separator: " ")
        return "== \(name): \(Format.count(tokens.count)) tokens (\(first) … \(last)), \(facts)\n"
    }

    private func marked(_ tokens: [Int32], _ isTarget: [Bool]) -> String {
        var text = ""
        var start = 0
        while start < tokens.count {
            let end = isTarget[start...].firstIndex { $0 != isTarget[start] } ?? tokens.count
            let run = tokenizer.decode(tokens[start..<end])
            text += isTarget[start] ? Self.marks.start + run + Self.marks.end : run
            start = end
        }
        return text
    }
}
