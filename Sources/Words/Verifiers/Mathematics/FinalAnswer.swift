/// Finds the final answer in a whole response.
///
/// In this order: the last `\boxed{…}`; the last sentence with "the answer is …" or "Answer: …";
/// the rest of the line after the last `####`; a whole response of one line of at most 100 code
/// points.
enum FinalAnswer {
    /// Returns the possible final answers, the likeliest first; none if no answer is stated.
    static func candidates(in response: String) -> [String] {
        let text = CodePoints(response)
        if let boxed = boxed(in: text) { return [boxed] }
        if let stated = stated(in: text) { return stated }
        if let marked = marked(in: text) { return [marked] }
        let whole = text.trimmed()
        return whole.count <= 100 && !whole.contains("\n") ? [whole.text] : []
    }

    /// Returns the answer in a gold text: after `####`, in a box, or the text itself.
    static func gold(in text: String) -> String {
        let scalars = CodePoints(text)
        return marked(in: scalars) ?? boxed(in: scalars) ?? scalars.trimmed().text
    }

    // MARK: Boxed

    private static func boxed(in text: CodePoints) -> String? {
        for name in ["\\boxed", "\\fbox"] {
            for start in text.positions(of: CodePoints(name)).reversed().prefix(20) {
                if let inside = boxed(in: text, at: start + name.unicodeScalars.count) {
                    return inside
                }
            }
        }
        return nil
    }

    /// Returns the text in the braces at `start`, or the word after white space there.
    private static func boxed(in text: CodePoints, at start: Int) -> String? {
        var position = start
        while position < text.count, text[position].isSpace { position += 1 }
        guard position < text.count else { return nil }
        guard text[position] == "{" else {
            let word = text[position...].prefix { !$0.isSpace && $0 != "$" && $0 != "." }
            return position > start && !word.isEmpty ? word.text : nil
        }
        var level = 0
        for end in text.indices[position...] {
            if text[end] == "\\", end + 1 < text.count { continue }
            let isEscaped = text[end - 1] == "\\"
            if text[end] == "{", !isEscaped { level += 1 }
            if text[end] == "}", !isEscaped { level -= 1 }
            if level == 0 { return text[(position + 1)..<end].text }
        }
        return nil
    }

    // MARK: Marked with ####

    private static func marked(in text: CodePoints) -> String? {
        guard let mark = text.positions(of: CodePoints("####")).last else { return nil }
        let line = text[(mark + 4)...].drop { $0 == "#" }.prefix { $0 != "\n" }
        return line.isBlank ? nil : CodePoints(line).trimmed().text
    }

    // MARK: Stated

    /// Returns the last statement of an answer: cut before an explanation, and whole.
    private static func stated(in text: CodePoints) -> [String]? {
        // "nswer" finds both cases of the first letter.
        for start in text.positions(of: CodePoints("nswer")).reversed().prefix(50) {
            guard start > 0, text[start - 1] == "a" || text[start - 1] == "A",
                start < 2 || !text[start - 2].isWord
            else { continue }
            guard let statement = statement(in: text, after: start + 5) else { continue }
            return statement
        }
        return nil
    }

    private static func statement(in text: CodePoints, after start: Int) -> [String]? {
        let rest = CodePoints(text[start...].prefix(2000))
        guard let begin = valueStart(in: rest) else { return nil }
        var value = CodePoints(rest[begin...]).trimmedAtStart {
            $0.isSpace || $0 == "*" || $0 == "_" || $0 == ":"
        }
        if let formula = formula(at: value) { return [formula] }
        value = sentence(value).trimmedAtEnd { $0.isSpace || $0 == "*" || $0 == "_" || $0 == "." }
        guard !value.isEmpty else { return nil }
        let whole = value.text
        let cut = value.beforeExplanation.text
        return cut == whole ? [whole] : [cut, whole]
    }

    /// Returns the start of the value after "answer": past "is", "are", ":" or "=" in the line.
    private static func valueStart(in rest: CodePoints) -> Int? {
        let line = rest.prefix { $0 != "\n" }.count
        var position = 0
        while position < min(line, 80) {
            switch rest[position] {
            case ":", "=": return position + 1
            case ".", "!", "?": return nil
            default: break
            }
            let isStart = position > 0 && !rest[position - 1].isWord
            for word in ["is", "are", "was", "be"]
            where isStart && rest.has(CodePoints(word), at: position) {
                let end = position + word.utf8.count
                guard end < rest.count, !rest[end].isWord else { continue }
                // The caller trims a colon, as in "is:".
                return end
            }
            position += 1
        }
        return nil
    }

    /// Returns the formula in dollar signs or LaTeX brackets at the start of the statement, if any.
    private static func formula(at value: CodePoints) -> String? {
        for (open, close) in [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("$", "$")]
        where value.has(CodePoints(open), at: 0) {
            let inside = CodePoints(value[open.utf8.count...])
            guard let end = inside.positions(of: CodePoints(close)).first, end > 0 else { continue }
            let after = end + close.utf8.count
            // "$5 and $6": the second sign begins another amount.
            let isAmount =
                open == "$"
                && (inside[end - 1].isSpace || after < inside.count && inside[after].isDigit)
            if !isAmount { return inside[..<end].text }
        }
        return nil
    }

    /// Returns the text up to the end of its sentence or line.
    private static func sentence(_ value: CodePoints) -> CodePoints {
        for position in value.indices {
            if value[position] == "\n" { return Array(value[..<position]) }
            let isMark =
                value[position] == "."
                || value[position] == "!" && position + 1 < value.count
                    && value[position + 1].isSpace
            if isMark, position + 1 == value.count || value[position + 1].isSpace {
                return Array(value[..<position])
            }
        }
        return value
    }
}

extension [Unicode.Scalar] {
    /// The text before the first word that begins an explanation.
    fileprivate var beforeExplanation: CodePoints {
        let openers: Set<String> = [
            "because", "since", "as", "so", "which", "when", "where", "if", "with", "after", "for",
            "in",
            "per", "but", "not", "(",
        ]
        var position = 0
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            let bare = word.text.lowercased()
            if position > 0,
                openers.contains(bare)
                    || bare.hasPrefix("(") && bare.count > 2 && !bare.contains(",")
            {
                return CodePoints(self[..<position]).trimmedAtEnd { $0.isSpace || $0 == "," }
            }
            position += word.count + 1
        }
        return self
    }
}
