/// Units of one letter, which look like variables in plain text.
enum UnitLetters {
    /// Returns an answer without the unit at its end; nil if the last word is no such unit or if no
    /// digit comes before it.
    static func removed(from answer: String) -> String? {
        let words = CodePoints(answer).words
        guard words.count > 1, let unit = words.last?.trimmedAtEnd({ $0 == "." || $0 == "$" }).text,
            MathNames.unitLetters.contains(
                unit.prefix { $0 != "^" && $0 != "²" && $0 != "³" }.description)
        else { return nil }
        let rest = words.dropLast().map(\.text).joined(separator: " ")
        return rest.unicodeScalars.contains(where: \.isDigit) ? rest : nil
    }
}
