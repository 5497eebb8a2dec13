/// The value with which a response concludes, where it does not say "answer".
enum AnswerConclusion {
    private static let openers: Set<String> = [
        "so", "thus", "therefore", "hence", "finally", "consequently", "altogether", "total",
        "result",
        "conclusion", "gives", "get", "have", "solution", "value", "equals", "overall",
    ]
    private static let doubts: Set<String> = [
        "not", "cannot", "can't", "unknown", "unclear", "enough", "unless", "if", "impossible",
        "maybe",
        "perhaps", "or",
    ]

    /// Returns the value at the end of the last line, if the line concludes: it is a formula, or one
    /// of its first words is "so", "therefore" or the like.
    static func value(in text: CodePoints) -> String? {
        guard !BoxedAnswer.isUnfinished(in: text) else { return nil }
        let all = text.trimmed()
        if let display = display(atEndOf: all) { return display }
        let lines = all.split(separator: "\n").map { CodePoints($0).trimmed() }
        let line = withoutLabel(lines.last { !$0.isEmpty && !isCourtesy($0) } ?? [])
        guard !line.isEmpty, line.count <= 400 else { return nil }
        let words = line.text.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
        guard !words.contains(where: doubts.contains) else { return nil }
        if words.isEmpty, AnswerStatement.beginsWithValue(line) { return line.text }
        // "A: 540 dollars"
        if words.count <= 2, line != lines.last, AnswerStatement.beginsWithValue(line) {
            return line.text
        }
        guard words.prefix(4).contains(where: openers.contains) else { return nil }
        return lastFormula(in: line) ?? lastNumber(in: line)
    }

    /// Whether a line only thanks or greets: "Thanks for asking!"
    private static func isCourtesy(_ line: CodePoints) -> Bool {
        let openers = [
            "thank", "i hope", "hope ", "let me know", "feel free", "good luck", "have a ",
            "cheers",
            "you're welcome", "happy to help", "if you have any",
        ]
        let text = line.text.lowercased()
        return openers.contains(where: text.hasPrefix)
            && !line.contains { $0.isDigit || $0 == "\\" || $0 == "$" }
    }

    /// Removes "A:" or an arrow at the start of a line if a value follows.
    private static func withoutLabel(_ line: CodePoints) -> CodePoints {
        for label in ["A:", "=>", "⇒", "→", "∴", "$\\Rightarrow$"] {
            let label = CodePoints(label)
            guard line.has(label, at: 0) else { continue }
            let value = CodePoints(line[label.count...]).trimmed()
            if AnswerStatement.beginsWithValue(value) { return value }
        }
        return line
    }

    /// Returns the amount of a sentence in words that holds no other number, "She earns $18"; nil if
    /// it denies or doubts it.
    static func onlyAmount(in line: CodePoints) -> String? {
        let words = line.words.filter { $0.contains(where: \.isDigit) }
        let names = line.text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        let isDoubted = names.map(String.init).contains { name in
            doubts.contains(name) || MathNames.denials.contains(name) || name.hasSuffix("n't")
        }
        guard words.count == 1, names.count >= 2, !isDoubted, !line.contains("\n") else {
            return nil
        }
        return lastNumber(in: line)
    }

    /// Returns the formula set apart at the end of the response.
    private static func display(atEndOf text: CodePoints) -> String? {
        let text = text.trimmedAtEnd { $0.isSpace || $0 == "." }
        for (open, close) in [("\\[", "\\]"), ("$$", "$$")] {
            let (opening, closing) = (CodePoints(open), CodePoints(close))
            guard text.has(closing, at: text.count - closing.count) else { continue }
            let inside = CodePoints(text.dropLast(closing.count))
            guard let start = inside.positions(of: opening).last else { continue }
            return CodePoints(inside[(start + opening.count)...]).trimmed().text
        }
        return nil
    }

    private static func lastFormula(in line: CodePoints) -> String? {
        for (open, close) in [("\\(", "\\)"), ("$", "$"), ("**", "**")] {
            let (opening, closing) = (CodePoints(open), CodePoints(close))
            guard let end = line.positions(of: closing).last, isEnd(line[(end + closing.count)...])
            else { continue }
            let before = CodePoints(line[..<end])
            guard let start = before.positions(of: opening).last else { continue }
            let inside = CodePoints(before[(start + opening.count)...])
            if inside.contains(where: { $0.isDigit || $0 == "\\" }), !inside.isBlank {
                return inside.text
            }
        }
        return nil
    }

    private static func lastNumber(in line: CodePoints) -> String? {
        let marks = Set("-−.,/%$€£".unicodeScalars)
        let words = line.words
        guard let last = words.lastIndex(where: { $0.contains(where: \.isDigit) }),
            isEnd(CodePoints(words[(last + 1)...].map(\.text).joined(separator: " "))[...])
        else { return nil }
        var word = words[last].trimmed { ".,;:!?*_()\"".unicodeScalars.contains($0) }
        // "1 234 567"
        for before in words[..<last].reversed() {
            guard word.prefix(while: \.isDigit).count == 3, (1...3).contains(before.count),
                before.allSatisfy(\.isDigit)
            else { break }
            word = before + word
        }
        return word.allSatisfy { $0.isDigit || marks.contains($0) } ? word.text : nil
    }

    /// Whether at most four words follow, and no digit.
    private static func isEnd(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        !rest.contains(where: \.isDigit) && CodePoints(rest).words.count <= 4
    }
}
