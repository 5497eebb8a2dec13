import Chat
import Text

/// What becomes of a turn of a dialogue that runs into `maxTokens`.
enum Truncation: String, CaseIterable {
    /// It ends with its last whole sentence.
    case trim
    /// It breaks the dialogue off.
    case reject
    /// It stays as it is.
    case keep
}

/// A model's reply as a turn of a dialogue: mended where that is safe, else with what is wrong.
struct Turn: Sendable {
    /// What is said; meaningless if there is a fault.
    private(set) var text: String
    /// Why it cannot be a turn: a short fixed phrase.
    private(set) var fault: String?
    /// What was mended.
    private(set) var repairs: [String] = []
    /// Whether it ran into `maxTokens`, whatever was done about it.
    private(set) var isCut: Bool

    /// The assistant's turn.
    init(answer reply: ChatReply, truncation: Truncation) {
        self.init(reply)
        treatCut(truncation, faulty: "truncated answer", mended: "cut answer trimmed")
        if text.isEmpty { fault = "empty answer" }
    }

    /// The user's turn, as a model wrote it that was shown the `earlier` ones.
    ///
    /// A label in front, quotation marks around and politeness at either end are taken away, and
    /// so are further turns that the model wrote after its own.
    init(userTurn reply: ChatReply, after earlier: [String], truncation: Truncation) {
        self.init(reply)
        mend("user turn: label or quotation marks", Self.unwrapped)
        let own = Self.ownLines(of: text)
        if own.count < text.count { isCut = false }
        mend("user turn: wrote further turns") { _ in own }
        treatCut(truncation, faulty: "truncated user turn", mended: "cut user turn trimmed")
        mend("user turn: politeness", Politeness.strip)
        fault = fault ?? Self.fault(in: text, after: earlier)
    }

    private init(_ reply: ChatReply) {
        text = reply.text.trimmingWhitespace()
        isCut = reply.isTruncated
    }

    private mutating func treatCut(_ truncation: Truncation, faulty: String, mended: String) {
        guard isCut else { return }
        switch truncation {
        case .keep: break
        case .reject: fault = faulty
        case .trim:
            guard let whole = Sentences.wholeOnes(of: text) else { return fault = faulty }
            mend(mended) { _ in whole }
        }
    }

    private mutating func mend(_ name: String, _ change: (String) -> String) {
        let changed = change(text).trimmingWhitespace()
        guard changed != text else { return }
        text = changed
        repairs.append(name)
    }

    // MARK: A user's turn

    private static let labels = [
        "user:", "human:", "me:", "i asked:", "next question:", "next message:",
    ]
    private static let otherLabels = [
        "assistant:", "user:", "human:", "me:", "i asked:", "the answer was:", "answer:",
    ]
    private static let quotes: [(Character, Character)] = [("\"", "\""), ("“", "”"), ("«", "»")]

    /// The text without a label in front and without quotation marks around all of it.
    private static func unwrapped(_ text: String) -> String {
        var text = text
        if let label = labels.first(where: { text.lowercased().hasPrefix($0) }) {
            text = String(text.dropFirst(label.count)).trimmingWhitespace()
        }
        for (opening, closing) in quotes
        where text.count > 2 && text.first == opening && text.last == closing {
            let inner = text.dropFirst().dropLast()
            if !inner.contains(opening), !inner.contains(closing) { text = String(inner) }
        }
        return text
    }

    /// The lines before the first that begins another turn.
    private static func ownLines(of text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let own = lines.enumerated().prefix { index, line in
            index == 0 || !otherLabels.contains { line.lowercased().hasPrefix($0) }
        }
        return own.map(\.element).joined(separator: "\n").trimmingWhitespace()
    }

    private static func fault(in text: String, after earlier: [String]) -> String? {
        if text.isEmpty { return "empty user turn" }
        if AssistantVoice.speaks(in: text) { return "user turn speaks as the assistant" }
        if leaksFormat(text) { return "user turn leaks the chat format" }
        return earlier.contains { isEcho(text, of: $0) } ? "user turn echoes an earlier one" : nil
    }

    /// Whether a turn says what an earlier one said, or has four fifths of its word triples from it.
    private static func isEcho(_ text: String, of earlier: String) -> Bool {
        if text.foldedForComparison == earlier.foldedForComparison { return true }
        let said = Shingles(text)
        return said.count >= 5 && said.sharedShare(with: Shingles(earlier)) >= 0.8
    }
}
