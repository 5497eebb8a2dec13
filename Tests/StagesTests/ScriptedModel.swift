import Chat
import Foundation
import Hashing
import JSON
import Stages
import Synchronization

/// A model whose answers follow from the question and the seed by rule: for tests of the flow.
struct ScriptedModel: LanguageModel {
    let name: String
    let fingerprint: String
    fileprivate let calls: CallCounter

    init(name: String = "scripted", calls: CallCounter = CallCounter()) {
        self.name = name
        fingerprint = "scripted-\(name)"
        self.calls = calls
    }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        try calls.note()
        await Task.yield()
        let question = request.messages.last?.content ?? ""
        switch request.constraint {
        case .choices(let choices): return choose(choices, question)
        case .schema(let schema):
            return try ChatReply(meeting: .schema(schema), prompt: question, seed: request.seed)
        case nil: break
        }
        var hash = SHA256()
        hash.update(framed: question)
        hash.update(request.seed)
        let digest = hash.finalize()
        var digits = digest.makeIterator()
        let subjects = Self.subjects(of: question)
        func phrase(_ count: Int) -> String {
            (0..<count).map { _ in subjects[Int(digits.next() ?? 0) % subjects.count] }
                .joined(separator: " ")
        }
        let text =
            if question.contains("end with \"The answer is\"") {
                Self.solution(of: question, Int(digits.next() ?? 0), phrase(6))
            } else if request.messages.first?.content.contains("given table") == true {
                "The answer is \(Self.cell(of: question, Int(digits.next() ?? 0)))."
            } else if let code = Self.aboutCode(question, digit: Int(digest[31])) {
                code
            } else if question.contains("1. ") {
                (1...3).map { "\($0). What about the \(phrase(4))?" }.joined(separator: "\n")
            } else if question.contains("followed by the number alone") {
                // A true answer for some of the problems, none for the others.
                "After some \(phrase(3)): The answer is \([2, 20, 29, 48, 54][Int(digits.next() ?? 0) % 5])."
            } else if question.contains("Python task") {
                "Write a Python function that takes the \(phrase(3)) and returns the \(phrase(4))."
            } else if question.contains("math") {
                "Find the \(phrase(3)) of 12 and 7, and then the \(phrase(3))."
            } else if question.contains("Write one question") {
                "What is the \(phrase(3)) of the \(phrase(3))?"
            } else {
                "Write a letter about the \(phrase(6)), and the \(phrase(5))."
            }
        return ChatReply(
            text: text, isTruncated: (digits.next() ?? 0) < 8, tokens: text.count / 4,
            promptTokens: question.count / 4, meanLogProbability: -1)
    }

    /// One of several choices: of two answers that are shown, always the same, wherever it stands.
    private func choose(_ choices: [String], _ question: String) -> ChatReply {
        func number(_ text: String) -> UInt8 {
            var hash = SHA256()
            hash.update(framed: text)
            return hash.finalize()[0]
        }
        let shown = RuleJudge.answers(in: question)
        let choice =
            question.contains("Answer B:")
            ? (number(shown.first) > number(shown.second) ? 0 : 1)
            : Int(number(question)) % choices.count
        let rest = 0.25 / Double(max(1, choices.count - 1))
        return ChatReply(
            text: choices[choice], isTruncated: false, tokens: 1,
            promptTokens: question.count / 4, meanLogProbability: -1,
            choiceProbabilities: choices.indices.map { $0 == choice ? 0.75 : rest })
    }

    /// An answer to a word problem: the sum, product, difference or quotient of its first two numbers.
    private static func solution(of question: String, _ kind: Int, _ words: String) -> String {
        let numbers = question.split { !$0.isNumber }.compactMap { Int($0) }
        let (one, other) = (numbers.first ?? 1, max(1, numbers.dropFirst().first ?? 1))
        let results = [one + other, one * other, one - other, one / other]
        return "I think of the \(words). The answer is \(results[kind % 4])."
    }

    /// One of the texts between the lines and separators of a table.
    private static func cell(of question: String, _ number: Int) -> String {
        let cells = question.split { "|,\n".contains($0) }
            .map { $0.split(separator: ": ").last.map(String.init) ?? "" }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return cells.isEmpty ? "none" : cells[number % cells.count]
    }

    /// The longer words of a question, so that answers are about something in it.
    private static func subjects(of question: String) -> [String] {
        let words = question.lowercased().split { !$0.isLetter }.map(String.init)
            .filter { $0.count > 3 && !["write", "question", "about"].contains($0) }
        return words.isEmpty ? ["amber", "river", "signal"] : words
    }

    /// What is answered in Genetic Instruct: tasks, code (some of it broken), tests and ratings.
    private static func aboutCode(_ question: String, digit: Int) -> String? {
        if question.contains("New task, ") || question.contains("One new task that joins both") {
            let words = subjects(of: question).filter { $0.allSatisfy(\.isASCII) }
            let (one, other) = (words[digit % words.count], words[digit / 3 % words.count])
            return
                "Write a Python function \(one)_\(other)_\(digit)(values) that returns the \(one) of "
                + "the \(other) and the \(words[digit / 7 % words.count]) among the values."
        }
        if question.contains("How well does the solution") { return String(digit % 5 + 1) }
        guard question.hasPrefix("Write a Python function "), question.contains(") that ") else {
            return nil
        }
        let name = question.split(separator: " ")[4].prefix { $0 != "(" }
        if question.contains("three assert statements") {
            return "assert \(name)([]) == 2\nassert \(name)(12) == 2\nassert \(name)('abc') == 4"
        }
        let mark = digit < 40 ? "" : ":"
        return "```python\ndef \(name)(values)\(mark)\n    return len(str(values))\n```"
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        try calls.note()
        return messages.indices.filter { messages[$0].role == "assistant" }.map { turn in
            var hash = SHA256()
            for message in messages[...turn] { hash.update(framed: message.content) }
            return Reward(values: hash.finalize().prefix(5).map { Double($0) / 64 })
        }
    }
}

extension ScriptedModel {
    /// The numbers in an embedding.
    static let dimensions = 40

    /// A vector that depends on the words, not on their order.
    func embed(_ text: String, priority: Int) async throws -> Embedding {
        try calls.note()
        await Task.yield()
        var sums = [Float](repeating: 0, count: Self.dimensions)
        for word in text.split(separator: " ") {
            var hash = SHA256()
            hash.update(framed: String(word))
            let digits = hash.finalize()
            for place in sums.indices { sums[place] += Float(digits[place % 32]) - 127.5 }
        }
        return Embedding(scaling: sums)
    }
}

/// How often a scripted model was called; after so many calls as `limit` it breaks down.
final class CallCounter: Sendable {
    struct BrokenDown: Error {}

    private let calls = Atomic(0)
    private let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    /// The calls so far.
    var count: Int { calls.load(ordering: .relaxed) }

    func note() throws {
        guard calls.add(1, ordering: .relaxed).newValue <= limit else { throw BrokenDown() }
    }
}
