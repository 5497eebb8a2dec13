import Files
import JSON

/// A Parquet file of an export: row groups of columns, zstd pages, and a footer.
///
/// The formats are those of parquet-format 2.10: `FileMetaData` in `parquet.thrift`, whose field
/// numbers and codes are used here.
final class ParquetOutput: RowOutput {
    private let file: OutputFile
    private let parts: [ParquetType.Part]
    private let shredder: ParquetShredder
    private var position = 0
    private var rows = 0
    private var groups: [RowGroup] = []

    /// Bytes of all columns at which a row group ends.
    private static let groupInBytes = 32 << 20
    private static let mark = Array("PAR1".utf8)

    private struct RowGroup {
        let rows: Int
        let chunks: [Chunk]
    }

    private struct Chunk {
        let column: ParquetColumnWriter
        let offset: Int
        let size: Int
        let packedSize: Int
        let values: Int
    }

    /// - Parameter columns: The columns that hold all rows.
    init(_ path: String, _ columns: [ParquetType.Part]) throws(DatasetError) {
        parts = columns
        shredder = ParquetShredder(columns)
        do { file = try OutputFile(path) } catch { throw DatasetError(error) }
        try write(Self.mark)
    }

    var isFile: Bool { file.replacesFile }

    func append(_ row: JSONObject) throws(DatasetError) {
        try shredder.append(row)
        rows += 1
        let held = shredder.columns.reduce(0) { $0 + $1.heldBytes }
        if held >= Self.groupInBytes { try endGroup() }
    }

    func finish() throws(DatasetError) {
        try endGroup()
        let footer = footer
        try write(footer)
        var end: [UInt8] = []
        end.append(little: UInt64(footer.count), bytes: 4)
        try write(end + Self.mark)
        do { try file.finish() } catch { throw DatasetError(error) }
    }

    private func endGroup() throws(DatasetError) {
        guard rows > 0 else { return }
        var chunks: [Chunk] = []
        for column in shredder.columns {
            let (pages, size, values) = try column.take()
            chunks.append(
                Chunk(
                    column: column, offset: position, size: size, packedSize: pages.count,
                    values: values))
            try write(pages)
        }
        groups.append(RowGroup(rows: rows, chunks: chunks))
        rows = 0
    }

    private func write(_ bytes: [UInt8]) throws(DatasetError) {
        do { try file.write(bytes) } catch { throw DatasetError(error) }
        position += bytes.count
    }

    // MARK: Footer

    private var footer: [UInt8] {
        let elements =
            [SchemaElement(name: "schema", children: parts.count)]
            + parts.flatMap {
                SchemaElement.elements($0.name, $0.type)
            }
        let (groups, total) = (groups, groups.reduce(0) { $0 + $1.rows })
        var writer = ThriftWriter()
        writer.element { writer in
            writer.int(1, 1)
            writer.structures(2, elements) { $1.write(to: &$0) }
            writer.long(3, total)
            writer.structures(4, groups) { Self.write($1, to: &$0) }
            writer.text(6, "synthgen")
        }
        return writer.bytes
    }

    private static func write(_ group: RowGroup, to writer: inout ThriftWriter) {
        writer.structures(1, group.chunks) { writer, chunk in
            writer.long(2, chunk.offset)
            writer.structure(3) { writer in
                writer.int(1, chunk.column.type.storedType)
                writer.ints(2, [0, 3])
                writer.texts(3, chunk.column.path)
                writer.int(4, ParquetCodec.zstd.rawValue)
                writer.long(5, chunk.values)
                writer.long(6, chunk.size)
                writer.long(7, chunk.packedSize)
                writer.long(9, chunk.offset)
            }
        }
        writer.long(2, group.chunks.reduce(0) { $0 + $1.size })
        writer.long(3, group.rows)
    }
}

/// An element of a Parquet schema, which lists a tree from its root on.
private struct SchemaElement {
    var name: String
    /// 0 required, 1 optional, 2 repeated; nil for the root.
    var repetition: Int?
    var children: Int?
    var storedType: Int?
    var converted: Int?
    /// The number of the logical type.
    var logical: Int?

    init(
        name: String, repetition: Int? = nil, children: Int? = nil, storedType: Int? = nil,
        converted: Int? = nil, logical: Int? = nil
    ) {
        self.name = name
        self.repetition = repetition
        self.children = children
        self.storedType = storedType
        self.converted = converted
        self.logical = logical
    }

    /// The elements of a type and of all below it.
    static func elements(_ name: String, _ type: ParquetType) -> [SchemaElement] {
        switch type {
        case .group(let parts):
            return [SchemaElement(name: name, repetition: 1, children: parts.count)]
                + parts.flatMap { elements($0.name, $0.type) }
        case .list(let element):
            return [
                SchemaElement(name: name, repetition: 1, children: 1, converted: 3, logical: 3),
                SchemaElement(name: "list", repetition: 2, children: 1),
            ] + elements("element", element)
        case .text, .unknown:
            return [
                SchemaElement(
                    name: name, repetition: 1, storedType: type.storedType, converted: 0,
                    logical: 1)
            ]
        case .json:
            return [
                SchemaElement(
                    name: name, repetition: 1, storedType: type.storedType, converted: 19,
                    logical: 12)
            ]
        case .bool, .integer, .double:
            return [SchemaElement(name: name, repetition: 1, storedType: type.storedType)]
        }
    }

    func write(to writer: inout ThriftWriter) {
        if let storedType { writer.int(1, storedType) }
        if let repetition { writer.int(3, repetition) }
        writer.text(4, name)
        if let children { writer.int(5, children) }
        if let converted { writer.int(6, converted) }
        if let logical { writer.structure(10) { $0.structure(logical) { _ in } } }
    }
}

extension ParquetType {
    /// The number of the stored type: truth values, 64-bit integers, doubles, or bytes.
    fileprivate var storedType: Int {
        switch self {
        case .bool: 0
        case .integer: 2
        case .double: 5
        case .unknown, .text, .json, .list, .group: 6
        }
    }
}
