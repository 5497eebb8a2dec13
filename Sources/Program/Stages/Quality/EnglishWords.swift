/// Tests for English by the share of frequent English words that no other common language of the
/// Latin script has.
///
/// English prose has a third or more of them; Dutch, which shares most, about a twentieth.
enum EnglishWords {
    private static let frequent: Set<UInt64> = Set(
        """
        the and to that it for with are this you have not be from they which their would there what \
        when can your how will if about has more been by its because other these than into some \
        could should does who each many we she his her them then only also through between while \
        where were our such any but my of is out up two at
        """.split(separator: " ").compactMap { packed($0.utf8[...]) })

    /// Returns the share of frequent English words in a text; nil below sixteen words, which are
    /// too few to tell.
    static func share(in text: MeasuredText) -> Double? {
        let words = text.words
        guard words.count >= 16 else { return nil }
        let known = words.count { word in
            packed(text.bytes(word)).map(frequent.contains) ?? false
        }
        return Double(known) / Double(words.count)
    }

    /// Packs a word of up to eight bytes into a number, in lower case; nil for longer words.
    private static func packed(_ word: some Collection<UInt8>) -> UInt64? {
        guard word.count <= 8 else { return nil }
        return word.reduce(0) { $0 << 8 | UInt64((0x41...0x5A).contains($1) ? $1 | 0x20 : $1) }
    }
}

extension MeasuredText {
    /// The runs of letters and apostrophes.
    fileprivate var words: [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in kinds.indices {
            if kinds[index].contains(.letter) || isApostrophe(index) {
                start = start ?? index
            } else if let begin = start {
                words.append(begin..<index)
                start = nil
            }
        }
        if let start { words.append(start..<count) }
        return words
    }

    private func isApostrophe(_ index: Int) -> Bool {
        let first = bytes[Int(starts[index])]
        if first == UInt8(ascii: "'") { return starts[index + 1] - starts[index] == 1 }
        return first == 0xE2 && bytes(index..<(index + 1)).elementsEqual("’".utf8)
    }
}
