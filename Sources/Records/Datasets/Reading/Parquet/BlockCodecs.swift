/// Decompressor of Snappy's raw format: a length, then literals and copies of earlier output.
///
/// Source: format_description.txt of Snappy.
enum Snappy {
    /// - Parameter size: The length that the content must have.
    static func decompress(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        var cursor = ByteCursor(bytes)
        guard try cursor.varint() == UInt64(size) else {
            throw ParquetFault("the Snappy data state another length than the page")
        }
        // Bounds the allocation: a copy takes at least two bytes and yields at most 64.
        guard size / 64 <= bytes.count else { throw ParquetFault("the page claims to be too long") }
        var output = BlockOutput(size: size)
        while cursor.left > 0 {
            let tag = Int(try cursor.byte())
            switch tag & 3 {
            case 0:
                let short = tag >> 2
                let length = short < 60 ? short : Int(try cursor.little(short - 59))
                try output.append(bytes, try cursor.take(length + 1))
            case 1:
                let offset = (tag >> 5) << 8 | Int(try cursor.byte())
                try output.copy(from: offset, count: (tag >> 2) & 7 + 4)
            case 2:
                try output.copy(from: Int(try cursor.little(2)), count: tag >> 2 + 1)
            default:
                try output.copy(from: Int(try cursor.little(4)), count: tag >> 2 + 1)
            }
        }
        return try output.finish()
    }
}

/// Decompressor of LZ4's block format. Source: lz4_Block_format.md of LZ4.
enum LZ4Block {
    /// - Parameter size: The length that the content must have.
    static func decompress(
        _ bytes: [UInt8], _ range: Range<Int>, size: Int
    ) throws(ParquetFault) -> [UInt8] {
        // Bounds the allocation: a byte of input yields at most 255 of output.
        guard size / 255 <= range.count + 1 else {
            throw ParquetFault("the page claims to be too long")
        }
        var cursor = ByteCursor(bytes, range)
        var output = BlockOutput(size: size)
        while cursor.left > 0 {
            let token = Int(try cursor.byte())
            let literals = try length(token >> 4, &cursor)
            try output.append(bytes, try cursor.take(literals))
            // The last sequence has literals only.
            guard cursor.left > 0 else { break }
            let offset = Int(try cursor.little(2))
            try output.copy(from: offset, count: try length(token & 15, &cursor) + 4)
        }
        return try output.finish()
    }

    private static func length(
        _ short: Int, _ cursor: inout ByteCursor
    ) throws(ParquetFault) -> Int {
        var length = short
        guard short == 15 else { return length }
        while true {
            let byte = try cursor.byte()
            length += Int(byte)
            if byte < 255 { return length }
        }
    }
}

/// The decompressed content of a block, limited to the announced size.
private struct BlockOutput {
    private var content: [UInt8]
    private var filled = 0

    init(size: Int) { content = [UInt8](repeating: 0, count: size) }

    mutating func append(_ bytes: [UInt8], _ range: Range<Int>) throws(ParquetFault) {
        guard range.count <= content.count - filled else { throw Self.tooLong }
        let start = filled
        content.withUnsafeMutableBytes { output in
            bytes.withUnsafeBytes { input in
                output[start..<start + range.count].copyBytes(from: input[range])
            }
        }
        filled += range.count
    }

    /// Appends `count` bytes from `offset` bytes before the end; source and copy may overlap.
    mutating func copy(from offset: Int, count: Int) throws(ParquetFault) {
        guard count <= content.count - filled else { throw Self.tooLong }
        guard offset > 0, offset <= filled else {
            throw ParquetFault("the compressed data refer to what is before their beginning")
        }
        // Byte by byte, since an overlapping copy reads bytes that it has just written.
        for index in filled..<filled + count { content[index] = content[index - offset] }
        filled += count
    }

    func finish() throws(ParquetFault) -> [UInt8] {
        guard filled == content.count else {
            throw ParquetFault("the page unpacks to \(filled) bytes instead of \(content.count)")
        }
        return content
    }

    private static let tooLong = ParquetFault("the page unpacks to more than it states")
}
