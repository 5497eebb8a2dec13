import PythonStrings

extension ReplyParser {
    /// Returns the number in a reply: alone, after a label such as "Score:", or the only one.
    ///
    /// "8/10" and "8 out of 10" are 8. Of several labelled numbers the last is returned. Several
    /// different numbers without a label give `nil`, unless one begins the reply.
    public static func number(_ text: String) -> Double? {
        let text = text.withUnixNewlines.withoutThinking
        let numbers = NumberScanner.numbers(in: text)
        if let marked = numbers.last(where: \.isMarked) ?? numbers.last(where: \.isLabelled) {
            return marked.value
        }
        if let first = numbers.first, first.beginsText { return first.value }
        guard let first = numbers.first else { return wordNumber(text) }
        return numbers.allSatisfy { $0.value == first.value } ? first.value : nil
    }

    private static func wordNumber(_ text: String) -> Double? {
        let names = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        ]
        let words = text.lowercased().split { !$0.isLetter }
        guard words.count <= 3 else { return nil }
        let found = words.compactMap { word in names.firstIndex { $0 == word } }
        return found.count == 1 ? Double(found[0]) : nil
    }

    /// Returns whether a reply says yes or no, or `nil` if it is not clear.
    ///
    /// Looks for the answer after a label such as "Answer:", at the start, alone on the last line;
    /// then for a reply that has only one of the words "yes" and "no".
    public static func yesNo(_ text: String) -> Bool? {
        let text = text.withUnixNewlines.withoutThinking
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" && $0 != ":" }
            .flatMap { splittingColon($0) }
        if let marked = labelledAnswer(words) { return marked }
        if let first = words.first.flatMap({ answer($0) }) { return first }
        let lastLine = text.split(separator: "\n").last { line in line.contains { $0.isLetter } }
        let lastWords = (lastLine ?? "").lowercased().split { !$0.isLetter }
        if lastWords.count == 1, let last = answer(lastWords[0]) { return last }
        let said = Set(words.compactMap { $0 == "yes" ? true : $0 == "no" ? false : nil })
        return said.count == 1 ? said.first : nil
    }

    private static func splittingColon(_ word: Substring) -> [Substring] {
        guard let colon = word.firstIndex(of: ":") else { return [word] }
        let rest = word[word.index(after: colon)...].drop { $0 == ":" }
        return [word[...colon]] + (rest.isEmpty ? [] : [rest])
    }

    /// Returns the last answer that follows a label such as "answer:" or "verdict:".
    private static func labelledAnswer(_ words: [Substring]) -> Bool? {
        let labels = [
            "answer:", "verdict:", "decision:", "judgment:", "judgement:", "conclusion:", "result:",
        ]
        var found: Bool?
        for (word, next) in zip(words, words.dropFirst()) where labels.contains(String(word)) {
            found = answer(next) ?? found
        }
        return found
    }

    private static func answer(_ word: Substring) -> Bool? {
        switch word {
        case "yes", "y", "true", "yeah", "yep": true
        case "no", "n", "false", "nope": false
        default: nil
        }
    }
}

/// Finds the numbers in a text and classifies them by their surroundings.
private struct NumberScanner {
    struct Found {
        let value: Double
        /// Whether no letter or digit comes before the number.
        let beginsText: Bool
        /// Whether a word such as "score" comes before the number, "is" and the like aside.
        let isLabelled: Bool
        /// Whether the number is marked as the answer: `[[8]]`, `\boxed{8}`.
        let isMarked: Bool
    }

    static func numbers(in text: String) -> [Found] {
        let text = Array(text)
        var found: [Found] = []
        var position = 0
        while position < text.count {
            guard let (value, end) = number(at: position, in: text) else {
                position += 1
                continue
            }
            let before = String(text[max(0, position - 40)..<position])
            if !isDenominator(before) {
                found.append(
                    Found(
                        value: value,
                        beginsText: !text[..<position].contains { $0.isLetter || $0.isNumber },
                        isLabelled: isLabelled(before),
                        isMarked: isMarked(before)
                    )
                )
            }
            position = end
        }
        return found
    }

    /// Returns the number that begins at `position`, such as `-1,234.5e-3`, and its end.
    private static func number(at position: Int, in text: [Character]) -> (Double, Int)? {
        var end = position
        var digits = ""
        if "-−+".contains(text[end]),
            position == 0 || !(text[position - 1].isLetter || text[position - 1].isNumber)
        {
            if text[end] != "+" { digits = "-" }
            end += 1
        }
        let isPart = position > 0 && (text[position - 1].isLetter || text[position - 1] == "_")
        guard end < text.count, isDigit(text[end]), !isPart else { return nil }
        func takeDigits() {
            while end < text.count, isDigit(text[end]) {
                digits.append(text[end])
                end += 1
            }
        }
        takeDigits()
        while end + 3 < text.count, text[end] == ",",
            text[(end + 1)...(end + 3)].allSatisfy(isDigit),
            end + 4 == text.count || !isDigit(text[end + 4])
        {
            end += 1
            takeDigits()
        }
        if end + 1 < text.count, text[end] == ".", isDigit(text[end + 1]) {
            digits.append(".")
            end += 1
            takeDigits()
        }
        if end + 1 < text.count, text[end] == "e" || text[end] == "E" {
            let sign = "+-".contains(text[end + 1]) ? 1 : 0
            if end + 1 + sign < text.count, isDigit(text[end + 1 + sign]) {
                digits += "e" + String(text[(end + 1)..<(end + 1 + sign)])
                end += 1 + sign
                takeDigits()
            }
        }
        guard let value = Double(digits), value.isFinite else { return nil }
        return (value, end)
    }

    private static func isDigit(_ character: Character) -> Bool {
        character.isASCII && character.isNumber
    }

    /// Whether the number after `before` is a denominator, as in "8/10" or "8 out of 10".
    private static func isDenominator(_ before: String) -> Bool {
        let trimmed = before.trimmingPythonSpaceAtEnd().lowercased()
        guard trimmed.hasSuffix("/") || trimmed.hasSuffix("out of") else { return false }
        return trimmed.dropLast(trimmed.hasSuffix("/") ? 1 : 6)
            .last { !$0.isWhitespace && !"*]".contains($0) }?.isNumber == true
    }

    private static func isLabelled(_ before: String) -> Bool {
        let words = before.lowercased().split { !$0.isLetter }.suffix(3)
        guard let last = words.last else { return false }
        let labels: Set<Substring> = [
            "score", "rating", "grade", "answer", "result", "total", "rate", "rated", "points",
        ]
        if labels.contains(last) { return true }
        let fillers: Set<Substring> = [
            "is", "of", "a", "as", "this", "it", "equals", "the", "at", "be",
        ]
        return fillers.contains(last) && words.dropLast().contains { labels.contains($0) }
    }

    private static func isMarked(_ before: String) -> Bool {
        before.hasSuffix("[[") || before.hasSuffix("boxed{")
    }
}
