/// Borrowed bytes, valid for the duration of a call.
typealias ByteBuffer = UnsafeBufferPointer<UInt8>

/// Reading UTF-8 that may be damaged: a hostile character map can put any bytes into a text.
extension UnsafeBufferPointer<UInt8> {
    /// Returns the scalar at `index` and its length in bytes; a byte that begins no well-formed
    /// character is U+FFFD of length 1.
    func scalar(at index: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(self[index])
        if first < 0x80 { return (first, 1) }
        let length = validLength(at: index)
        switch length {
        case 2: return ((first & 0x1F) << 6 | trail(index + 1), 2)
        case 3:
            return ((first & 0x0F) << 12 | trail(index + 1) << 6 | trail(index + 2), 3)
        case 4:
            let high = (first & 0x07) << 18 | trail(index + 1) << 12
            return (high | trail(index + 2) << 6 | trail(index + 3), 4)
        default: return (0xFFFD, 1)
        }
    }

    /// Returns the length of the well-formed character at `index`, or 0 if there is none.
    func validLength(at index: Int) -> Int {
        let (needed, present) = sequence(at: index)
        return needed == present ? needed : 0
    }

    /// Whether the bytes from `index` to the end are a character's first bytes but not all of them.
    func isCutCharacter(at index: Int) -> Bool {
        let (needed, present) = sequence(at: index)
        return needed > present && index + present == count
    }

    /// The end of the bytes that later bytes cannot change: `count`, or the start of an incomplete
    /// character at the end, at most three bytes before it.
    var endOfWholeCharacters: Int {
        for back in 1...3 where back <= count {
            if self[count - back] & 0xC0 == 0x80 { continue }
            return isCutCharacter(at: count - back) ? count - back : count
        }
        return count
    }

    /// Returns the start of the character that ends at `index`.
    func startOfCharacter(before index: Int) -> Int {
        var start = index - 1
        while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private func trail(_ index: Int) -> UInt32 { UInt32(self[index] & 0x3F) }

    /// Returns how many bytes the character at `index` needs (0 if its first byte is not valid) and
    /// how many of them are present and valid (Unicode, table 3-7).
    private func sequence(at index: Int) -> (needed: Int, present: Int) {
        let first = self[index]
        let needed: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0..<0x80: return (1, 1)
        case 0xC2...0xDF: needed = 2
        case 0xE0: (needed, second) = (3, 0xA0...0xBF)
        case 0xED: (needed, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: needed = 3
        case 0xF0: (needed, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: needed = 4
        case 0xF4: (needed, second) = (4, 0x80...0x8F)
        default: return (0, 0)
        }
        guard index + 1 < count, second ~= self[index + 1] else { return (needed, 1) }
        var present = 2
        while present < needed, index + present < count, self[index + present] & 0xC0 == 0x80 {
            present += 1
        }
        return (needed, present)
    }
}
