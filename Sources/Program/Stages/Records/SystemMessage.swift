import Chat
import Dataflow

/// The message that a stage puts before a question: plain text or a template, of a file or written
/// in the document.
struct SystemMessage: Sendable {
    private enum Content {
        case none
        /// Sent as it is.
        case text(String)
        case template(RecordTemplate)
    }

    private let content: Content
    /// What of it decides the answers and does not stand in the document.
    let ingredients: [String]

    /// Reads the setting `"system"`; reports problems and returns nil.
    init?(in preparation: inout StagePreparation) {
        guard let value = preparation[SharedSettings.system] else {
            (content, ingredients) = (.none, [])
            return
        }
        let key = SharedSettings.system.name
        guard let given = preparation.text(value, at: key) else { return nil }
        ingredients = given.isFile ? [given.text] : []
        guard ["{{", "{%", "{#"].contains(where: given.text.contains) else {
            content = .text(given.isFile ? given.text.trimmingWhitespace() : given.text)
            return
        }
        guard let template = RecordTemplate(value, key: key, in: &preparation) else { return nil }
        content = .template(template)
    }

    /// Returns the message for a record; none if a template gives no text.
    func messages(for record: Record, seed: @autoclosure () -> UInt64) throws -> [ChatMessage] {
        switch content {
        case .none: return []
        case .text(let text): return [ChatMessage(role: "system", content: text)]
        case .template(let template):
            let text = try template.render(record, seed: seed()).trimmingWhitespace()
            return text.isEmpty ? [] : [ChatMessage(role: "system", content: text)]
        }
    }
}
