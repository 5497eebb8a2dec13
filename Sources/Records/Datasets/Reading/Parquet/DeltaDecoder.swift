/// Decoder of `DELTA_BINARY_PACKED` integers: bit-packed differences in blocks, read on demand.
///
/// A block has a minimum difference and the bit widths of its parts (miniblocks).
/// Source: Encodings.md of parquet-format, "Delta encoding".
struct DeltaDecoder {
    private static let valueLimit = 1 << 24

    private(set) var cursor: ByteCursor
    /// Number of values left.
    private(set) var left: Int
    private let valuesPerPart: Int
    private let partsPerBlock: Int
    private var value: Int64
    private var isFirst = true
    private var smallest: Int64 = 0
    private var widths: Range<Int> = 0..<0
    private var part = 0
    private var packed: Range<Int> = 0..<0
    private var index: Int

    init(_ start: ByteCursor) throws(ParquetFault) {
        var cursor = start
        let block = try cursor.count()
        partsPerBlock = try cursor.count()
        left = try cursor.count()
        value = try cursor.zigzag()
        guard left <= Self.valueLimit else { throw ParquetFault("too many differences in a page") }
        guard block > 0, block <= 1 << 20, partsPerBlock > 0, block % partsPerBlock == 0,
            block / partsPerBlock % 8 == 0
        else { throw ParquetFault("differences in blocks of \(block) and \(partsPerBlock) parts") }
        valuesPerPart = block / partsPerBlock
        index = valuesPerPart
        part = partsPerBlock
        self.cursor = cursor
    }

    mutating func next() throws(ParquetFault) -> Int64 {
        guard left > 0 else { throw ByteCursor.ended }
        left -= 1
        if isFirst {
            isFirst = false
            return value
        }
        if index == valuesPerPart { try beginPart() }
        let width = Int(cursor.bytes[widths.lowerBound + part - 1])
        let difference = try ByteCursor.bits(
            in: cursor.bytes, start: packed.lowerBound, bit: index * width, width: width,
            end: packed.upperBound)
        index += 1
        // The format's differences wrap around, so wrapping is not a fault.
        value = value &+ smallest &+ Int64(bitPattern: difference)
        return value
    }

    private mutating func beginPart() throws(ParquetFault) {
        if part == partsPerBlock {
            smallest = try cursor.zigzag()
            widths = try cursor.take(partsPerBlock)
            part = 0
        }
        let width = Int(cursor.bytes[widths.lowerBound + part])
        guard width <= 64 else { throw ParquetFault("differences of \(width) bits") }
        part += 1
        index = 0
        // The data may end inside the last part.
        packed = try cursor.take(min(valuesPerPart * width / 8, cursor.left))
    }

    /// Returns a cursor at the data behind the numbers, which are decoded and discarded on a copy.
    func behind() throws(ParquetFault) -> ByteCursor {
        var copy = self
        while copy.left > 0 { _ = try copy.next() }
        return copy.cursor
    }
}
