/// Units of one letter, which plain text does not tell from variables.
enum UnitLetters {
    /// An answer without the letter at its end, if that is a unit apart from the number before it.
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
