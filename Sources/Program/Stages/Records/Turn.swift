import Chat
import Text

/// Treatment of a dialogue turn that reaches `maxTokens`.
enum Truncation: String, CaseIterable {
    /// The turn is cut after its last whole sentence.
    case trim
    /// The dialogue ends there.
    case reject
    /// The turn stays unchanged.
    case keep
}

/// A model's reply as a dialogue turn: repaired where that is safe, else with its fault.
struct Turn: Sendable {
    /// The turn's text; meaningless if there is a fault.
    private(set) var text: String
    /// Why the reply cannot be a turn, as a short fixed phrase; nil if it can.
    private(set) var fault: String?
    /// The repairs made.
    private(set) var repairs: [String] = []
    /// Whether the turn reached `maxTokens`, whatever its treatment.
    private(set) var isCut: Bool

    /// Creates the assistant's turn.
    init(answer reply: ChatReply, truncation: Truncation) {
        self.init(reply)
        treatCut(truncation, faulty: "truncated answer", mended: "cut answer trimmed")
        if text.isEmpty { fault = "empty answer" }
    }

    /// Creates the user's turn, written by a model that was shown the `earlier` ones.
    ///
    /// Removes a label in front, quotation marks around it, politeness at either end, and further
    /// turns that the model wrote after its own.
    init(userTurn reply: ChatReply, after earlier: [String], truncation: Truncation) {
        self.init(reply)
        mend("user turn: label or quotation marks", Self.unwrapped)
        let own = Self.ownLines(of: text)
        // The limit was reached within a removed turn, so the model's own turn is whole.
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

    /// Returns the text without a label in front and without quotation marks around all of it.
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

    /// Returns the lines before the first that begins another turn.
    private static func ownLines(of text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let own = lines.enumerated().prefix { index, line in
            index == 0 || !otherLabels.contains { line.lowercased().hasPrefix($0) }
        }
        guard own.count < lines.count else { return text.trimmingWhitespace() }
        return own.map(\.element).joined(separator: "\n").trimmingWhitespace()
    }

    private static func fault(in text: String, after earlier: [String]) -> String? {
        if text.isEmpty { return "empty user turn" }
        if AssistantVoice.speaks(in: text) { return "user turn speaks as the assistant" }
        if leaksFormat(text) { return "user turn leaks the chat format" }
        return earlier.contains { isEcho(text, of: $0) } ? "user turn echoes an earlier one" : nil
    }

    /// Returns whether a turn equals an earlier one or shares four fifths of its word triples with
    /// it.
    private static func isEcho(_ text: String, of earlier: String) -> Bool {
        if text.comparable == earlier.comparable { return true }
        let said = Shingles(text)
        return said.count >= 5 && said.sharedShare(with: Shingles(earlier)) >= 0.8
    }
}
