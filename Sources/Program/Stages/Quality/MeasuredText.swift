import Foundation
import Hashing

/// A text split into characters once, for all rules that count or compare parts of it.
///
/// Parts are compared by their bytes. If every code point is a character of its own, the text is
/// split without Unicode's tables; otherwise it is normalized to NFC, so that an accent counts
/// alike however it is encoded.
struct MeasuredText {
    /// Class of a character.
    struct Kind: OptionSet {
        let rawValue: UInt8
        static let space = Kind(rawValue: 1)
        static let newline = Kind(rawValue: 2)
        static let letter = Kind(rawValue: 4)
    }

    /// The text in UTF-8.
    let bytes: [UInt8]
    /// Start of each character in ``bytes``; the last element is the end of the text.
    private(set) var starts: [Int32] = []
    private(set) var kinds: [Kind] = []

    /// The number of characters.
    var count: Int { kinds.count }

    init(_ text: String) {
        var bytes = Array(text.utf8)
        starts.reserveCapacity(bytes.count + 1)
        kinds.reserveCapacity(bytes.count)
        if !Self.isSimple(bytes) {
            let composed = text.precomposedStringWithCanonicalMapping
            bytes = Array(composed.utf8)
            self.bytes = bytes
            for character in composed { add(Kind(character), length: character.utf8.count) }
        } else {
            self.bytes = bytes
            cutSimple()
        }
        starts.append(Int32(bytes.count))
    }

    private mutating func add(_ kind: Kind, length: Int) {
        starts.append(end)
        end += Int32(length)
        kinds.append(kind)
    }
    private var end: Int32 = 0

    private mutating func cutSimple() {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x80 {
                let isPair = byte == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A
                add(Self.ascii[Int(byte)], length: isPair ? 2 : 1)
                at += isPair ? 2 : 1
            } else {
                let length = byte < 0xE0 ? 2 : 3
                let text = String(decoding: bytes[at..<(at + length)], as: UTF8.self)
                add(text.first.map { Kind($0) } ?? [], length: length)
                at += length
            }
        }
    }

    private static let ascii = (0..<128 as Range<UInt8>).map {
        Kind(Character(Unicode.Scalar($0)))
    }

    /// Returns whether every code point is a character of its own: those below the combining marks,
    /// and general punctuation without its invisible signs.
    private static func isSimple(_ bytes: [UInt8]) -> Bool {
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case 0..<0x80: at += 1
            case 0xC2..<0xCC: at += 2  // U+0080 to U+02FF
            case 0xE2 where bytes[at + 1] == 0x80 && (0x90...0xA7).contains(bytes[at + 2]):
                at += 3  // U+2010 to U+2027: dashes, quotation marks, dots
            default: return false
            }
        }
        return true
    }
}

extension MeasuredText.Kind {
    fileprivate init(_ character: Character) {
        self = []
        if character.isWhitespace { insert(.space) }
        if character.isNewline { insert(.newline) }
        if character.isLetter { insert(.letter) }
    }
}

extension MeasuredText {
    /// Splits the text at characters of `kind`; returns ranges of characters, without empty ones.
    func split(at kind: Kind) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for index in kinds.indices where !kinds[index].isDisjoint(with: kind) {
            if start < index { parts.append(start..<index) }
            start = index + 1
        }
        if start < count { parts.append(start..<count) }
        return parts
    }

    /// The lines, trimmed of white space; empty ones too.
    var lines: [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for index in kinds.indices where kinds[index].contains(.newline) {
            lines.append(trimmed(start..<index))
            start = index + 1
        }
        lines.append(trimmed(start..<count))
        return lines
    }

    private func trimmed(_ part: Range<Int>) -> Range<Int> {
        var (start, end) = (part.lowerBound, part.upperBound)
        while start < end, kinds[start].contains(.space) { start += 1 }
        while start < end, kinds[end - 1].contains(.space) { end -= 1 }
        return start..<end
    }

    /// Returns the bytes of a run of characters.
    func bytes(_ part: Range<Int>) -> ArraySlice<UInt8> {
        bytes[Int(starts[part.lowerBound])..<Int(starts[part.upperBound])]
    }

    /// Returns a 64-bit hash of a run of characters: FNV-1a, mixed at the end. Among a billion runs
    /// the chance of a collision is about 3 in 100.
    func hash(_ part: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes(part) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash.mixed
    }
}
