package import Chat
import JSON

/// A conversation that asks a model for its next turn, with its JSON for keys and memories.
///
/// Encoded once: a stage may ask the same question many times, with other seeds.
package struct Question: Sendable {
    let messages: [ChatMessage]
    /// What the answer must be; nil for anything.
    let constraint: AnswerConstraint?
    /// The messages, as a journal keeps them.
    let json: JSON
    /// The bytes of ``json``.
    let encoded: [UInt8]

    package init(_ messages: [ChatMessage], constraint: AnswerConstraint? = nil) {
        self.messages = messages
        self.constraint = constraint
        json = .array(messages.map(\.json))
        encoded = json.encoded()
    }
}
