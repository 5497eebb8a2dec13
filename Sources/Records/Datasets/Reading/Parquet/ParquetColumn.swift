import CZlib

/// A reader of a column's values in order, with one page in memory at a time.
final class ParquetColumn {
    /// Dremel levels of a value: the list level that repeats, and how much of its path is present.
    struct Level {
        let repetition: Int
        let definition: Int
    }

    let leaf: ParquetLeaf
    private let file: StoredFile
    /// The unread byte range of the chunk in the file.
    private var rest = 0..<0
    private var codec = ParquetCodec.none
    private var dictionary: ParquetDictionary?
    private var isFirstPage = true
    /// Number of values in unread pages of the chunk, and unread values of the current page.
    private var valuesLeft = 0
    private var pageLeft = 0
    private var repetitions: RunDecoder?
    private var definitions: RunDecoder?
    private var values: (any ValueDecoder)?
    private var level: Level?
    /// Approximate memory of the current record's values in this column, in bytes.
    var spent = 0

    init(_ leaf: ParquetLeaf, in file: StoredFile) {
        self.leaf = leaf
        self.file = file
    }

    /// Starts reading the column chunk of a row group.
    func begin(_ chunk: ParquetFooter.Chunk, fileSize: Int) throws(DatasetFailure) {
        do throws(ParquetFault) {
            guard !chunk.isEncrypted else {
                throw ParquetFault("encrypted", help: ParquetFooter.encrypted.help)
            }
            guard !chunk.isElsewhere else { throw ParquetFault("its data are in another file") }
            guard chunk.type == leaf.type.rawValue else {
                throw ParquetFault("its type is not the one of the schema")
            }
            guard chunk.values >= 0, chunk.size >= 0, chunk.start >= 4,
                chunk.start <= fileSize, chunk.size <= fileSize - chunk.start
            else { throw ParquetFault("its data lie outside the file") }
            codec = try ParquetCodec(number: chunk.codec)
        } catch { throw .parquet(error.inColumn(leaf.name)) }
        rest = chunk.start..<chunk.start + chunk.size
        (valuesLeft, pageLeft) = (chunk.values, 0)
        (dictionary, values, level, isFirstPage) = (nil, nil, nil, true)
    }

    /// Returns the levels of the next value without consuming it; nil at the end of the chunk.
    func peek() throws(DatasetFailure) -> Level? {
        if let level { return level }
        // A loop, since a dictionary page or an empty page has no values.
        while pageLeft == 0 {
            guard valuesLeft > 0 else { return nil }
            try readPage()
        }
        do throws(ParquetFault) {
            let repetition = try repetitions?.next() ?? 0
            let definition = try definitions?.next() ?? 0
            guard repetition <= leaf.maxRepetition, definition <= leaf.maxDefinition else {
                throw ParquetFault("a level is too high")
            }
            pageLeft -= 1
            level = Level(repetition: repetition, definition: definition)
            return level
        } catch { throw .parquet(error.inColumn(leaf.name)) }
    }

    /// Consumes the next value, which must have these levels; nil if it or a parent is null.
    func take(repetition: Int, definition: Int) throws(DatasetFailure) -> StoredValue? {
        let found = try peek()
        do throws(ParquetFault) {
            guard let found, found.repetition == repetition, found.definition == definition else {
                throw ParquetFault(
                    found == nil
                        ? "it ends before the row group" : "its rows do not fit the other columns'")
            }
            level = nil
            spent += 16
            guard definition == leaf.maxDefinition else { return nil }
            guard let value = try values?.next() else { throw ByteCursor.ended }
            if case .bytes(let bytes) = value { spent += bytes.count }
            return value
        } catch { throw .parquet(error.inColumn(leaf.name)) }
    }

    // MARK: Pages

    private func readPage() throws(DatasetFailure) {
        do throws(DatasetFailure) {
            let page = try readHeader()
            guard page.packedSize <= rest.count else { throw .parquet(ByteCursor.ended) }
            let bytes = try read(page.packedSize)
            rest = rest.lowerBound + page.packedSize..<rest.upperBound
            do throws(ParquetFault) {
                try check(bytes, page)
                try open(page, bytes)
            } catch { throw DatasetFailure.parquet(error) }
        } catch {
            guard case .parquet(let fault) = error else { throw error }
            throw .parquet(fault.inColumn(leaf.name))
        }
    }

    private func read(_ count: Int) throws(DatasetFailure) -> [UInt8] {
        let bytes: [UInt8]
        do throws(DatasetError) {
            bytes = try file.read(at: rest.lowerBound, count: count)
        } catch { throw .file(error) }
        guard bytes.count == count else { throw .parquet(ByteCursor.ended) }
        return bytes
    }

    /// Reads a page header. Its length is not stored, so the window grows until the header fits.
    private func readHeader() throws(DatasetFailure) -> ParquetPage {
        var window = 1 << 9
        while true {
            let count = min(window, rest.count)
            let bytes = try read(count)
            var reader = ThriftReader(ByteCursor(bytes))
            do throws(ParquetFault) {
                let page = try ParquetPage(&reader)
                rest = rest.lowerBound + reader.at..<rest.upperBound
                return page
            } catch {
                guard error == ByteCursor.ended, count < rest.count, window < 1 << 24 else {
                    throw .parquet(error)
                }
            }
            window <<= 4
        }
    }

    private func check(_ bytes: [UInt8], _ page: ParquetPage) throws(ParquetFault) {
        guard let stated = page.checksum else { return }
        let found = crc32(0, bytes, UInt32(bytes.count))
        guard UInt32(truncatingIfNeeded: found) == UInt32(truncatingIfNeeded: stated) else {
            throw ParquetFault("a page's checksum is not the one that it states")
        }
    }

    private func open(_ page: ParquetPage, _ bytes: [UInt8]) throws(ParquetFault) {
        switch page.kind {
        case .dictionary:
            guard isFirstPage else { throw ParquetFault("a dictionary is not its first page") }
            dictionary = try ParquetDictionary(
                try codec.decompress(bytes, size: page.size), leaf.type, length: leaf.length,
                count: page.values)
        case .data:
            var cursor = ByteCursor(try codec.decompress(bytes, size: page.size))
            repetitions = try levels(
                leaf.maxRepetition, page.repetitionEncoding, &cursor)
            definitions = try levels(
                leaf.maxDefinition, page.definitionEncoding, &cursor)
            try openValues(page, cursor)
        case .dataWithLevelsApart:
            // A version 2 data page: levels are never compressed, and come before the values.
            var cursor = ByteCursor(bytes)
            let first = try cursor.take(page.repetitionBytes)
            let second = try cursor.take(page.definitionBytes)
            repetitions = try levels(leaf.maxRepetition, ByteCursor(bytes, first))
            definitions = try levels(leaf.maxDefinition, ByteCursor(bytes, second))
            let size = page.size - first.count - second.count
            let packed = Array(bytes[try cursor.take(cursor.left)])
            let isPacked = page.isCompressed && !packed.isEmpty
            let content = isPacked ? try codec.decompress(packed, size: size) : packed
            try openValues(page, ByteCursor(content))
        case .other: break
        }
        isFirstPage = false
    }

    private func levels(
        _ limit: Int, _ encoding: Int, _ cursor: inout ByteCursor
    ) throws(ParquetFault) -> RunDecoder? {
        guard limit > 0 else { return nil }
        guard encoding == 3 else {
            throw ParquetFault(
                "its levels are encoded in a way that was given up in 2013 (\(encoding))")
        }
        let range = try cursor.take(Int(try cursor.little(4)))
        return try levels(limit, ByteCursor(cursor.bytes, range))
    }

    private func levels(_ limit: Int, _ cursor: ByteCursor) throws(ParquetFault) -> RunDecoder? {
        limit == 0 ? nil : try RunDecoder(cursor, width: RunDecoder.width(for: limit))
    }

    private func openValues(_ page: ParquetPage, _ cursor: ByteCursor) throws(ParquetFault) {
        guard page.values <= valuesLeft else {
            throw ParquetFault("its pages have more values than its row group")
        }
        valuesLeft -= page.values
        pageLeft = page.values
        values = try decoder(page.encoding, cursor)
    }

    /// Returns the decoder for an encoding, by the format's `Encoding` numbers.
    private func decoder(
        _ encoding: Int, _ cursor: ByteCursor
    ) throws(ParquetFault) -> any ValueDecoder {
        switch (encoding, leaf.type) {
        case (0, _): return PlainDecoder(cursor, leaf.type, length: leaf.length)
        case (2, _), (8, _):
            guard let dictionary else { throw ParquetFault("its dictionary is missing") }
            return try DictionaryDecoder(cursor, dictionary)
        case (3, .truth): return try TruthRunDecoder(cursor)
        case (5, .int32): return try DeltaIntegerDecoder(cursor, isNarrow: true)
        case (5, .int64): return try DeltaIntegerDecoder(cursor, isNarrow: false)
        case (6, .bytes): return try DeltaLengthDecoder(cursor)
        case (7, .bytes), (7, .fixedBytes): return try DeltaTextDecoder(cursor)
        case (9, _): return try ByteStreamSplitDecoder(cursor, leaf.type, length: leaf.length)
        default: throw ParquetFault("values of its type in encoding \(encoding)")
        }
    }
}

/// Why a value could not be read: malformed content, or a failed read of the file.
enum DatasetFailure: Error {
    case parquet(ParquetFault)
    case file(DatasetError)
}
