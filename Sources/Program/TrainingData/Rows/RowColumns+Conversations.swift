import Chat
import JSON

extension RowColumns {
    /// The conversation that a row is for SFT, in whatever known form.
    func conversation() throws(RowRejection) -> TaughtConversation {
        let (turns, form) = try taughtTurns()
        guard let turns else {
            return TaughtConversation(content: .text(try text("text")), form: form)
        }
        return TaughtConversation(content: .turns(try withSystem(turns)), form: form)
    }

    /// The turns; nil if the row is a plain `text`.
    private func taughtTurns() throws(RowRejection) -> (turns: [RowTurn]?, form: String) {
        if let name = first(of: "messages", "conversations", "conversation") {
            return try listed(name)
        }
        if have("prompt"), let answer = first(of: "completion", "response", "output") {
            return (
                try prompt("prompt") + turns(answer, by: "assistant"), "prompt and \(answer)"
            )
        }
        if have("instruction"), let answer = first(of: "output", "response", "completion") {
            return (
                try instruction() + turns(answer, by: "assistant"), "instruction and \(answer)"
            )
        }
        if have("question"), let answer = first(of: "answer", "response") {
            return (
                try turns("question", by: "user") + turns(answer, by: "assistant"),
                "question and \(answer)"
            )
        }
        if have("input") {
            let asked = try turns("input", by: "user")
            return have("output")
                ? (try asked + turns("output", by: "assistant"), "input and output")
                : (asked, "input")
        }
        if have("chosen") {
            let comparison = try chosenAlone()
            return (comparison.prompt + [comparison.answer], "prompt and chosen")
        }
        if have("text") { return (nil, "text") }
        throw unknownForm("a conversation, such as \"messages\", or \"prompt\" and \"completion\"")
    }

    /// A list of turns, with the answer of a column of its own where the list ends with a question.
    private func listed(_ name: String) throws(RowRejection) -> (turns: [RowTurn]?, form: String) {
        let turns = try turns(name, by: "user")
        if turns.last?.role != "assistant",
            let answer = first(of: "completion", "response", "chosen")
        {
            return (try turns + self.turns(answer, by: "assistant"), "\(name) and \(answer)")
        }
        return (turns, name)
    }

    /// The turns of a prompt: HelpSteer2's has earlier turns in its text, each after a mark and its
    /// role.
    func prompt(_ name: String) throws(RowRejection) -> [RowTurn] {
        guard let text = self[name]?.string, text.contains("<extra_id_1>") else {
            return try turns(name, by: "user")
        }
        let pieces = text.split(separator: "<extra_id_1>", omittingEmptySubsequences: false)
        var turns = [RowTurn(role: "user", content: Self.trimmed(pieces[0]))]
        for piece in pieces.dropFirst() {
            let lines = piece.split(
                maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let role = lines[0].lowercased()
            guard lines.count == 2, role == "user" || role == "assistant" else {
                throw RowRejection("unknown role", "a turn of '\(name)' is by '\(lines[0])'")
            }
            turns.append(RowTurn(role: role, content: Self.trimmed(lines[1])))
        }
        return turns
    }

    /// Alpaca's `instruction`, with `input` below it and earlier turns from `history`.
    func instruction() throws(RowRejection) -> [RowTurn] {
        var turns: [RowTurn] = []
        for pair in self["history"]?.array ?? [] {
            guard let said = pair.array, said.count == 2, let asked = said[0].string,
                let answered = said[1].string
            else {
                throw RowRejection("malformed history", "expected pairs of texts")
            }
            turns.append(RowTurn(role: "user", content: asked))
            turns.append(RowTurn(role: "assistant", content: answered))
        }
        let request = try text("instruction")
        let input = try text("input")
        turns.append(
            RowTurn(role: "user", content: input.isEmpty ? request : request + "\n\n" + input))
        return turns
    }

    /// An error that tells the columns of a row of no known form.
    func unknownForm(_ expected: String) -> RowRejection {
        let columns = row.keys.prefix(12).joined(separator: ", ")
        return RowRejection("no known columns", "expected \(expected); found \(columns)")
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
