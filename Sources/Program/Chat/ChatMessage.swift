public import JSON

/// A turn of a conversation: who says what.
public struct ChatMessage: Sendable, Equatable {
    /// `system`, `user` or `assistant`.
    public var role: String
    /// The text.
    public var content: String

    /// A turn of `role` that says `content`.
    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }

    /// `{"role": ..., "content": ...}`.
    public var json: JSON { ["role": .string(role), "content": .string(content)] }

    /// Reads a turn from JSON of the form that ``json`` writes; nil if role or content is missing.
    public init?(_ json: JSON) {
        guard let role = json["role"]?.string, let content = json["content"]?.string else {
            return nil
        }
        self.init(role: role, content: content)
    }
}
