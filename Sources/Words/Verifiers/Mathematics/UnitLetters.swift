/// Units that look like variables, in plain text or upright in LaTeX: "m", "km/h", "m/s^2".
enum UnitLetters {
    /// Commands that set letters upright, as units are.
    static let uprightFrames: Set<String> = ["text", "textrm", "mathrm", "mbox", "hbox"]

    private static let short: Set<String> = [
        "cm", "mm", "km", "nm", "kg", "mg", "ml", "mL", "ft", "in", "mi", "hr", "min", "sec", "ms",
        "lb", "lbs", "oz", "yd", "kW", "MW", "Hz", "kHz", "MHz", "Pa", "kPa", "kJ", "kV", "mol",
        "rad", "day", "year", "week", "hour", "mile", "miles", "meter", "meters", "second",
        "seconds", "minute", "person",
    ]

    /// Returns an answer without the unit at its end; nil if the last word is no such unit or if no
    /// digit comes before it.
    static func removed(from answer: String) -> String? {
        let words = CodePoints(answer).words
        guard words.count > 1, let unit = words.last?.trimmedAtEnd({ $0 == "." || $0 == "$" }),
            isUnit(unit.text)
        else { return nil }
        let rest = words.dropLast().map(\.text).joined(separator: " ")
        return rest.unicodeScalars.contains(where: \.isDigit) ? rest : nil
    }

    /// Whether a text is a unit, or units multiplied and divided: "m", "m²", "km/h", "N·m", "m/s^2".
    static func isUnit(_ text: String) -> Bool {
        let parts = text.split(omittingEmptySubsequences: false) { "/·⋅*".contains($0) }
        return parts.count <= 4
            && parts.allSatisfy { part in
                let name = part.prefix { $0.isLetter }
                let power = part.dropFirst(name.count).filter { !"^{}-".contains($0) }
                return
                    (MathNames.unitLetters.contains(String(name)) || short.contains(String(name)))
                    && (power.isEmpty || power.count == 1 && "123²³".contains(power))
            }
    }

    /// Returns the end of the two arguments of a fraction if both are upright units,
    /// `\frac{\text{km}}{\text{h}}`, else nil.
    static func fractionEnd(in text: CodePoints, at start: Int) -> Int? {
        var position = start
        for _ in 0..<2 {
            guard let end = uprightUnitEnd(in: text, at: position) else { return nil }
            position = end
        }
        return position
    }

    private static func uprightUnitEnd(in text: CodePoints, at start: Int) -> Int? {
        guard text.has("{\\", at: start) else { return nil }
        let name = text[(start + 2)...].prefix(10).prefix(while: \.isLetter)
        guard uprightFrames.contains(name.text), text.has("{", at: name.endIndex),
            let close = text[name.endIndex...].prefix(30).firstIndex(of: "}"),
            isUnit(CodePoints(text[(name.endIndex + 1)..<close]).trimmed().text)
        else { return nil }
        // The power of a unit, "{\text{s}^2}".
        guard let end = text[(close + 1)...].prefix(8).firstIndex(where: { $0 == "}" }),
            text[(close + 1)..<end].allSatisfy({ "^{23".unicodeScalars.contains($0) })
        else { return nil }
        guard text[(close + 1)..<end].contains("{") else { return end + 1 }
        return text.has("}", at: end + 1) ? end + 2 : nil
    }
}
