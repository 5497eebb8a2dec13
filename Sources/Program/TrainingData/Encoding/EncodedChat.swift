import Chat
import Jinja
import Text

/// A conversation as the model reads it, encoded once, with where the texts of its messages are.
struct EncodedChat {
    let rendered: RenderedText
    let tokens: [Int32]
    /// Where each token ends in the text, in bytes; nil if the tokenizer changes the text.
    let ends: [Int]?
}

/// The tokens of an assistant turn that the model must produce.
struct AnswerTokens: Equatable {
    /// From the first token with a byte of the content to the end-of-turn token.
    var range: Range<Int>
    /// Whether an end-of-turn token follows the content; else the range ends with the content.
    var endsTurn: Bool
    /// Whether the template left out a part of the content other than white space around it.
    var isCut: Bool
}

/// Encodes conversations, and finds the tokens of their answers by the origin of every byte.
struct TurnEncoder: Sendable {
    let chat: ChatEncoder
    private let alignment: TokenAlignment

    init(_ chat: ChatEncoder) {
        self.chat = chat
        alignment = TokenAlignment(chat.tokenizer)
    }

    /// Renders the conversation and encodes it once.
    func encode(_ messages: [ChatMessage], isOpen: Bool = false) throws(RowRejection) -> EncodedChat
    {
        let rendered: RenderedText
        do { rendered = try chat.rendered(messages, isOpen: isOpen) } catch {
            throw RowRejection("the template refuses the conversation", "\(error)")
        }
        let tokens = chat.tokens(of: rendered)
        return EncodedChat(
            rendered: rendered, tokens: tokens,
            ends: alignment.ends(of: tokens, in: rendered.text))
    }

    /// The tokens of the answer that is the message of an index.
    ///
    /// The content is what the template keeps of it: it may trim the text or cut off earlier
    /// thinking. Between the content and the end-of-turn token there may be white space.
    func answer(
        _ index: Int, to messages: [ChatMessage], in encoded: EncodedChat
    ) throws(RowRejection) -> AnswerTokens {
        let bytes = try content(index, of: messages, in: encoded)
        var range = tokens(of: bytes.range, in: encoded)
        guard !range.isEmpty else {
            throw RowRejection("an answer without tokens", "turn \(index + 1)")
        }
        var end = range.upperBound
        while end < encoded.tokens.count, alignment.isSpace(encoded.tokens[end]) { end += 1 }
        let endsTurn =
            end < encoded.tokens.count
            && chat.tokenizer.endOfTurnTokens.contains(encoded.tokens[end])
        if endsTurn { range = range.lowerBound..<end + 1 }
        return AnswerTokens(range: range, endsTurn: endsTurn, isCut: bytes.isCut)
    }

    /// The bytes from the first to the last that come from a message's content.
    private func content(
        _ index: Int, of messages: [ChatMessage], in encoded: EncodedChat
    ) throws(RowRejection) -> (range: Range<Int>, isCut: Bool) {
        let content = messages[index].content
        guard !content.isBlank else {
            throw RowRejection("an empty answer", "turn \(index + 1)")
        }
        let parts = encoded.rendered.elementParts.filter { $0.element == index }
        guard let first = parts.first, let last = parts.last else {
            throw RowRejection(
                "the template leaves an answer out", "turn \(index + 1) is not in the text")
        }
        let kept = parts.reduce(0) { $0 + $1.range.count }
        // More may be an answer with characters escaped.
        guard kept <= content.utf8.count || kept < 2 * content.trimmedLength else {
            throw RowRejection(
                "the template writes an answer twice",
                "turn \(index + 1) has \(content.utf8.count) bytes, the text \(kept)")
        }
        let range = first.range.lowerBound..<last.range.upperBound
        guard
            !encoded.rendered.elementParts.contains(where: {
                $0.element != index && $0.range.overlaps(range)
            })
        else {
            throw RowRejection(
                "the template takes an answer apart",
                "other turns stand between the parts of turn \(index + 1)")
        }
        return (range, kept < content.trimmedLength || kept > content.utf8.count)
    }

    // MARK: Bytes to tokens

    /// The tokens that have a byte of a range.
    private func tokens(of bytes: Range<Int>, in encoded: EncodedChat) -> Range<Int> {
        if let ends = encoded.ends {
            // The first that ends after the range's start, up to the first that ends at its end.
            let first = ends.firstIndex(above: bytes.lowerBound)
            let last = ends.firstIndex(above: bytes.upperBound - 1)
            return first..<min(last + 1, ends.count)
        }
        // What the tokens of a beginning have in common with those of the whole is that beginning;
        // a token that lies across the range's edge counts.
        func common(_ end: Int) -> (count: Int, isWhole: Bool) {
            let beginning = chat.tokens(of: encoded.rendered, in: 0..<end)
            let count = zip(beginning, encoded.tokens).prefix { $0 == $1 }.count
            return (count, count == beginning.count)
        }
        let start = common(bytes.lowerBound).count
        let end = common(bytes.upperBound)
        return start..<max(start, min(encoded.tokens.count, end.count + (end.isWhole ? 0 : 1)))
    }
}

extension [Int] {
    /// The index of the first element above a value, of ascending ones; their number if there is none.
    fileprivate func firstIndex(above value: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension String {
    /// Bytes without the white space at both ends.
    fileprivate var trimmedLength: Int {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return 0 }
        return utf8.distance(from: first, to: scalars.index(after: last))
    }
}
