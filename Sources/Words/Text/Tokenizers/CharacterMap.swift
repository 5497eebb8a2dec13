/// A SentencePiece `precompiled_charsmap`: replacements for character sequences.
///
/// Layout: a little-endian 32-bit size, a double-array trie (darts-clone units) of that many
/// bytes, then the replacements, each ended by a zero byte. Every step through the trie is
/// bounds-checked, so any bytes are safe.
struct CharacterMap: Sendable {
    private static let longestReplacement = 4096

    private let units: [UInt32]
    private let text: [UInt8]

    /// Reads a map.
    ///
    /// - Throws: ``CharacterMapFault`` that says what is wrong with the bytes.
    init(_ bytes: [UInt8]) throws(CharacterMapFault) {
        guard bytes.count >= 4 else { throw .init(problem: "\(bytes.count) bytes") }
        let size = Int(Self.word(bytes, at: 0))
        guard size % 4 == 0, size > 0, size <= bytes.count - 4 else {
            throw .init(problem: "a table of \(size) bytes in a map of \(bytes.count)")
        }
        units = stride(from: 4, to: 4 + size, by: 4).map { Self.word(bytes, at: $0) }
        text = Array(bytes[(4 + size)...])
        let longest = text.split(separator: 0).map(\.count).max() ?? 0
        guard text.last ?? 0 == 0, longest <= Self.longestReplacement else {
            throw .init(problem: "a replacement of \(longest) bytes or without an end")
        }
    }

    /// Returns the longest mapped sequence that begins at `start`: its length and its replacement.
    func longestMatch(in source: ByteBuffer, at start: Int) -> (
        length: Int, with: ArraySlice<UInt8>
    )? {
        var best: (Int, UInt32)?
        walk(source, from: start, to: source.count) { length, value in
            best = (length, value)
            return true
        }
        return best.map { ($0.0, replacement($0.1)) }
    }

    /// Returns the replacement of the shortest mapped sequence at the start of `range`.
    func shortestMatch(in source: ByteBuffer, range: Range<Int>) -> ArraySlice<UInt8>? {
        var found: UInt32?
        walk(source, from: range.lowerBound, to: range.upperBound) { _, value in
            found = value
            return false
        }
        return found.map { replacement($0) }
    }

    /// Calls `body` with the length and value of each mapped sequence at `start`, shortest first,
    /// until `body` returns false.
    private func walk(
        _ source: ByteBuffer,
        from start: Int,
        to end: Int,
        _ body: (Int, UInt32) -> Bool
    ) {
        var position = Self.offset(units[0])
        for index in start..<end {
            position ^= Int(source[index])
            // A unit's label is its low byte; bit 31 marks a leaf, which must not match a byte.
            guard position < units.count, units[position] & 0x8000_00FF == UInt32(source[index]),
                source[index] != 0
            else { return }
            let unit = units[position]
            position ^= Self.offset(unit)
            guard position < units.count else { return }
            let hasLeaf = unit >> 8 & 1 == 1
            if hasLeaf, !body(index - start + 1, units[position] & 0x7FFF_FFFF) { return }
        }
    }

    private func replacement(_ value: UInt32) -> ArraySlice<UInt8> {
        guard Int(value) < text.count else { return [] }
        let end = text[Int(value)...].firstIndex(of: 0) ?? text.count
        return text[Int(value)..<end]
    }

    private static func offset(_ unit: UInt32) -> Int {
        Int(unit >> 10) << Int((unit & 0x200) >> 6)
    }

    private static func word(_ bytes: [UInt8], at index: Int) -> UInt32 {
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
    }
}

/// A defect of a character map; the file's reader adds the location.
struct CharacterMapFault: Error {
    let problem: String
}
