/// A page header.
///
/// Field numbers are those of `PageHeader` and its parts in parquet.thrift of parquet-format.
struct ParquetPage {
    enum Kind { case data, dataWithLevelsApart, dictionary, other }

    var kind = Kind.other
    /// Size after decompression, in bytes, levels included.
    var size = -1
    /// Size in the file, in bytes.
    var packedSize = -1
    var checksum: Int?
    var values = 0
    var encoding = 0
    var definitionEncoding = 3
    var repetitionEncoding = 3
    /// Sizes of the uncompressed levels of a version 2 data page, in bytes.
    var definitionBytes = 0
    var repetitionBytes = 0
    var isCompressed = true

    /// Largest page that is read, in bytes, compressed or not.
    static let sizeLimit = 256 << 20

    /// Most values of a page; writers make pages of some ten thousand.
    private static let valueLimit = 1 << 26

    init(_ reader: inout ThriftReader) throws(ParquetFault) {
        var page = ParquetPage()
        var type = -1
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch number {
            case 1: type = try reader.integer(kind)
            case 2: page.size = try reader.integer(kind)
            case 3: page.packedSize = try reader.integer(kind)
            case 4: page.checksum = try reader.integer(kind)
            case 5, 7, 8:
                guard kind == .structure else { return try reader.skip(kind) }
                try page.readDetails(&reader, header: number)
            default: try reader.skip(kind)
            }
        }
        page.kind =
            switch type {
            case 0: .data
            case 2: .dictionary
            case 3: .dataWithLevelsApart
            default: .other
            }
        guard (0...Self.sizeLimit).contains(page.size),
            (0...Self.sizeLimit).contains(page.packedSize)
        else {
            throw ParquetFault(
                "a page states \(page.size) bytes, \(page.packedSize) in the file; at most "
                    + "\(Self.sizeLimit >> 20) MiB are read")
        }
        let room = min(page.size, page.packedSize)
        guard (0...Self.valueLimit).contains(page.values),
            (0...room).contains(page.definitionBytes),
            (0...room - page.definitionBytes).contains(page.repetitionBytes)
        else { throw ParquetFault("a page's counts are impossible") }
        self = page
    }

    private init() {}

    private mutating func readDetails(
        _ reader: inout ThriftReader, header: Int
    ) throws(ParquetFault) {
        var page = self
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch (header, number) {
            case (_, 1): page.values = try reader.integer(kind)
            case (5, 2), (7, 2), (8, 4): page.encoding = try reader.integer(kind)
            case (5, 3): page.definitionEncoding = try reader.integer(kind)
            case (5, 4): page.repetitionEncoding = try reader.integer(kind)
            case (8, 5): page.definitionBytes = try reader.integer(kind)
            case (8, 6): page.repetitionBytes = try reader.integer(kind)
            case (8, 7): page.isCompressed = try reader.truth(kind)
            default: try reader.skip(kind)
            }
        }
        self = page
    }
}
