import JSON

/// One column of a row group that is being written: levels and values of the rows so far.
///
/// A value's levels say how much of its path is there and where a new list begins. Source: Melnik et
/// al. 2010, "Dremel"; parquet-format, `Encodings.md`.
final class ParquetColumnWriter {
    /// The names of the schema elements that lead to the column.
    let path: [String]
    let type: ParquetType
    private let maxRepetition: Int
    private let maxDefinition: Int
    private var repetitions = RunLengths()
    private var definitions = RunLengths()
    private var content: [UInt8] = []
    /// Truth values, which take a bit each.
    private var truths: [Bool] = []
    private var count = 0
    /// The pages of the row group so far, with their headers.
    private var pages: [UInt8] = []
    private var pageSize = 0
    private var total = 0

    private static let pageInBytes = 1 << 20
    private static let pageInValues = 100_000

    init(path: [String], type: ParquetType, maxRepetition: Int, maxDefinition: Int) {
        self.path = path
        self.type = type
        self.maxRepetition = maxRepetition
        self.maxDefinition = maxDefinition
    }

    /// Bytes that the column holds in memory.
    var heldBytes: Int { content.count + pages.count + truths.count }

    /// Adds a value with its levels; a null has less than the highest definition level.
    func append(_ value: JSON?, repetition: Int, definition: Int) {
        repetitions.append(repetition)
        definitions.append(definition)
        count += 1
        guard let value else { return }
        switch type {
        case .bool: truths.append(value.bool ?? false)
        case .integer: append(UInt64(bitPattern: Int64(value.integer ?? 0)))
        case .double: append((value.double ?? 0).bitPattern)
        case .text: append(Array((value.string ?? "").utf8))
        case .unknown, .json, .list, .group: append(value.encoded())
        }
    }

    private func append(_ bits: UInt64) { content.append(little: bits, bytes: 8) }

    private func append(_ bytes: [UInt8]) {
        content.append(little: UInt64(bytes.count), bytes: 4)
        content += bytes
    }

    /// Ends a page if it is full; called between rows, so that no row lies in two pages.
    func endRow() throws(DatasetError) {
        if content.count >= Self.pageInBytes || count >= Self.pageInValues { try endPage() }
    }

    private func endPage() throws(DatasetError) {
        guard count > 0 else { return }
        var page: [UInt8] = []
        if maxRepetition > 0 { page.append(levels: repetitions, max: maxRepetition) }
        if maxDefinition > 0 { page.append(levels: definitions, max: maxDefinition) }
        page += content
        for start in stride(from: 0, to: truths.count, by: 8) {
            var bits: UInt8 = 0
            for (index, truth) in truths[start..<min(start + 8, truths.count)].enumerated()
            where truth { bits |= 1 << UInt8(index) }
            page.append(bits)
        }
        let packed = try ZstdCodec.compressed(page)
        let header = header(size: page.count, packedSize: packed.count)
        pages += header + packed
        pageSize += header.count + page.count
        total += count
        (repetitions, definitions, content, truths, count) = (RunLengths(), RunLengths(), [], [], 0)
    }

    private func header(size: Int, packedSize: Int) -> [UInt8] {
        let values = count
        var writer = ThriftWriter()
        writer.element { writer in
            writer.int(1, 0)  // a data page
            writer.int(2, size)
            writer.int(3, packedSize)
            writer.structure(5) { writer in
                writer.int(1, values)
                writer.int(2, 0)  // values: plain
                writer.int(3, 3)  // definition levels: run lengths
                writer.int(4, 3)  // repetition levels: run lengths
            }
        }
        return writer.bytes
    }

    /// Ends the row group's part of the column.
    /// - Returns: Its pages, its size with uncompressed pages, and the number of values.
    func take() throws(DatasetError) -> (pages: [UInt8], size: Int, values: Int) {
        try endPage()
        defer { (pages, pageSize, total) = ([], 0, 0) }
        return (pages, pageSize, total)
    }
}

/// Levels as runs of equal ones.
private struct RunLengths {
    private(set) var runs: [(level: Int, count: Int)] = []

    mutating func append(_ level: Int) {
        if let last = runs.last, last.level == level {
            runs[runs.count - 1].count += 1
        } else {
            runs.append((level, 1))
        }
    }
}

extension [UInt8] {
    /// Appends the length of the levels and the levels, in as many bytes as the highest one takes.
    fileprivate mutating func append(levels: RunLengths, max: Int) {
        let width = max < 256 ? 1 : 2
        var encoded: [UInt8] = []
        for (level, count) in levels.runs {
            // The lowest bit is 0 for a run of equal values.
            encoded.append(varint: UInt64(count) << 1)
            encoded.append(little: UInt64(level), bytes: width)
        }
        append(little: UInt64(encoded.count), bytes: 4)
        self += encoded
    }
}
