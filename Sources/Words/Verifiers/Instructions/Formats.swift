import JSON

/// The answer has exactly a given number of list items that begin with `*` or `-`.
struct BulletList: VerifiableInstruction {
    private let count: Int

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        count = try arguments.count("num_bullets")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        items(in: text, mark: "*", isItem: { $0 != "*" }) + items(in: text, mark: "-") == count
    }

    /// Counts the lines that begin with a mark, after white space.
    ///
    /// The character after the mark must satisfy `isItem`, if given. A line feed there extends the
    /// item to the next line.
    private func items(
        in text: CodePoints, mark: Unicode.Scalar, isItem: ((Unicode.Scalar) -> Bool)? = nil
    ) -> Int {
        var count = 0
        var start = 0
        while start < text.count {
            // As `^\s*` in multiline mode: the white space may span lines.
            let ink = text[start...].firstIndex { !$0.isSpace } ?? text.count
            var end = ink
            if ink < text.count, text[ink] == mark {
                end = ink + 1
                if let isItem {
                    let isOne = end < text.count && isItem(text[end])
                    count += isOne ? 1 : 0
                    end += isOne ? 1 : 0
                } else {
                    count += 1
                }
            }
            guard let feed = text[end...].firstIndex(of: "\n") else { break }
            start = feed + 1
        }
        return count
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["num_bullets": .integer(draw.number(2...5))]
    }

    var wordings: [String] {
        let points = count == 1 ? "1 bullet point" : "\(count) bullet points"
        return [
            "Give exactly \(points), each on a line that begins with * and a space.",
            "Your answer must contain exactly \(points) in Markdown, such as:\n* A point.",
            "Put the answer into a list of exactly \(points), written with * at the start of the line.",
        ]
    }
}

/// The answer contains one of three fixed sentences: yes, no or maybe.
struct ConstrainedResponse: VerifiableInstruction {
    private static let answers = ["My answer is yes.", "My answer is no.", "My answer is maybe."]

    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        Self.answers.contains { !text.positions(of: CodePoints($0)).isEmpty }
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        let list = Self.answers.map { "\"\($0)\"" }.joined(separator: ", ")
        return [
            "Answer with one of these sentences: \(list)",
            "Choose one of the following as your whole answer: \(list)",
        ]
    }
}

/// The answer highlights at least a given number of parts with asterisks.
struct Highlights: VerifiableInstruction {
    private let least: Int

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        least = try arguments.count("num_highlights")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        text.lines.reduce(0) { $0 + single(in: $1) + double(in: $1) } >= least
    }

    /// Counts the parts between two asterisks that are not blank.
    private func single(in line: CodePoints) -> Int {
        var count = 0
        var opened: Int?
        for position in line.indices where line[position] == "*" {
            guard let start = opened else {
                opened = position
                continue
            }
            if !line[(start + 1)..<position].isBlank { count += 1 }
            opened = nil
        }
        return count
    }

    /// Counts the parts between two pairs of asterisks that are not blank and have no asterisk.
    private func double(in line: CodePoints) -> Int {
        var count = 0
        var position = 0
        while position + 3 < line.count {
            guard line.has("**", at: position),
                let end = line[(position + 2)...].firstIndex(of: "*"), line.has("**", at: end)
            else {
                position += 1
                continue
            }
            if !line[(position + 2)..<end].isBlank { count += 1 }
            position = end + 2
        }
        return count
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["num_highlights": .integer(draw.number(1...3))]
    }

    var wordings: [String] {
        let parts = least == 1 ? "1 part" : "\(least) parts"
        return [
            "Highlight at least \(parts) of your answer with asterisks, *like this*.",
            "Mark \(parts) or more of the text in Markdown: *highlighted words*.",
        ]
    }
}

/// The answer has at least a given number of numbered sections, headed by a given word.
struct Sections: VerifiableInstruction {
    private let heading: String
    private let least: Int

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        heading = CodePoints(try arguments.text("section_spliter")).trimmed().text
        least = try arguments.count("num_sections")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let word = CodePoints(heading)
        let headings = text.positions(of: word).count { position in
            var number = position + word.count
            if number < text.count, text[number].isSpace { number += 1 }
            return number < text.count && text[number].isDigit
        }
        return headings >= least
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        [
            "section_spliter": .string(draw.pick(["Section", "SECTION", "Part", "Chapter"])),
            "num_sections": .integer(draw.number(2...4)),
        ]
    }

    var wordings: [String] {
        let sections = least == 1 ? "1 section" : "\(least) sections"
        return [
            "Divide the answer into at least \(sections). Begin each with \(heading) and its number, "
                + "such as \(heading) 1.",
            "Your answer needs \(sections) or more, with the headings \(heading) 1, \(heading) 2 and "
                + "so on.",
        ]
    }
}

/// The answer has a title in double angle brackets, within a line.
struct Title: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        text.lines.contains { line in
            // A greedy match: the title goes up to the last `>>` of the line.
            guard let end = line.indices.last(where: { line.has(">>", at: $0) }),
                let start = line.indices.first(where: { line.has("<<", at: $0) }), start + 3 <= end
            else { return false }
            return !line[start..<(end + 2)].drop { $0 == "<" }.reversed().drop { $0 == ">" }.isBlank
        }
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Give your answer a title in double angle brackets, such as <<A short title>>.",
            "Begin with a title that is written like this: <<title>>.",
        ]
    }
}
