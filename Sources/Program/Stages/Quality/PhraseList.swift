/// Phrases that are looked for all at once, in one pass over a text's bytes.
struct PhraseList: ExpressibleByArrayLiteral, Sendable {
    private let phrases: [[UInt8]]
    /// The phrases that begin with each byte, by their positions.
    private let byFirstByte: [[Int]]

    /// Empty phrases are found nowhere.
    init(_ phrases: [String]) {
        self.phrases = phrases.map { Array($0.utf8) }
        var positions = [[Int]](repeating: [], count: 256)
        for (index, phrase) in self.phrases.enumerated() {
            if let first = phrase.first { positions[Int(first)].append(index) }
        }
        byFirstByte = positions
    }

    init(arrayLiteral phrases: String...) { self.init(phrases) }

    /// The phrase that stands first in the list of those that the text has.
    ///
    /// - Parameter wholeWords: Whether one that is part of a longer word of small letters counts for
    ///   nothing.
    func first(in text: ArraySlice<UInt8>, wholeWords: Bool) -> String? {
        let found = text.withUnsafeBufferPointer { text in
            var best = phrases.count
            for start in text.indices {
                for index in byFirstByte[Int(text[start])] where index < best {
                    let end = start + phrases[index].count
                    guard end <= text.count, text[start..<end].elementsEqual(phrases[index]),
                        !wholeWords || !(Self.isCut(text, at: start) || Self.isCut(text, at: end))
                    else { continue }
                    best = index
                }
            }
            return best
        }
        return found < phrases.count ? String(decoding: phrases[found], as: UTF8.self) : nil
    }

    /// Whether a word goes on over this position.
    private static func isCut(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index > 0 && index < text.count && isLetter(text[index - 1]) && isLetter(text[index])
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
