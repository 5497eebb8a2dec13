import CZstd

/// The compression of a column's pages; raw values are the format's `CompressionCodec` numbers.
enum ParquetCodec: Int {
    case none = 0
    case snappy, gzip, lzo, brotli
    /// LZ4 in Hadoop's framing, deprecated: modern writers use ``lz4``.
    case hadoopLZ4
    case zstd
    case lz4

    /// Looks up a codec by number.
    /// - Throws: ``ParquetFault`` for an unknown codec, and for LZO and Brotli.
    init(number: Int) throws(ParquetFault) {
        guard let codec = ParquetCodec(rawValue: number) else {
            throw ParquetFault("compressed with an unknown codec (\(number))")
        }
        guard codec != .brotli, codec != .lzo else {
            throw ParquetFault(
                "compressed with \(codec == .brotli ? "Brotli" : "LZO"), which is not supported",
                help: "write the file again with zstd, e.g. with pyarrow: "
                    + "parquet.write_table(parquet.read_table(\"old.parquet\"), \"new.parquet\", "
                    + "compression=\"zstd\")")
        }
        self = codec
    }

    /// Decompresses a page; content of another size than `size` bytes is a fault.
    func decompress(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        switch self {
        case .none:
            guard bytes.count == size else {
                throw ParquetFault("a page of \(bytes.count) bytes states \(size)")
            }
            return bytes
        case .snappy: return try Snappy.decompress(bytes, size: size)
        case .gzip: return try inflate(bytes, size: size)
        case .zstd: return try unpackZstd(bytes, size: size)
        case .lz4: return try LZ4Block.decompress(bytes, 0..<bytes.count, size: size)
        case .hadoopLZ4: return try unpackHadoop(bytes, size: size)
        case .lzo, .brotli: preconditionFailure("refused when the column was opened")
        }
    }

    private func inflate(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        do throws(Inflater.Failure) {
            let inflater = try Inflater(.any)
            var used = 0
            let (content, isEnd) = try inflater.inflate(bytes, from: &used, limit: size)
            guard isEnd || size == 0, content.count == size else {
                throw Inflater.Failure(reason: "not \(size) bytes")
            }
            return content
        } catch {
            throw ParquetFault("gzip says: \(error.reason)")
        }
    }

    private func unpackZstd(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        var code = 0
        let content = [UInt8](unsafeUninitializedCapacity: max(1, size)) { buffer, count in
            code = ZSTD_decompress(buffer.baseAddress, size, bytes, bytes.count)
            count = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0 else {
            throw ParquetFault("zstd says: \(String(cString: ZSTD_getErrorName(code)))")
        }
        guard content.count == size else {
            throw ParquetFault("the page unpacks to \(content.count) bytes instead of \(size)")
        }
        return content
    }

    /// Decompresses Hadoop's LZ4 blocks: big-endian raw size and compressed size, then the data.
    private func unpackHadoop(_ bytes: [UInt8], size: Int) throws(ParquetFault) -> [UInt8] {
        var cursor = ByteCursor(bytes)
        var content: [UInt8] = []
        while cursor.left > 0 {
            let unpacked = Int(UInt32(truncatingIfNeeded: try cursor.little(4)).byteSwapped)
            let packed = Int(UInt32(truncatingIfNeeded: try cursor.little(4)).byteSwapped)
            // Checked before decompressing, which allocates the stated size.
            guard unpacked <= size - content.count else {
                throw ParquetFault("the page unpacks to more than it states")
            }
            content += try LZ4Block.decompress(bytes, try cursor.take(packed), size: unpacked)
        }
        guard content.count == size else {
            throw ParquetFault("the page unpacks to \(content.count) bytes instead of \(size)")
        }
        return content
    }
}
