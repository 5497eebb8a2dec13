/// Unpacks Snappy's raw form: a length, then literals and copies of what came before.
///
/// Source: format_description.txt of Snappy.
enum Snappy {
    /// - Parameter size: The length that the content must have.
    static func decompress(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        var cursor = ByteCursor(bytes)
        guard try cursor.varint() == UInt64(size) else {
            throw ParquetFault("the Snappy data state another length than the page")
        }
        // A copy of at most 64 bytes takes two bytes or more.
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

/// Unpacks LZ4's block form. Source: lz4_Block_format.md of LZ4.
enum LZ4Block {
    /// - Parameter size: The length that the content must have.
    static func decompress(
        _ bytes: [UInt8], _ range: Range<Int>, size: Int
    ) throws(ParquetFault) -> [UInt8] {
        // A byte stands for 255 at most.
        guard size / 255 <= range.count + 1 else {
            throw ParquetFault("the page claims to be too long")
        }
        var cursor = ByteCursor(bytes, range)
        var output = BlockOutput(size: size)
        while cursor.left > 0 {
            let token = Int(try cursor.byte())
            let literals = try length(token >> 4, &cursor)
            try output.append(bytes, try cursor.take(literals))
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

/// What a block unpacks to, which can be no longer than announced.
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

    /// Repeats what stands `offset` bytes before the end; it may overlap what it makes.
    mutating func copy(from offset: Int, count: Int) throws(ParquetFault) {
        guard count <= content.count - filled else { throw Self.tooLong }
        guard offset > 0, offset <= filled else {
            throw ParquetFault("the compressed data refer to what is before their beginning")
        }
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
