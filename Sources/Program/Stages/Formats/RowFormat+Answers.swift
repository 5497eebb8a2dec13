import Chat
import JSON

extension RowFormat {
    func instruction(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let request = try text(row, "instruction")
        let input = row["input"]?.string ?? ""
        var turns: [ChatMessage] = []
        if let system = row["system"]?.string, !system.isEmpty {
            turns.append(ChatMessage(role: "system", content: system))
        }
        for pair in structured(row["history"])?.array ?? [] {
            guard let said = pair.array, said.count == 2, let asked = said[0].string,
                let answered = said[1].string
            else {
                throw Misfit(
                    reason: "malformed history",
                    detail: "expected pairs of texts, found \(pair.text)")
            }
            turns.append(ChatMessage(role: "user", content: asked))
            turns.append(ChatMessage(role: "assistant", content: answered))
        }
        turns.append(
            ChatMessage(role: "user", content: input.isEmpty ? request : request + "\n\n" + input))
        turns.append(ChatMessage(role: "assistant", content: try text(row, "output")))
        return try CanonicalRow(turns, task: "instruction", of: row, as: self).fields()
    }

    /// Converts a `helpsteer2` row; its prompt holds earlier turns, each after a mark and its role.
    func labelled(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let pieces = try text(row, "prompt").split(
            separator: "<extra_id_1>", omittingEmptySubsequences: false)
        var turns = [ChatMessage(role: "user", content: Self.trimmed(pieces[0]))]
        for piece in pieces.dropFirst() {
            let lines = piece.split(
                maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let role = lines[0].lowercased()
            guard lines.count == 2, role == "user" || role == "assistant" else {
                throw Misfit(reason: "unknown role", detail: "a turn is by '\(lines[0])'")
            }
            turns.append(ChatMessage(role: role, content: Self.trimmed(lines[1])))
        }
        turns.append(ChatMessage(role: "assistant", content: try text(row, "response")))
        var canonical = CanonicalRow(turns, task: "chat", of: row, as: self)
        for name in Reward.attributes {
            guard let label = number(row[name]) else {
                throw Misfit(
                    reason: "no label", detail: "'\(name)' is \(row[name]?.kind ?? "missing")")
            }
            canonical.more[name] = .double(label)
        }
        return try canonical.fields()
    }

    /// Converts a `gsm8k` row: the solution without calculator marks is the response, and the
    /// number after `####` the answer.
    func gradeSchool(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let question = try text(row, "question")
        let solution = try text(row, "answer")
        guard let mark = solution.ranges(of: "####").last,
            let answer = solution[mark.upperBound...].firstMatch(of: /^\s*(-?[0-9.,]+)/)
        else {
            throw Misfit(reason: "no answer", detail: "nothing like '#### 42' at the end")
        }
        let worked = Self.trimmed(solution[..<mark.lowerBound].replacing(/<<[^<>]*>>/, with: ""))
        var canonical = CanonicalRow(
            [
                ChatMessage(role: "user", content: Self.trimmed(question[...])),
                ChatMessage(role: "assistant", content: worked.isEmpty ? String(answer.1) : worked),
            ], task: "math", of: row, as: self)
        canonical.more["answer"] = .string(String(answer.1.filter { $0 != "," }))
        return try canonical.fields()
    }

    func competition(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let solution = try text(row, "solution")
        guard let answer = Self.lastBoxed(in: solution) else {
            throw Misfit(reason: "no answer", detail: "no \\boxed{} in the solution")
        }
        var canonical = CanonicalRow(
            [
                ChatMessage(role: "user", content: try text(row, "problem")),
                ChatMessage(role: "assistant", content: solution),
            ], task: "math", of: row, as: self)
        canonical.topic = row["type"]?.string ?? row["subject"]?.string
        canonical.more["answer"] = .string(answer)
        canonical.more["level"] = .integer(Self.level(row["level"]))
        return try canonical.fields()
    }

    // MARK: Values

    private func text(_ row: JSONObject, _ field: String) throws(Misfit) -> String {
        guard let text = row[field]?.string, text.contains(where: { !$0.isWhitespace }) else {
            throw Misfit(
                reason: "not a text",
                detail: row[field].map {
                    $0.string == nil ? "'\(field)' is \($0.kind)" : "'\(field)' is empty"
                }
                    ?? "'\(field)' is missing")
        }
        return text
    }

    /// Returns a number, or the number spelled by a text, as in tables that have only texts.
    private func number(_ value: JSON?) -> Double? {
        value?.double ?? value?.string.flatMap(Double.init)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        return String(String(text[start...].reversed()).drop { $0.isWhitespace }.reversed())
    }

    /// Returns the level of `Level 3` or 3; 0 if unknown.
    private static func level(_ value: JSON?) -> Int {
        value?.integer ?? value?.string?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// Returns the content of the last `\boxed{}` or `\fbox{}`, inner braces included.
    static func lastBoxed(in solution: String) -> String? {
        let starts = (solution.ranges(of: "\\boxed{") + solution.ranges(of: "\\fbox{"))
            .map(\.upperBound)
        guard let start = starts.max() else { return nil }
        var depth = 1
        var isEscaped = false
        for index in solution.indices[start...] {
            switch solution[index] {
            case "{" where !isEscaped: depth += 1
            case "}" where !isEscaped: depth -= 1
            default: break
            }
            isEscaped = solution[index] == "\\" && !isEscaped
            if depth == 0 { return String(solution[start..<index]) }
        }
        return nil
    }
}
