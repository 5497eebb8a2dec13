/// The metadata at the end of a Parquet file: schema and row groups.
///
/// Field numbers are those of `FileMetaData` and its parts in parquet.thrift of parquet-format.
struct ParquetFooter {
    /// An element of the schema; elements are listed in depth-first order.
    struct Element {
        var name = ""
        var type: Int?
        var typeLength = 0
        /// 0 required, 1 optional, 2 repeated.
        var repetition = 0
        var children = 0
        /// The older type annotation, `ConvertedType`.
        var converted: Int?
        var scale = 0
        var logical: Logical?
    }

    /// The newer type annotation, `LogicalType`: the number of the union's field, and its settings.
    struct Logical: Equatable {
        var kind = 0
        var scale = 0
        /// 1 milliseconds, 2 microseconds, 3 nanoseconds.
        var unit = 0
        var isUTC = false
        var isSigned = true
    }

    /// A column chunk: one column's data in a row group.
    struct Chunk {
        var type = -1
        var codec = 0
        var values = -1
        var size = -1
        var dataOffset = -1
        var dictionaryOffset = 0
        var isElsewhere = false
        var isEncrypted = false

        /// Offset of its first page in the file.
        var start: Int {
            // 0 means no dictionary: offset 0 holds the file's magic bytes.
            dictionaryOffset > 0 ? min(dictionaryOffset, dataOffset) : dataOffset
        }
    }

    /// A row group: consecutive rows, with one chunk per column.
    struct RowGroup {
        var rows = -1
        var chunks: [Chunk] = []
    }

    private static let elementLimit = 50_000

    private(set) var elements: [Element] = []
    private(set) var rows = 0
    private(set) var groups: [RowGroup] = []

    /// Parses the bytes between the last row group and the footer length at the end of the file.
    init(_ bytes: [UInt8]) throws(ParquetFault) {
        var reader = ThriftReader(ByteCursor(bytes))
        var (elements, rows, groups) = ([Element](), 0, [RowGroup]())
        var isEncrypted = false
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch (number, kind) {
            case (2, .list):
                try reader.list { (reader, _) throws(ParquetFault) in
                    guard elements.count < Self.elementLimit else {
                        throw ParquetFault("more than \(Self.elementLimit) columns")
                    }
                    elements.append(try Element(&reader))
                }
            case (3, _): rows = try reader.integer(kind)
            case (4, .list):
                try reader.list { (reader, _) throws(ParquetFault) in
                    groups.append(try RowGroup(&reader))
                }
            case (8, _):
                isEncrypted = true
                try reader.skip(kind)
            default: try reader.skip(kind)
            }
        }
        if isEncrypted { throw ParquetFooter.encrypted }
        (self.elements, self.rows, self.groups) = (elements, rows, groups)
        // `&+`, because the row counts of a hostile file may overflow.
        guard groups.allSatisfy({ $0.rows >= 0 }),
            groups.reduce(0, { $0 &+ $1.rows }) == rows
        else { throw ParquetFault("the row groups do not add up to \(rows) rows") }
    }

    static let encrypted = ParquetFault(
        "it is encrypted", help: "decrypt it with the program that wrote it")
}

extension ParquetFooter.Element {
    fileprivate init(_ reader: inout ThriftReader) throws(ParquetFault) {
        var element = ParquetFooter.Element()
        var isNamed = false
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch number {
            case 1: element.type = try reader.integer(kind)
            case 2: element.typeLength = try reader.integer(kind)
            case 3: element.repetition = try reader.integer(kind)
            case 4:
                element.name = try reader.text(kind)
                isNamed = true
            case 5: element.children = try reader.integer(kind)
            case 6: element.converted = try reader.integer(kind)
            case 7: element.scale = try reader.integer(kind)
            case 10 where kind == .structure:
                element.logical = try ParquetFooter.Logical(&reader)
            default: try reader.skip(kind)
            }
        }
        guard isNamed else { throw ParquetFault("a column of the schema has no name") }
        self = element
    }
}

extension ParquetFooter.Logical {
    fileprivate init(_ reader: inout ThriftReader) throws(ParquetFault) {
        var logical = ParquetFooter.Logical()
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            logical.kind = number
            guard kind == .structure else { return try reader.skip(kind) }
            try reader.fields { (reader, field, kind) throws(ParquetFault) in
                switch (number, field) {
                case (5, 1): logical.scale = try reader.integer(kind)
                case (7, 1), (8, 1): logical.isUTC = try reader.truth(kind)
                case (7, 2), (8, 2):
                    guard kind == .structure else { return try reader.skip(kind) }
                    try reader.fields { (reader, unit, kind) throws(ParquetFault) in
                        logical.unit = unit
                        try reader.skip(kind)
                    }
                case (10, 2): logical.isSigned = try reader.truth(kind)
                default: try reader.skip(kind)
                }
            }
        }
        self = logical
    }
}

extension ParquetFooter.RowGroup {
    fileprivate init(_ reader: inout ThriftReader) throws(ParquetFault) {
        var (chunks, rows) = ([ParquetFooter.Chunk](), -1)
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch (number, kind) {
            case (1, .list):
                try reader.list { (reader, _) throws(ParquetFault) in
                    chunks.append(try ParquetFooter.Chunk(&reader))
                }
            case (3, _): rows = try reader.integer(kind)
            default: try reader.skip(kind)
            }
        }
        // Writers leave out the place of a column without rows.
        guard rows == 0 || chunks.allSatisfy({ $0.isEncrypted || $0.dataOffset >= 0 }) else {
            throw ParquetFault("a row group does not say where a column lies")
        }
        self.init(rows: rows, chunks: chunks)
    }
}

extension ParquetFooter.Chunk {
    fileprivate init(_ reader: inout ThriftReader) throws(ParquetFault) {
        var chunk = ParquetFooter.Chunk()
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch (number, kind) {
            case (1, .binary):
                chunk.isElsewhere = true
                try reader.skip(kind)
            case (3, .structure): try chunk.readDescription(&reader)
            case (8, _), (9, _):
                chunk.isEncrypted = true
                try reader.skip(kind)
            default: try reader.skip(kind)
            }
        }
        self = chunk
    }

    private mutating func readDescription(_ reader: inout ThriftReader) throws(ParquetFault) {
        var chunk = self
        try reader.fields { (reader, number, kind) throws(ParquetFault) in
            switch number {
            case 1: chunk.type = try reader.integer(kind)
            case 4: chunk.codec = try reader.integer(kind)
            case 5: chunk.values = try reader.integer(kind)
            case 7: chunk.size = try reader.integer(kind)
            case 9: chunk.dataOffset = try reader.integer(kind)
            case 11: chunk.dictionaryOffset = try reader.integer(kind)
            default: try reader.skip(kind)
            }
        }
        self = chunk
    }
}
