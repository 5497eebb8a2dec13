public import JSON

/// One turn of a conversation.
public struct ChatMessage: Sendable, Equatable {
    /// `system`, `user` or `assistant`.
    public var role: String
    /// The text.
    public var content: String

    /// A turn.
    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }

    /// `{"role": ..., "content": ...}`.
    public var json: JSON { ["role": .string(role), "content": .string(content)] }

    /// The turn that an object of that form describes.
    public init?(_ json: JSON) {
        guard let role = json["role"]?.string, let content = json["content"]?.string else {
            return nil
        }
        self.init(role: role, content: content)
    }
}
