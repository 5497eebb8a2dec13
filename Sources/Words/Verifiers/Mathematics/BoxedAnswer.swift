/// The answer in the last `\boxed{…}` of a response.
enum BoxedAnswer {
    /// Where a box begins and ends, and what it holds.
    private struct Box {
        let start: Int
        let end: Int
        let value: String
    }

    /// Most boxes that are looked at, from the end.
    private static let most = 20

    /// Returns what the last box with a value holds, together with the boxes that "or", "and" or a
    /// comma join to it; nil if no box holds a value.
    static func last(in text: CodePoints) -> String? {
        for name in ["\\boxed", "\\fbox"] {
            let mark = CodePoints(name)
            let boxes = text.positions(of: mark).suffix(most).compactMap { start in
                box(in: text, at: start, after: start + mark.count)
            }
            guard let last = boxes.last else { continue }
            var values = [last.value]
            var first = last
            for box in boxes.dropLast().reversed() where isJoined(text, box.end, first.start) {
                values.insert(box.value, at: 0)
                first = box
            }
            return values.joined(separator: ", ")
        }
        return nil
    }

    /// Whether a box is opened that has no end: the response was cut off there.
    static func isUnfinished(in text: CodePoints) -> Bool {
        let mark = CodePoints("\\boxed{")
        guard let start = text.positions(of: mark).last else { return false }
        return group(in: text, at: start + mark.count - 1) == nil
    }

    private static func box(in text: CodePoints, at start: Int, after: Int) -> Box? {
        var position = after
        while position < text.count, text[position].isSpace { position += 1 }
        guard position < text.count else { return nil }
        let end: Int
        let value: CodePoints
        if text[position] == "{" {
            guard let close = group(in: text, at: position) else { return nil }
            (value, end) = (CodePoints(text[(position + 1)..<close]), close + 1)
        } else {
            guard let close = bare(in: text, at: position, isSpaced: position > after) else {
                return nil
            }
            (value, end) = (CodePoints(text[position..<close]), close)
        }
        return isEmpty(value) ? nil : Box(start: start, end: end, value: value.text)
    }

    /// Returns the end of what a box without braces takes: a command with its arguments, a number or
    /// a letter; nil for a word, as in "with \boxed as requested".
    private static func bare(in text: CodePoints, at start: Int, isSpaced: Bool) -> Int? {
        if text[start] == "\\" {
            var end = start + 1
            while end < text.count, text[end].isLetter { end += 1 }
            guard end > start + 1 else { return nil }
            while end < text.count, text[end] == "{", let close = group(in: text, at: end) {
                end = close + 1
            }
            return end
        }
        let word = text[start...].prefix { !$0.isSpace && $0 != "$" && $0 != "." }
        guard let first = word.first, isSpaced || first.isDigit else { return nil }
        let isLetter = word.count == 1 && first.isLetter && first != "a" && first != "I"
        return word.contains(where: \.isDigit) || isLetter ? word.endIndex : nil
    }

    /// Returns the position of the brace that closes the one at `start`.
    private static func group(in text: CodePoints, at start: Int) -> Int? {
        var level = 0
        for end in text.indices[start...] {
            let isEscaped = end > 0 && text[end - 1] == "\\" && (end < 2 || text[end - 2] != "\\")
            if text[end] == "{", !isEscaped { level += 1 }
            if text[end] == "}", !isEscaped { level -= 1 }
            if level == 0 { return end }
        }
        return nil
    }

    /// Whether a box holds nothing, or only dots or a question mark that stand for a value.
    private static func isEmpty(_ value: CodePoints) -> Bool {
        var text = value.text
        for mark in ["\\ldots", "\\dots", "\\cdots", "\\quad", "\\ ", "\\,", "\\;", "~"] {
            text = text.replacing(mark, with: " ")
        }
        return text.unicodeScalars.allSatisfy {
            $0.isSpace || ".…?_".unicodeScalars.contains($0)
        }
    }

    /// Whether only "or", "and", a comma and marks of formulas are between two boxes, and at least one
    /// of the words or a comma.
    private static func isJoined(_ text: CodePoints, _ start: Int, _ end: Int) -> Bool {
        guard start <= end, end - start <= 40 else { return false }
        var between = text[start..<end].text.lowercased()
        for mark in ["\\text", "\\quad", "\\(", "\\)", "\\[", "\\]", "$", "{", "}", "\\ ", "\\,"] {
            between = between.replacing(mark, with: " ")
        }
        let words = between.split { $0.isWhitespace || $0 == "," }
        return between.contains(",") && words.isEmpty
            || words.count == 1 && (words[0] == "or" || words[0] == "and")
    }
}
