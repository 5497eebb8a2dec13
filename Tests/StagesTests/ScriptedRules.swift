import Chat
import Foundation
import Hashing

/// What a scripted model says to one sort of question.
struct ScriptedRule: Sendable {
    /// Whether the rule is for this question.
    let applies: @Sendable (ScriptedDraw) -> Bool
    /// The reply.
    let reply: @Sendable (inout ScriptedDraw) -> String

    /// A rule for questions with one of these texts in them.
    init(
        _ texts: String..., reply: @escaping @Sendable (inout ScriptedDraw) -> String
    ) {
        self.init(when: { draw in texts.contains(where: draw.question.contains) }, reply: reply)
    }

    /// A rule for questions of which something is true.
    init(
        when applies: @escaping @Sendable (ScriptedDraw) -> Bool,
        reply: @escaping @Sendable (inout ScriptedDraw) -> String
    ) {
        self.applies = applies
        self.reply = reply
    }

    /// The rules in the order in which they are tried; the last one is for all questions.
    static let all: [ScriptedRule] = [
        // Word problems, and questions about a table.
        ScriptedRule("end with \"The answer is\"") { $0.solution() },
        ScriptedRule(when: { $0.opening.contains("given table") }) {
            "The answer is \($0.cell())."
        },

        // Genetic Instruct: tasks, ratings, tests and code, some of it broken.
        ScriptedRule("New task, ", "One new task that joins both") { $0.codeTask() },
        ScriptedRule("How well does the solution") { String($0.codeDigit % 5 + 1) },
        ScriptedRule(
            when: { $0.isCodeTask && $0.question.contains("three assert statements") }
        ) {
            let name = $0.functionName
            return "assert \(name)([]) == 2\nassert \(name)(12) == 2\nassert \(name)('abc') == 4"
        },
        ScriptedRule(when: { $0.isCodeTask }) {
            let mark = $0.codeDigit < 40 ? "" : ":"
            return
                "```python\ndef \($0.functionName)(values)\(mark)\n    return len(str(values))\n```"
        },

        // Lists, and prompts of several domains.
        ScriptedRule("1. ") { draw in
            (1...3).map { "\($0). What about the \(draw.phrase(4))?" }.joined(separator: "\n")
        },
        // A true answer for some of the problems, none for the others.
        ScriptedRule("followed by the number alone") {
            "After some \($0.phrase(3)): The answer is \([2, 20, 29, 48, 54][$0.digit() % 5])."
        },
        ScriptedRule("Python task") {
            "Write a Python function that takes the \($0.phrase(3)) and returns the \($0.phrase(4))."
        },
        ScriptedRule("math") {
            "Find the \($0.phrase(3)) of 12 and 7, and then the \($0.phrase(3))."
        },
        ScriptedRule("Write one question") {
            "What is the \($0.phrase(3)) of the \($0.phrase(3))?"
        },
        ScriptedRule(when: { _ in true }) {
            "Write a letter about the \($0.phrase(6)), and the \($0.phrase(5))."
        },
    ]
}

/// A question, with the numbers from which a reply to it is drawn: a digest of question and seed.
struct ScriptedDraw: Sendable {
    /// The last message.
    let question: String
    /// The first message.
    let opening: String
    /// The number that everything about code depends on, from 0 to 255.
    let codeDigit: Int
    private let subjects: [String]
    private var digits: IndexingIterator<[UInt8]>

    init(_ request: ChatRequest) {
        question = request.messages.last?.content ?? ""
        opening = request.messages.first?.content ?? ""
        var hash = SHA256()
        hash.update(framed: question)
        hash.update(request.seed)
        let digest = Array(hash.finalize())
        codeDigit = Int(digest[31])
        digits = digest.makeIterator()
        subjects = Self.subjects(of: question)
    }

    /// The reply of the first rule that applies.
    mutating func text(by rules: [ScriptedRule]) -> String {
        rules.first { $0.applies(self) }?.reply(&self) ?? ""
    }

    /// The next number, from 0 to 255.
    mutating func digit() -> Int { Int(digits.next() ?? 0) }

    /// So many of the question's longer words.
    mutating func phrase(_ count: Int) -> String {
        (0..<count).map { _ in subjects[digit() % subjects.count] }.joined(separator: " ")
    }

    /// The longer words of a question, so that answers are about something in it.
    private static func subjects(of question: String) -> [String] {
        let words = question.lowercased().split { !$0.isLetter }.map(String.init)
            .filter { $0.count > 3 && !["write", "question", "about"].contains($0) }
        return words.isEmpty ? ["amber", "river", "signal"] : words
    }
}

extension ScriptedDraw {
    /// An answer to a word problem: the sum, product, difference or quotient of its first two numbers.
    mutating func solution() -> String {
        let kind = digit()
        let numbers = question.split { !$0.isNumber }.compactMap { Int($0) }
        let (one, other) = (numbers.first ?? 1, max(1, numbers.dropFirst().first ?? 1))
        let results = [one + other, one * other, one - other, one / other]
        return "I think of the \(phrase(6)). The answer is \(results[kind % 4])."
    }

    /// One of the texts between the lines and separators of a table.
    mutating func cell() -> String {
        let cells = question.split { "|,\n".contains($0) }
            .map { $0.split(separator: ": ").last.map(String.init) ?? "" }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        let number = digit()
        return cells.isEmpty ? "none" : cells[number % cells.count]
    }

    /// Whether the question is a task as ``codeTask()`` writes it.
    var isCodeTask: Bool {
        question.hasPrefix("Write a Python function ") && question.contains(") that ")
    }

    /// The function that such a task asks for.
    var functionName: Substring { question.split(separator: " ")[4].prefix { $0 != "(" } }

    /// A task about words of the question.
    func codeTask() -> String {
        let words = subjects.filter { $0.allSatisfy(\.isASCII) }
        let (one, other) = (words[codeDigit % words.count], words[codeDigit / 3 % words.count])
        return
            "Write a Python function \(one)_\(other)_\(codeDigit)(values) that returns the \(one) "
            + "of the \(other) and the \(words[codeDigit / 7 % words.count]) among the values."
    }
}
