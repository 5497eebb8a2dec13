import Chat
import Dataflow
import JSON

/// Returns the turns in a record's field: a text is one user turn, a list is a conversation, whose
/// roles may have a dataset's names.
func conversation(in record: Record, field: String) throws -> [ChatMessage] {
    switch record[field] {
    case .string(let text): return [ChatMessage(role: "user", content: text)]
    case .array(let turns):
        let messages = turns.compactMap(ChatMessage.init)
        if messages.count == turns.count, !messages.isEmpty {
            return try messages.map { message in
                guard let role = TurnRole.inChat(message.role) else {
                    throw StageError.unknownRole(field: field, role: message.role)
                }
                return ChatMessage(role: role, content: message.content)
            }
        }
    default: break
    }
    throw StageError.unusableField(
        field: field, expected: "a text or a list of {\"role\", \"content\"}",
        found: record[field]?.kind ?? "nothing")
}
