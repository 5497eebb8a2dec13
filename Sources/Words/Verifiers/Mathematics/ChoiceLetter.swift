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
