import JSON

/// The whole answer is JSON by Python's `json` module; a code fence around it is allowed.
struct JSONFormat: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        var text = text.trimmed()
        // In turn, as the published checker chains `removeprefix`.
        for fence in ["```json", "```Json", "```JSON", "```"]
        where text.has(CodePoints(fence), at: 0) {
            text.removeFirst(fence.utf8.count)
        }
        if text.has("```", at: text.count - 3) { text.removeLast(3) }
        var scanner = PythonJSON(text.trimmed())
        return scanner.isWhole()
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Write your whole answer as JSON. A Markdown code block around it is allowed.",
            "The entire output must be valid JSON and nothing else.",
        ]
    }
}

/// Validates JSON as Python's `json` does, which accepts `NaN`, `Infinity` and lone surrogates.
///
/// Nesting is not recursive, so an answer of a million brackets cannot overflow the stack.
private struct PythonJSON {
    private let text: CodePoints
    private var position = 0

    init(_ text: CodePoints) { self.text = text }

    /// Whether the text is one value and nothing else.
    mutating func isWhole() -> Bool {
        var open: [Unicode.Scalar] = []
        skipSpace()
        while true {
            // A value is expected here.
            if take("[") || take("{") {
                let opening = text[position - 1]
                skipSpace()
                guard take(opening == "[" ? "]" : "}") else {
                    open.append(opening)
                    if opening == "{", !key() { return false }
                    continue
                }
            } else if !scalar() {
                return false
            }
            // A value has ended here: its containers continue or end.
            var wantsValue = false
            while let container = open.last, !wantsValue {
                skipSpace()
                if take(",") {
                    skipSpace()
                    if container == "{", !key() { return false }
                    wantsValue = true
                } else if take(container == "[" ? "]" : "}") {
                    open.removeLast()
                } else {
                    return false
                }
            }
            guard wantsValue else { break }
        }
        skipSpace()
        return position == text.count
    }

    private mutating func key() -> Bool {
        guard string() else { return false }
        skipSpace()
        guard take(":") else { return false }
        skipSpace()
        return true
    }

    private mutating func scalar() -> Bool {
        if position < text.count, text[position] == "\"" { return string() }
        for word in ["null", "true", "false", "NaN", "Infinity", "-Infinity"]
        where text.has(CodePoints(word), at: position) {
            position += word.utf8.count
            return true
        }
        return number()
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while position < text.count {
            let scalar = text[position]
            position += 1
            if scalar == "\"" { return true }
            if scalar.value < 0x20 { return false }
            if scalar == "\\", !escape() { return false }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard position < text.count else { return false }
        let scalar = text[position]
        position += 1
        guard scalar == "u" else { return "\"\\/bfnrt".unicodeScalars.contains(scalar) }
        let end = position + 4
        guard end <= text.count, text[position..<end].allSatisfy(\.properties.isASCIIHexDigit)
        else {
            return false
        }
        position = end
        return true
    }

    private mutating func number() -> Bool {
        _ = take("-")
        let start = position
        if !take("0"), digits() == 0 { return false }
        let integerDigits = position - start
        let integerEnd = position
        if take(".") {
            if digits() == 0 { return false }
        }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() == 0 { return false }
        }
        // Python's `int` rejects more digits (`sys.set_int_max_str_digits`).
        return position > integerEnd || integerDigits <= 4300
    }

    private mutating func digits() -> Int {
        let start = position
        while position < text.count, (0x30...0x39).contains(text[position].value) { position += 1 }
        return position - start
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == scalar else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, [" ", "\t", "\n", "\r"].contains(text[position]) {
            position += 1
        }
    }
}
