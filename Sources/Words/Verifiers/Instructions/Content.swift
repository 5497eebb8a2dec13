import JSON

/// The answer has at least a given number of placeholders: square brackets closed in the same line.
struct Placeholders: VerifiableInstruction {
    private let least: Int

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        least = try arguments.count("num_placeholders")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        var count = 0
        for line in text.lines {
            var isOpen = false
            for scalar in line {
                if scalar == "[" { isOpen = true }
                if scalar == "]", isOpen {
                    count += 1
                    isOpen = false
                }
            }
        }
        return count >= least
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["num_placeholders": .integer(draw.number(1...4))]
    }

    var wordings: [String] {
        let placeholders = least == 1 ? "1 placeholder" : "\(least) placeholders"
        return [
            "Leave at least \(placeholders) in square brackets to be filled in, such as [name].",
            "The text should contain \(placeholders) or more, each in square brackets like [address].",
        ]
    }
}

/// The answer has a postscript: its marker occurs anywhere, in any case.
struct Postscript: VerifiableInstruction {
    private let marker: String

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        marker = CodePoints(try arguments.text("postscript_marker")).trimmed().text
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let text = text.lowercased
        return switch marker {
        case "P.S.": text.hasLetters("ps", dotAtEnd: true)
        case "P.P.S": text.hasLetters("pps", dotAtEnd: false)
        default: !text.positions(of: CodePoints(marker).lowercased).isEmpty
        }
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["postscript_marker": .string(draw.pick(["P.S.", "P.S.", "P.P.S"]))]
    }

    var wordings: [String] {
        [
            "Add a postscript at the end that begins with \(marker)",
            "After the answer, write a postscript starting with \(marker)",
        ]
    }
}

extension [Unicode.Scalar] {
    /// Whether `letters` occur in a row, each followed by a dot and at most one white space.
    ///
    /// The last letter needs its dot only with `dotAtEnd`.
    fileprivate func hasLetters(_ letters: String, dotAtEnd: Bool) -> Bool {
        indices.contains { start in
            var position = start
            for (number, letter) in letters.unicodeScalars.enumerated() {
                if number > 0, position < count, self[position].isSpace { position += 1 }
                guard position < count, self[position] == letter else { return false }
                position += 1
                let isLast = number + 1 == letters.unicodeScalars.count
                if isLast, !dotAtEnd { return true }
                guard position < count, self[position] == "." else { return false }
                position += 1
            }
            return true
        }
    }
}
