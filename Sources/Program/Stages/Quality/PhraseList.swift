/// Phrases that are searched together, in one pass over a text's bytes.
struct PhraseList: ExpressibleByArrayLiteral, Sendable {
    private let phrases: [[UInt8]]
    /// Indices of the phrases that begin with each byte.
    private let byFirstByte: [[Int]]

    /// Creates a list; empty phrases never match.
    init(_ phrases: [String]) {
        self.phrases = phrases.map { Array($0.utf8) }
        var positions = [[Int]](repeating: [], count: 256)
        for (index, phrase) in self.phrases.enumerated() {
            if let first = phrase.first { positions[Int(first)].append(index) }
        }
        byFirstByte = positions
    }

    init(arrayLiteral phrases: String...) { self.init(phrases) }

    /// Returns the first phrase of the list that the text contains, or nil.
    ///
    /// - Parameter wholeWords: Whether a match that is part of a longer lower-case word is ignored.
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

    /// Returns whether a word continues across this position.
    private static func isCut(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index > 0 && index < text.count && isLetter(text[index - 1]) && isLetter(text[index])
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
