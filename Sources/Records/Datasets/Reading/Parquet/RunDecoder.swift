/// Decoder of small numbers, stored as run-length runs mixed with bit-packed groups of eight.
///
/// Levels, dictionary indices and booleans are stored this way. Numbers are decoded on demand, so a
/// run of a billion costs no memory.
///
/// Source: Encodings.md of parquet-format, "RLE/bit-packing hybrid".
struct RunDecoder {
    private var cursor: ByteCursor
    private let width: Int
    private var runLeft = 0
    private var runValue = 0
    private var packedLeft = 0
    private var packed: Range<Int> = 0..<0
    private var bit = 0

    /// - Parameter width: Bits per number, at most 32.
    init(_ cursor: ByteCursor, width: Int) throws(ParquetFault) {
        guard (0...32).contains(width) else {
            throw ParquetFault("numbers of \(width) bits in runs")
        }
        self.cursor = cursor
        self.width = width
    }

    mutating func next() throws(ParquetFault) -> Int {
        // A loop, since a run may be empty.
        while runLeft == 0, packedLeft == 0 { try beginRun() }
        if runLeft > 0 {
            runLeft -= 1
            return runValue
        }
        packedLeft -= 1
        defer { bit += width }
        return Int(
            try ByteCursor.bits(
                in: cursor.bytes, start: packed.lowerBound, bit: bit, width: width,
                end: packed.upperBound))
    }

    private mutating func beginRun() throws(ParquetFault) {
        let head = try cursor.count()
        if head & 1 == 0 {
            runLeft = head >> 1
            runValue = Int(try cursor.little((width + 7) / 8))
        } else {
            // The data may end inside the last group.
            packedLeft = (head >> 1) * 8
            packed = try cursor.take(min((head >> 1) * width, cursor.left))
            bit = 0
        }
    }

    /// Returns the bits needed for numbers from 0 to `limit`.
    static func width(for limit: Int) -> Int {
        limit == 0 ? 0 : Int.bitWidth - limit.leadingZeroBitCount
    }
}
