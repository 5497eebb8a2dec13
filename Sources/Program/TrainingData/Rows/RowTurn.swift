import Chat

/// A turn of a row's conversation.
struct RowTurn: Equatable, Sendable {
    var role: String
    var content: String
    /// Whether the row says that the turn is to be learnt (`"train"`, `"weight"`); nil if it says
    /// nothing.
    var isTaught: Bool?

    var message: ChatMessage { ChatMessage(role: role, content: content) }

    /// Whether two turns say the same, whatever is to be learnt of them.
    static func saysTheSame(_ left: RowTurn, _ right: RowTurn) -> Bool {
        left.role == right.role && left.content == right.content
    }
}

/// A conversation to learn answers from.
struct TaughtConversation: Equatable, Sendable {
    /// The turns, or a text that is learnt whole.
    enum Content: Equatable, Sendable {
        case turns([RowTurn])
        case text(String)
    }

    var content: Content
    /// The names of the columns that it was read from, for the summary.
    var form: String
}

/// A prompt with two answers, the better one first.
struct AnswerComparison: Equatable, Sendable {
    var prompt: [RowTurn]
    var chosen: RowTurn
    var rejected: RowTurn
    var chosenReward: Reward?
    var rejectedReward: Reward?
    var form: String
}

/// A conversation that ends with an answer, with the answer's labels by name.
struct LabelledConversation: Equatable, Sendable {
    var turns: [RowTurn]
    /// Nil where there is no label.
    var labels: [Double?]
    var form: String
}
