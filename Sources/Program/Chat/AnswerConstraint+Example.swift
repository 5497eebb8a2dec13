import Hashing
import JSON
import Text

extension AnswerConstraint {
    /// A text that meets the constraint, drawn by `seed`: the reply of a model without weights.
    ///
    /// - Throws: `GrammarError` if nothing fits the schema.
    public func example(seed: UInt64) throws -> String {
        var stream = SplitMix64(seed: seed)
        switch self {
        case .choices(let texts):
            try validate()
            return texts[stream.integer(below: texts.count)]
        case .schema(let schema):
            // Every byte is a token. A small budget of tokens keeps the texts short.
            let trie = TokenTrie.ofBytes
            let grammar = try TokenGrammar(schema: schema, trie: trie)
            var matcher = try GrammarMatcher(
                grammar, maxTokens: grammar.fewestTokens + 8 + stream.integer(below: 40))
            var bytes: [UInt8] = []
            while !matcher.mustEnd, let byte = Self.draw(matcher, &stream) {
                bytes.append(byte)
                matcher.advance(Int32(byte))
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Draws one of the bytes that may come next: a printable one if there is any.
    private static func draw(_ matcher: GrammarMatcher, _ stream: inout SplitMix64) -> UInt8? {
        var words = [UInt64](repeating: 0, count: 4)
        guard words.withUnsafeMutableBufferPointer({ matcher.mask(into: $0) }) else { return nil }
        let allowed = (UInt8(0)...255).filter { words[Int($0) >> 6] >> UInt64($0 & 63) & 1 == 1 }
        let plain = allowed.filter { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }
        let bytes = plain.isEmpty ? allowed : plain
        return bytes[stream.integer(below: bytes.count)]
    }
}

extension ChatReply {
    /// A reply that meets a constraint, drawn by `seed`; all choices get the same probability.
    public init(meeting constraint: AnswerConstraint, prompt: String, seed: UInt64) throws {
        let text = try constraint.example(seed: seed)
        var shares: [Double]?
        if case .choices(let texts) = constraint {
            shares = texts.map { _ in 1 / Double(texts.count) }
        }
        self.init(
            text: text, isTruncated: false, tokens: max(1, text.utf8.count / 4),
            promptTokens: prompt.utf8.count / 4, meanLogProbability: -1,
            choiceProbabilities: shares)
    }
}
