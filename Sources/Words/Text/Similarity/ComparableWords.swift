import Hashing

/// The words of a text for contamination checks: without case and punctuation, as hashes.
///
/// White space, dashes and underscores separate words; other punctuation and symbols are left out,
/// so "don't" is "dont". Case and accents count as in `String.comparable`. A character of a script without spaces (Han, Hiragana, Katakana) is a word by itself. Hashes have
/// 64 bits; two different words practically never share one.
public struct ComparableWords: Sendable, Equatable {
    /// A hash of each word, in order.
    public private(set) var hashes: [UInt64] = []
    /// The line of each word, from 0.
    public private(set) var lines: [Int32] = []

    /// The number of words.
    public var count: Int { hashes.count }

    /// The words of `text`.
    public init(_ text: String) {
        Self.scan(text) { word, line in
            hashes.append(Self.hash(word))
            lines.append(line)
        }
    }

    /// Returns the words of `text` in `range` as they are compared, for messages.
    public static func spelled(_ text: String, _ range: Range<Int>) -> [String] {
        var words: [String] = []
        scan(text) { word, _ in words.append(String(decoding: word, as: UTF8.self)) }
        return Array(words[range.clamped(to: words.indices)])
    }

    /// FNV-1a over the bytes, then mixed.
    private static func hash(_ word: [UInt8]) -> UInt64 {
        word.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }.mixed
    }

    /// Calls `take` with the bytes and the line of every word.
    private static func scan(_ text: String, _ take: (_ word: [UInt8], _ line: Int32) -> Void) {
        var word: [UInt8] = []
        var line: Int32 = 0
        func end() {
            guard !word.isEmpty else { return }
            take(word, line)
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.withoutCase.unicodeScalars {
            if scalar.isASCII {
                switch UInt8(scalar.value) {
                case let letter
                where (0x61...0x7A).contains(letter) || (0x30...0x39).contains(letter):
                    word.append(letter)
                case 0x0A:
                    end()
                    line += 1
                case 0x09...0x0D, 0x1C...0x20, 0x2D, 0x5F: end()
                default: break
                }
            } else if scalar.properties.isWhitespace || scalar.joinsWords {
                end()
            } else if scalar.standsAlone {
                end()
                word = Array(String(scalar).utf8)
                end()
            } else if scalar.isPartOfWord {
                word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        end()
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a letter, a combining mark or a number.
    fileprivate var isPartOfWord: Bool {
        properties.isAlphabetic || properties.numericType != nil
            || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
    }

    /// Whether the scalar is a dash, or joins words as an underscore does.
    fileprivate var joinsWords: Bool {
        [.dashPunctuation, .connectorPunctuation].contains(properties.generalCategory)
    }

    /// Whether the scalar belongs to a script that is written without spaces between words.
    fileprivate var standsAlone: Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }
}
