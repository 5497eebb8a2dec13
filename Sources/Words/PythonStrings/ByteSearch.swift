/// Searches for bytes in bytes, in linear time even for adversarial input.
enum ByteSearch {
    /// Returns the offset of the first `needle` at or after `start`.
    ///
    /// Source: Knuth, Morris & Pratt 1977.
    static func offset(
        of needle: UnsafeBufferPointer<UInt8>,
        in haystack: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard start + needle.count <= haystack.count else { return nil }
        guard needle.count > 1 else {
            guard let byte = needle.first else { return start }
            return haystack[start...].firstIndex(of: byte)
        }
        let borders = borders(of: needle)
        var matched = 0
        for position in start..<haystack.count {
            while matched > 0, haystack[position] != needle[matched] { matched = borders[matched] }
            if haystack[position] == needle[matched] { matched += 1 }
            if matched == needle.count { return position + 1 - matched }
        }
        return nil
    }

    static func offset(of needle: [UInt8], in haystack: [UInt8], from start: Int) -> Int? {
        needle.withUnsafeBufferPointer { needle in
            haystack.withUnsafeBufferPointer { offset(of: needle, in: $0, from: start) }
        }
    }

    /// Returns the failure table: for each prefix of the needle, the length of its longest border
    /// (a shorter prefix that is also a suffix).
    private static func borders(of needle: UnsafeBufferPointer<UInt8>) -> [Int] {
        var borders = [0, 0]
        borders.reserveCapacity(needle.count + 1)
        var border = 0
        for position in 1..<needle.count {
            while border > 0, needle[position] != needle[border] { border = borders[border] }
            if needle[position] == needle[border] { border += 1 }
            borders.append(border)
        }
        return borders
    }
}
