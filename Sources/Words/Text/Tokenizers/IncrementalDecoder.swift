/// Decodes tokens one by one; every string it returns ends at a character boundary.
///
/// All strings together equal ``Tokenizer/decode(_:skipSpecialTokens:)`` of all ids.
///
/// ```swift
/// var decoder = tokenizer.incrementalDecoder()
/// for id in generated { print(decoder.append(id), terminator: "") }
/// print(decoder.finish())
/// ```
public struct IncrementalDecoder: Sendable {
    private let vocabulary: Vocabulary
    /// The ids that are left out of the text.
    private let skipped: Set<Int32>
    private var links: [DecoderLink]
    /// The first bytes of a character whose other bytes have not come yet.
    private var cut: [UInt8] = []

    init(vocabulary: Vocabulary, steps: [DecoderStep], skipped: Set<Int32>) {
        self.vocabulary = vocabulary
        self.skipped = skipped
        var isFused = false
        links = []
        for step in steps {
            links.append(DecoderLink(step, isFused: isFused))
            if case .fuse = step { isFused = true }
        }
    }

    /// Appends a token; returns the text that later tokens cannot change. Unknown ids add nothing.
    public mutating func append(_ id: Int32) -> String {
        guard !skipped.contains(id), let token = vocabulary[id] else { return "" }
        var text: [UInt8] = []
        push(DecodedToken(id: id, bytes: Array(token)), from: 0, into: &text)
        return wholeCharacters(of: text)
    }

    /// Returns the rest of the text after the last token; an incomplete character becomes U+FFFD.
    public mutating func finish() -> String {
        var text: [UInt8] = []
        for index in links.indices {
            // In chain order: what a step releases passes the later steps before they finish.
            for token in links[index].finish() { push(token, from: index + 1, into: &text) }
        }
        defer { cut.removeAll() }
        return String(decoding: cut + text, as: UTF8.self)
    }

    private mutating func push(_ token: DecodedToken, from index: Int, into text: inout [UInt8]) {
        guard index < links.count else { return text.append(contentsOf: token.bytes) }
        for token in links[index].push(token) { push(token, from: index + 1, into: &text) }
    }

    private mutating func wholeCharacters(of text: [UInt8]) -> String {
        let all = cut + text
        let end = all.withUnsafeBufferPointer { $0.endOfWholeCharacters }
        cut = Array(all[end...])
        return String(decoding: all[..<end], as: UTF8.self)
    }
}
