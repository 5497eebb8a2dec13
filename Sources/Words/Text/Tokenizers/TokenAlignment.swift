/// Finds which bytes of a text each of its tokens stands for.
///
/// Holds the bytes of all tokens, so making one costs a pass over the vocabulary.
public struct TokenAlignment: Sendable {
    private let bytes: [UInt8]
    /// Token `id` adds `bytes[starts[id]..<starts[id + 1]]`.
    private let starts: [Int]

    /// The alignment of a tokenizer's tokens.
    public init(_ tokenizer: Tokenizer) {
        var bytes: [UInt8] = []
        var starts = [0]
        starts.reserveCapacity(tokenizer.vocabularySize + 1)
        for id in 0..<tokenizer.vocabularySize {
            bytes += tokenizer.bytes(of: Int32(id)) ?? []
            starts.append(bytes.count)
        }
        (self.bytes, self.starts) = (bytes, starts)
    }

    /// Whether a token is nothing but white space.
    public func isSpace(_ token: Int32) -> Bool {
        guard token >= 0, Int(token) + 1 < starts.count else { return false }
        let range = starts[Int(token)]..<starts[Int(token) + 1]
        return !range.isEmpty && bytes[range].allSatisfy(\.isSpace)
    }

    /// Returns where each token ends, in bytes of UTF-8; nil if the tokens do not spell the text, as
    /// where the tokenizer changes characters or has no token for one.
    ///
    /// A space that the tokenizer puts before a text has no bytes there. White space that an added
    /// token takes away belongs to the token after it.
    public func ends(of tokens: [Int32], in text: String) -> [Int]? {
        var text = text
        return text.withUTF8 { text in
            bytes.withUnsafeBufferPointer { bytes in ends(of: tokens, in: text, bytes) }
        }
    }

    private func ends(
        of tokens: [Int32], in text: ByteBuffer, _ bytes: ByteBuffer
    ) -> [Int]? {
        var position = 0
        var ends: [Int] = []
        ends.reserveCapacity(tokens.count)
        func holds(_ token: Range<Int>, at position: Int) -> Bool {
            guard position + token.count <= text.count else { return false }
            for offset in 0..<token.count
            where text[position + offset] != bytes[token.lowerBound + offset] {
                return false
            }
            return true
        }
        for id in tokens {
            guard id >= 0, Int(id) + 1 < starts.count else { return nil }
            let token = starts[Int(id)]..<starts[Int(id) + 1]
            guard !token.isEmpty else { return nil }
            if holds(token, at: position) {
                position += token.count
            } else if bytes[token.lowerBound] == 0x20, holds(token.dropFirst(), at: position) {
                position += token.count - 1
            } else {
                var next = position
                while next < text.count, text[next].isSpace { next += 1 }
                guard next > position, holds(token, at: next) else { return nil }
                position = next + token.count
            }
            ends.append(position)
        }
        guard text[position...].allSatisfy(\.isSpace) else { return nil }
        return ends
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
