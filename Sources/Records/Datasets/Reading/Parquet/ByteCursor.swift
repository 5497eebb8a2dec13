/// A read position in an array of bytes; every read is checked against the end.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var at: Int
    let end: Int

    init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.upperBound <= bytes.count, "a cursor stays inside its bytes")
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    var left: Int { end - at }

    /// The fault thrown when the data end too early.
    static let ended = ParquetFault("the data end too early")

    mutating func byte() throws(ParquetFault) -> UInt8 {
        guard at < end else { throw Self.ended }
        defer { at += 1 }
        return bytes[at]
    }

    /// Skips `count` bytes and returns their range in ``bytes``.
    mutating func take(_ count: Int) throws(ParquetFault) -> Range<Int> {
        guard count >= 0, count <= left else { throw Self.ended }
        defer { at += count }
        return at..<at + count
    }

    /// Reads an unsigned LEB128 number: groups of seven bits, the lowest first.
    mutating func varint() throws(ParquetFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw ParquetFault("a number has more than 64 bits")
    }

    /// Reads a zigzag-encoded signed number, stored as a ``varint()``.
    mutating func zigzag() throws(ParquetFault) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads a count, limited to `Int32.max` because its items will be held in memory.
    mutating func count() throws(ParquetFault) -> Int {
        guard let count = Int(exactly: try varint()), count <= Int(Int32.max) else {
            throw ParquetFault("a count is too large")
        }
        return count
    }

    /// Reads a little-endian unsigned number of `width` bytes.
    mutating func little(_ width: Int) throws(ParquetFault) -> UInt64 {
        let range = try take(width)
        var value: UInt64 = 0
        for index in range.reversed() { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    /// Returns the number of `width` bits at bit offset `bit` from byte `start`, lowest bit first.
    ///
    /// `width` is at most 64; no byte at or past `end` is read.
    static func bits(
        in bytes: [UInt8], start: Int, bit: Int, width: Int, end: Int
    ) throws(ParquetFault) -> UInt64 {
        guard width > 0 else { return 0 }
        // `>>` binds tighter than `+`: the shifts apply to the bit offsets alone.
        let first = start + bit >> 3
        let last = start + (bit + width - 1) >> 3
        guard last < end else { throw ended }
        var value: UInt64 = 0
        let skipped = UInt64(bit & 7)
        for index in first...last {
            let shift = Int64(index - first) * 8 - Int64(skipped)
            let byte = UInt64(bytes[index])
            value |= shift >= 0 ? byte << UInt64(shift) : byte >> UInt64(-shift)
        }
        return width == 64 ? value : value & ((1 << UInt64(width)) - 1)
    }
}
