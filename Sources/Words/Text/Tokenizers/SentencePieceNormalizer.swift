/// Normalises text as SentencePiece does: character map, white space, dummy prefix.
///
/// Source: `normalizer.cc` of google/sentencepiece; the steps are in its order, which matters.
struct SentencePieceNormalizer: Sendable {
    /// U+2581 in UTF-8, which stands for a space inside pieces.
    static let spaceSymbol: [UInt8] = [0xE2, 0x96, 0x81]

    var characterMap: CharacterMap?
    /// User-defined symbols, which the normaliser copies unchanged.
    var protected = ByteTrie([])
    var addsDummyPrefix = true
    var removesExtraSpaces = true
    var escapesSpaces = true
    var spaceIsSuffix = false

    private var space: [UInt8] { escapesSpaces ? Self.spaceSymbol : [0x20] }

    /// Returns the normalised text; empty if the text has nothing but removable space.
    func normalize(_ text: ByteBuffer) -> [UInt8] {
        var normalized: [UInt8] = []
        normalized.reserveCapacity(text.count + text.count / 2 + 3)
        var index = removesExtraSpaces ? endOfLeadingSpace(text) : 0
        guard index < text.count else { return [] }
        if addsDummyPrefix, !spaceIsSuffix { normalized += space }
        var followsSpace = removesExtraSpaces
        while index < text.count {
            index += withPrefix(of: text, at: index) { piece in
                let kept = followsSpace ? piece.drop { $0 == 0x20 } : piece
                guard !kept.isEmpty else { return }
                append(kept, to: &normalized)
                followsSpace = removesExtraSpaces && kept.last == 0x20
            }
        }
        if removesExtraSpaces {
            while normalized.suffix(space.count).elementsEqual(space) {
                normalized.removeLast(space.count)
            }
        }
        if addsDummyPrefix, spaceIsSuffix { normalized += space }
        return normalized
    }

    private func endOfLeadingSpace(_ text: ByteBuffer) -> Int {
        var index = 0
        while index < text.count {
            var isSpace = false
            let length = withPrefix(of: text, at: index) { isSpace = $0.elementsEqual([0x20]) }
            guard isSpace else { break }
            index += length
        }
        return index
    }

    /// Normalises one symbol, mapped sequence or character at `index`: calls `body` with the result
    /// and returns the number of bytes consumed.
    private func withPrefix(of text: ByteBuffer, at index: Int, _ body: (Slice<ByteBuffer>) -> Void)
        -> Int
    {
        if !protected.isEmpty, let match = protected.longestMatch(in: text, at: index) {
            body(text[index..<match.end])
            return match.end - index
        }
        if let match = characterMap?.longestMatch(in: text, at: index) {
            match.with.withUnsafeBufferPointer { body($0[...]) }
            return match.length
        }
        let length = text.validLength(at: index)
        if length > 0 {
            body(text[index..<index + length])
            return length
        }
        let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
        replacement.withUnsafeBufferPointer { body($0[...]) }
        return 1
    }

    private func append(_ piece: Slice<ByteBuffer>, to normalized: inout [UInt8]) {
        guard escapesSpaces else { return normalized.append(contentsOf: piece) }
        for byte in piece {
            if byte == 0x20 {
                normalized.append(contentsOf: Self.spaceSymbol)
            } else {
                normalized.append(byte)
            }
        }
    }
}
