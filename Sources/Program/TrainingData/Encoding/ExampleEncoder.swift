import Chat
import JSON
import Text
import Training

/// An example, with what had to be done to its row.
struct MadeExample<Example: Sendable>: Sendable {
    var example: Example
    /// Digest of the prompt as the row has it.
    var prompt: UInt64
    /// The columns of the row.
    var form: String
    var remarks: [Remark] = []

    /// Something about a row that the summary tells.
    struct Remark: Equatable, Sendable {
        let kind: ReadingNote.Kind
        var amount = 0
        var targets = 0
    }
}

/// Makes token-level examples of rows.
struct ExampleEncoder: Sendable {
    let turns: TurnEncoder
    let settings: ExampleSettings

    init(_ chat: ChatEncoder, _ settings: ExampleSettings) {
        turns = TurnEncoder(chat)
        self.settings = settings
    }

    var tokenizer: Tokenizer { turns.chat.tokenizer }

    /// Checks a length against the limit.
    func isTooLong(_ count: Int) -> Bool { settings.maxTokens.map { count > $0 } ?? false }

    /// The rejection of a row that is too long; its detail is the length.
    func tooLong(_ count: Int, _ more: String = "") -> RowRejection {
        RowRejection(
            ReadingSummary.tooLong, "\(count) tokens, at most \(settings.maxTokens ?? 0)\(more)")
    }

    /// Encodes the turns with fewer and fewer of the oldest until `count` says that they fit; with
    /// all of them unless trimming is asked for.
    ///
    /// - Parameter kept: Turns at the end that are never dropped.
    func fitting<Encoded>(
        _ given: [RowTurn], keeping kept: Int, count: (Encoded) -> Int,
        _ encode: ([RowTurn]) throws(RowRejection) -> Encoded
    ) throws(RowRejection) -> (encoded: Encoded, dropped: Int) {
        var left = given
        var encoded = try encode(left)
        let length = count(encoded)
        guard settings.tooLong == .trimPrompt else { return (encoded, 0) }
        while isTooLong(count(encoded)) {
            guard let shorter = Self.withoutOldest(left, keeping: kept) else {
                throw tooLong(length, "; \(count(encoded)) without earlier turns")
            }
            left = shorter
            encoded = try encode(left)
        }
        return (encoded, given.count - left.count)
    }

    /// The turns without the oldest question and what follows it, up to the next question; nil if
    /// none can go. A system message stays.
    private static func withoutOldest(_ turns: [RowTurn], keeping kept: Int) -> [RowTurn]? {
        let system = turns.first?.role == "system" ? 1 : 0
        guard turns.count - kept > system + 1 else { return nil }
        let next = turns[(system + 1)...].firstIndex { $0.role == "user" }
        guard let next, next <= turns.count - kept else { return nil }
        return Array(turns[..<system] + turns[next...])
    }
}
