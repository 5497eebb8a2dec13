import Chat

/// The turns of a prompt template: lines of `[system]`, `[user]` or `[assistant]` alone begin one.
///
/// Text without such lines is one user turn. Worked examples stand in a template as earlier turns,
/// which small models follow better than descriptions. The lines are marked in the template before
/// it is rendered, so that a field's text cannot begin a turn.
enum ChatScript {
    /// A character of private use, which texts of people do not have.
    private static let mark = "\u{F8FF}"
    private static let markByte: UInt8 = 0xEF
    private static let roles = ["system", "user", "assistant"]

    /// A template's source with the lines that begin a turn marked.
    static func marked(_ source: String) -> String {
        lines(of: source).map { line in
            roles.contains { line == "[\($0)]" } ? "\(mark)\(line)" : String(line)
        }.joined(separator: "\n")
    }

    /// The text without marks.
    static func unmarked(_ text: String) -> String {
        hasMark(text) ? text.replacing("\(mark)[", with: "[") : text
    }

    /// The turns of a rendered text whose template was marked.
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

    /// Whether there may be a mark: by the first of its bytes, which few texts have.
    private static func hasMark(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.contains(markByte) }
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
