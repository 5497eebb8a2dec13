/// The letter of a multiple-choice answer: "(B) 12" and "B. 12" are "B".
enum ChoiceLetter {
    /// Returns the letter if the true answer is one, "B" or "(B)"; else nil.
    static func gold(_ text: String) -> Unicode.Scalar? {
        let bare = CodePoints(text).trimmed { $0.isSpace || "()$.*".unicodeScalars.contains($0) }
        guard bare.count == 1, let letter = bare.first, ("A"..."J").contains(letter) else {
            return nil
        }
        return letter
    }

    /// Returns the value behind the letter with which an answer begins, "12" of "(B) 12"; nil if there
    /// is no letter set apart by brackets, or no value.
    static func value(after answer: String) -> String? {
        guard first(of: answer) != nil else { return nil }
        var text = CodePoints(answer)
        for frame in ["\\textbf{", "\\text{", "\\mathrm{", "\\mathbf{"]
        where text.has(CodePoints(frame), at: 0) {
            guard let close = text.firstIndex(of: "}") else { return nil }
            let inside = text[frame.utf8.count..<close]
            // "\\textbf{(B)}\\ 12", or all of it in the braces.
            let isAll = close == text.count - 1
            text = CodePoints(isAll ? inside[...] : inside + text[(close + 1)...])
        }
        let start = text.trimmedAtStart { $0.isSpace || "(*$".unicodeScalars.contains($0) }
        let rest = CodePoints(start.dropFirst())
        guard let mark = rest.first, ")].:".unicodeScalars.contains(mark) else { return nil }
        let value = CodePoints(rest.dropFirst()).trimmedAtStart {
            $0.isSpace || "*\\~".unicodeScalars.contains($0)
        }
        let begin = rest.count - 1 - value.count
        // The backslash of a command belongs to the value: "(B) \\frac12".
        let whole =
            begin > 0 && rest[begin] == "\\" && value.first?.isLetter == true
            ? ["\\"] + value : value
        return AnswerStatement.beginsWithValue(whole) ? whole.text : nil
    }

    /// Returns the letter with which an answer begins, set apart by a bracket, a point or a colon.
    static func first(of answer: String) -> Unicode.Scalar? {
        var text = CodePoints(answer)
        for frame in ["\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{"]
        where text.has(CodePoints(frame), at: 0) {
            text = CodePoints(text[frame.utf8.count...])
        }
        let start = text.trimmedAtStart { $0.isSpace || "(*$".unicodeScalars.contains($0) }
        guard let letter = start.first, ("A"..."J").contains(letter) else { return nil }
        guard let next = start.dropFirst().first else { return letter }
        return ")].:}*".unicodeScalars.contains(next) ? letter : nil
    }
}
