/// Regular expressions by which published byte-level tokenizers split text into words, with
/// hand-written scanners.
///
/// Matches cover the whole text: every character belongs to exactly one word.
enum WordPattern: String, Sendable, CaseIterable {
    case gpt2 =
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    /// Numbers in groups of up to three digits.
    case llama3 =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    /// Numbers digit by digit.
    case qwen2 =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// Makes the pattern whose text equals `regex`; nil if there is none.
    init?(regex: String) {
        self.init(rawValue: regex)
    }

    /// Returns the end of the word that begins at `start`; always past `start`.
    func endOfWord(in text: ByteBuffer, from start: Int, classes: CharacterClasses) -> Int {
        switch self {
        case .gpt2: endOfGPT2Word(text, start, classes)
        case .llama3: endOfLlamaWord(text, start, classes, digits: 3)
        case .qwen2: endOfLlamaWord(text, start, classes, digits: 1)
        }
    }

    private func endOfGPT2Word(_ text: ByteBuffer, _ start: Int, _ classes: CharacterClasses) -> Int
    {
        if let length = text.contractionLength(at: start, ignoringCase: false) {
            return start + length
        }
        let skipsSpace = text[start] == 0x20 && start + 1 < text.count
        let first = skipsSpace ? start + 1 : start
        let (found, length) = classes.character(at: first, of: text)
        guard found == .space else {
            return classes.endOfRun(found, in: text, from: first + length)
        }
        return endOfSpace(text, start, classes, stopsAtLineEnd: false)
    }

    private func endOfLlamaWord(
        _ text: ByteBuffer,
        _ start: Int,
        _ classes: CharacterClasses,
        digits: Int
    ) -> Int {
        if let length = text.contractionLength(at: start, ignoringCase: true) {
            return start + length
        }
        let (found, length) = classes.character(at: start, of: text)
        let next = start + length
        if found == .letter { return classes.endOfRun(.letter, in: text, from: next) }
        if found == .number {
            return text.endOfNumber(from: next, upTo: digits - 1, classes)
        }
        if !text.isLineEnd(at: start) {
            let end = classes.endOfRun(.letter, in: text, from: next)
            if end > next { return end }
        }
        let first = text[start] == 0x20 ? next : start
        var end = classes.endOfRun(.other, in: text, from: first)
        if end > first {
            while end < text.count, text.isLineEnd(at: end) { end += 1 }
            return end
        }
        return endOfSpace(text, start, classes, stopsAtLineEnd: true)
    }

    /// Returns the end of the white space at `start` (`\s+(?!\S)|\s+`): the run without its last
    /// character, unless the run is a single character or ends the text.
    ///
    /// With `stopsAtLineEnd` (`\s*[\r\n]+`), the last line end in the run ends the match.
    private func endOfSpace(
        _ text: ByteBuffer,
        _ start: Int,
        _ classes: CharacterClasses,
        stopsAtLineEnd: Bool
    ) -> Int {
        var (end, lastStart, lineEnd) = (start, start, start)
        while end < text.count {
            let (found, length) = classes.character(at: end, of: text)
            guard found == .space else { break }
            lastStart = end
            end += length
            if text.isLineEnd(at: lastStart) { lineEnd = end }
        }
        if stopsAtLineEnd, lineEnd > start { return lineEnd }
        if end == text.count { return end }
        return lastStart > start ? lastStart : end
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isLineEnd(at index: Int) -> Bool {
        self[index] == 0x0A || self[index] == 0x0D
    }

    fileprivate func endOfNumber(
        from start: Int,
        upTo digits: Int,
        _ classes: CharacterClasses
    ) -> Int {
        var end = start
        for _ in 0..<digits {
            guard end < count else { break }
            let (found, length) = classes.character(at: end, of: self)
            guard found == .number else { break }
            end += length
        }
        return end
    }

    /// Returns the length of `'s 't 're 've 'm 'll 'd` at `index`, or nil. If case is ignored, the
    /// long s (U+017F) is an s too.
    fileprivate func contractionLength(at index: Int, ignoringCase: Bool) -> Int? {
        guard self[index] == UInt8(ascii: "'"), index + 1 < count else { return nil }
        let fold: UInt8 = ignoringCase ? 0x20 : 0
        let first = self[index + 1] | fold
        let second = index + 2 < count ? self[index + 2] | fold : 0
        switch (first, second) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
            (UInt8(ascii: "d"), _):
            return 2
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return 3
        default:
            let isLongS =
                ignoringCase && index + 2 < count && self[index + 1] == 0xC5
                && self[index + 2] == 0xBF
            return isLongS ? 3 : nil
        }
    }
}
