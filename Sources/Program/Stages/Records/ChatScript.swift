import Chat

/// Splits a prompt template into turns: a line `[system]`, `[user]` or `[assistant]` starts one.
///
/// Text without such lines is one user turn. Worked examples stand in a template as earlier turns,
/// which small models follow better than descriptions. The lines are marked in the template before
/// it is rendered, so that a field's text cannot start a turn.
enum ChatScript {
    /// A private-use character, which ordinary texts do not contain.
    private static let mark = "\u{F8FF}"
    private static let markByte: UInt8 = 0xEF
    private static let roles = ["system", "user", "assistant"]

    /// Marks the lines of a template's source that start a turn.
    static func marked(_ source: String) -> String {
        lines(of: source).map { line in
            roles.contains { line == "[\($0)]" } ? "\(mark)\(line)" : String(line)
        }.joined(separator: "\n")
    }

    /// Returns the text without marks.
    static func unmarked(_ text: String) -> String {
        hasMark(text) ? text.replacing("\(mark)[", with: "[") : text
    }

    /// Returns the turns of a rendered text whose template was marked.
    static func turns(of rendered: String) -> [ChatMessage] {
        guard hasMark(rendered) else {
            let content = rendered.trimmingWhitespace()
            return content.isEmpty ? [] : [ChatMessage(role: "user", content: content)]
        }
        let parts = rendered.split(separator: Character(mark), omittingEmptySubsequences: false)
        let opening = ChatMessage(
            role: "user", content: String(parts[0]).trimmingWhitespace())
        let turns = parts.dropFirst().map { part in
            let role = roles.first { part.hasPrefix("[\($0)]") } ?? "user"
            return ChatMessage(
                role: role, content: String(part.dropFirst(role.count + 2)).trimmingWhitespace())
        }
        return opening.content.isEmpty ? turns : [opening] + turns
    }

    /// Returns whether there may be a mark: looks only for its first byte, which few texts have.
    private static func hasMark(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.contains(markByte) }
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
