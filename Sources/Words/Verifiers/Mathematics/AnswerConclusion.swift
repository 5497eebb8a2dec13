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
        let line = CodePoints(
            all.split(separator: "\n").last ?? []
        ).trimmed()
        guard !line.isEmpty, line.count <= 400 else { return nil }
        let words = line.text.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
        guard !words.contains(where: doubts.contains) else { return nil }
        if words.isEmpty, AnswerStatement.beginsWithValue(line) { return line.text }
        guard words.prefix(4).contains(where: openers.contains) else { return nil }
        return lastFormula(in: line) ?? lastNumber(in: line)
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
        let word = words[last].trimmed { ".,;:!?*_()\"".unicodeScalars.contains($0) }
        return word.allSatisfy { $0.isDigit || marks.contains($0) } ? word.text : nil
    }

    /// Whether at most four words follow, and no digit.
    private static func isEnd(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        !rest.contains(where: \.isDigit) && CodePoints(rest).words.count <= 4
    }
}
