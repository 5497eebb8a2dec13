package import Chat
package import Jinja

/// Splits a prompt template into turns: a line `[system]`, `[user]` or `[assistant]` starts one.
///
/// Text without such lines is one user turn. Worked examples stand in a template as earlier turns,
/// which small models follow better than descriptions. The lines are the template's headings, so
/// that a field's text cannot start a turn.
package enum ChatScript {
    private static let roles = ["system", "user", "assistant"]

    /// The lines that start a turn: a template's ``Template/init(_:name:headings:)``.
    package static let headings = Set(roles.map { "[\($0)]" })

    /// Returns the turns of a text rendered from a template with these ``headings``.
    package static func turns(of rendered: RenderedText) -> [ChatMessage] {
        let bytes = Array(rendered.text.utf8)
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[range], as: UTF8.self)
        }
        let starts = rendered.headings
        let ends = starts.dropFirst().map(\.lowerBound) + [bytes.count]
        let opening = ChatMessage(
            role: "user",
            content: text(0..<(starts.first?.lowerBound ?? bytes.count)).trimmingWhitespace())
        let turns = zip(starts, ends).map { heading, end in
            ChatMessage(
                role: String(text(heading).dropFirst().dropLast()),
                content: text(heading.upperBound..<end).trimmingWhitespace())
        }
        return opening.content.isEmpty ? turns : [opening] + turns
    }
}
