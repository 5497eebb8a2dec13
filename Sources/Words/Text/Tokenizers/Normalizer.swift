import Foundation

/// A change of plain text before the pre-tokenizer runs; the cases cover the kinds in
/// `tokenizer.json`.
indirect enum Normalizer: Sendable {
    case sequence([Normalizer])
    case unicode(UnicodeForm)
    case lowercase
    case stripAccents
    case controlCharacters
    case strip(left: Bool, right: Bool)
    case prepend([UInt8])
    case replace(SplitPattern, with: [UInt8])
    case graphemeMap(CharacterMap)
    case sentencePiece(SentencePieceNormalizer)

    /// The four normal forms of Unicode.
    enum UnicodeForm: String, Sendable, CaseIterable {
        case nfc = "NFC"
        case nfd = "NFD"
        case nfkc = "NFKC"
        case nfkd = "NFKD"
    }

    /// Returns the normalised text.
    func normalize(_ text: [UInt8]) -> [UInt8] {
        switch self {
        case .sequence(let normalizers): normalizers.reduce(text) { $1.normalize($0) }
        case .unicode(let form): form.normalize(text)
        case .lowercase: mapScalars(text) { $0.properties.lowercaseMapping }
        case .stripAccents:
            // Hugging Face's StripAccents drops every mark, its BertNormalizer nonspacing ones only.
            mapScalars(text) { $0.isMark ? "" : nil }
        case .controlCharacters: mapScalars(text, Self.withoutControl)
        case .strip(let left, let right): strip(text, left: left, right: right)
        case .prepend(let prefix): text.isEmpty ? text : prefix + text
        case .replace(let pattern, let replacement): pattern.replacing(in: text, with: replacement)
        case .graphemeMap(let map): text.withUnsafeBufferPointer { mapGraphemes($0, map) }
        case .sentencePiece(let normalizer):
            text.withUnsafeBufferPointer { normalizer.normalize($0) }
        }
    }

    private func mapScalars(_ text: [UInt8], _ change: (Unicode.Scalar) -> String?) -> [UInt8] {
        var mapped: [UInt8] = []
        mapped.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if let changed = change(scalar) {
                mapped.append(contentsOf: changed.utf8)
            } else {
                mapped.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
        return mapped
    }

    /// Maps a scalar as the `Nmt` normaliser does: drops control characters and makes other
    /// spaces plain ones; nil for a scalar that stays as it is.
    private static func withoutControl(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: ""
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
            0xFFFD:
            " "
        default: nil
        }
    }

    private func strip(_ text: [UInt8], left: Bool, right: Bool) -> [UInt8] {
        text.withUnsafeBufferPointer { text in
            let classes = CharacterClasses.table
            let start = left ? classes.endOfRun(.space, in: text, from: 0) : 0
            var end = text.count
            while right, end > start {
                let previous = text.startOfCharacter(before: end)
                guard classes.character(at: previous, of: text).class == .space else { break }
                end = previous
            }
            return Array(text[start..<end])
        }
    }

    /// Applies a map as the `Precompiled` normaliser does. Unlike SentencePiece, it looks up whole
    /// graphemes (shorter than six bytes) first, and takes the shortest of several matches.
    private func mapGraphemes(_ text: ByteBuffer, _ map: CharacterMap) -> [UInt8] {
        var mapped: [UInt8] = []
        mapped.reserveCapacity(text.count)
        text.forEachGrapheme { grapheme in
            if grapheme.count < 6, let replacement = map.shortestMatch(in: text, range: grapheme) {
                mapped.append(contentsOf: replacement)
                return
            }
            var index = grapheme.lowerBound
            while index < grapheme.upperBound {
                let end = index + text.scalar(at: index).length
                mapped.append(
                    contentsOf: map.shortestMatch(in: text, range: index..<end)
                        ?? ArraySlice(text[index..<end])
                )
                index = end
            }
        }
        return mapped
    }
}

extension Normalizer.UnicodeForm {
    func normalize(_ text: [UInt8]) -> [UInt8] {
        // Two characters below U+0300 never compose, so NFC leaves such texts as they are.
        let unchangedBelow: UInt8 = self == .nfc ? 0xCC : 0x80
        guard text.contains(where: { $0 >= unchangedBelow }) else { return text }
        let string = String(decoding: text, as: UTF8.self)
        return switch self {
        case .nfc: Array(string.precomposedStringWithCanonicalMapping.utf8)
        case .nfd: Array(string.decomposedStringWithCanonicalMapping.utf8)
        case .nfkc: Array(string.precomposedStringWithCompatibilityMapping.utf8)
        case .nfkd: Array(string.decomposedStringWithCompatibilityMapping.utf8)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Calls `body` for each grapheme cluster in order.
    ///
    /// Two ASCII characters always have a boundary between them, except CR LF; only the stretches
    /// between such boundaries are decoded.
    fileprivate func forEachGrapheme(_ body: (Range<Int>) -> Void) {
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, !isPlainBoundary(end) { end += 1 }
            if end == start + 1 {
                body(start..<end)
            } else {
                for character in String(decoding: self[start..<end], as: UTF8.self) {
                    let length = character.utf8.count
                    // A damaged byte becomes U+FFFD, three bytes: ranges are cut at `end`.
                    body(start..<Swift.min(start + length, end))
                    start = Swift.min(start + length, end)
                }
            }
            start = end
        }
    }

    private func isPlainBoundary(_ index: Int) -> Bool {
        self[index - 1] < 0x80 && self[index] < 0x80
            && !(self[index - 1] == 0x0D && self[index] == 0x0A)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is of general category M: nonspacing, spacing or enclosing.
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
