/// The part of a vocabulary that SentencePiece's decoder uses.
struct SentencePieceDecoding: Sendable {
    /// The text or the byte of a token.
    enum Surface: Sendable {
        case text([UInt8])
        case byte(UInt8)
    }

    /// Surfaces by id; those of control tokens are empty.
    let surfaces: [Surface]
    /// Whether a space at the start of the text is dropped.
    let dropsFirstSpace: Bool
    /// Whether all tokens up to the first text lose a leading space, rather than the first alone.
    let dropsAllSpaces: Bool
}

/// The state of SentencePiece's decoder between two tokens.
///
/// In a run of byte tokens, whole characters are decoded and every other byte becomes one U+FFFD.
struct SentencePieceDecodingState: Sendable {
    private var bytes: [UInt8] = []
    private var isEmpty = true
    private var isAtStart = true
    private var tookSpace = false

    /// Consumes a token; returns the text that later tokens cannot change.
    mutating func push(_ id: Int32, _ decoding: SentencePieceDecoding) -> [UInt8] {
        guard decoding.surfaces.indices ~= Int(id) else { return [] }
        switch decoding.surfaces[Int(id)] {
        case .byte(let byte):
            bytes.append(byte)
            return noting(releaseBytes(isLast: false))
        case .text(let text):
            let before = noting(releaseBytes(isLast: true))
            if tookSpace || !isEmpty { isAtStart = false }
            return before + noting(surface(text, decoding))
        }
    }

    /// Returns the text of the bytes still held; called after the last token.
    mutating func finish() -> [UInt8] { noting(releaseBytes(isLast: true)) }

    private mutating func noting(_ text: [UInt8]) -> [UInt8] {
        if !text.isEmpty { isEmpty = false }
        return text
    }

    private mutating func surface(_ text: [UInt8], _ decoding: SentencePieceDecoding) -> [UInt8] {
        let symbol = SentencePieceNormalizer.spaceSymbol
        var piece = text
        tookSpace = false
        if isAtStart, decoding.dropsFirstSpace, piece.starts(with: symbol) {
            piece.removeFirst(symbol.count)
            tookSpace = !decoding.dropsAllSpaces
        }
        return SplitPattern.literal(symbol).replacing(in: piece, with: [0x20])
    }

    private mutating func releaseBytes(isLast: Bool) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var released: [UInt8] = []
        let taken = bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let length = bytes.validLength(at: index)
                // The next byte token may complete this character.
                if length == 0, !isLast, bytes.isCutCharacter(at: index) { break }
                if length > 0 {
                    released += bytes[index..<index + length]
                } else {
                    released += [0xEF, 0xBF, 0xBD]
                }
                index += max(length, 1)
            }
            return index
        }
        bytes.removeFirst(taken)
        return released
    }
}
