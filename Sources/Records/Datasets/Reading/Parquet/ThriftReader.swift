/// Reads Thrift's compact protocol, the encoding of Parquet's footer and page headers.
struct ThriftReader {
    /// The types of values on the wire.
    enum Kind: UInt8 {
        case yes = 1
        case no, byte, short, int, long, double, binary, list, set, map, structure
    }

    private var cursor: ByteCursor
    private var depth = 0

    private static let depthLimit = 64

    init(_ cursor: ByteCursor) { self.cursor = cursor }

    /// Index of the next unread byte.
    var at: Int { cursor.at }

    /// Calls `body` with the number and kind of every field of a structure.
    ///
    /// `body` must consume the value, by reading it or with ``skip(_:)``.
    mutating func fields(
        _ body: (inout ThriftReader, Int, Kind) throws(ParquetFault) -> Void
    ) throws(ParquetFault) {
        depth += 1
        guard depth <= Self.depthLimit else { throw ParquetFault("structures nest too deep") }
        var number = 0
        while true {
            let head = try cursor.byte()
            guard head != 0 else { break }
            guard let kind = Kind(rawValue: head & 0x0F) else {
                throw ParquetFault("a field has the unknown type \(head & 0x0F)")
            }
            // High four bits: distance from the previous field's number; 0: the number follows.
            let step = Int(head >> 4)
            number = step == 0 ? Int(truncatingIfNeeded: try cursor.zigzag()) : number &+ step
            try body(&self, number, kind)
        }
        depth -= 1
    }

    /// Calls `body` with the kind of every element of a list; `body` must consume the element.
    mutating func list(
        _ body: (inout ThriftReader, Kind) throws(ParquetFault) -> Void
    ) throws(ParquetFault) {
        let head = try cursor.byte()
        let count = head >> 4 == 15 ? try cursor.count() : Int(head >> 4)
        // Some writers leave the kind of an empty list unset.
        guard count > 0 else { return }
        guard let kind = Kind(rawValue: head & 0x0F) else {
            throw ParquetFault("a list has elements of the unknown type \(head & 0x0F)")
        }
        // Every element takes at least one byte, so this bounds a hostile count.
        guard count <= cursor.left else { throw ByteCursor.ended }
        for _ in 0..<count { try body(&self, kind) }
    }

    /// Reads an integer of any width.
    mutating func integer(_ kind: Kind) throws(ParquetFault) -> Int {
        switch kind {
        case .byte: return Int(Int8(bitPattern: try cursor.byte()))
        case .short, .int, .long: return Int(try cursor.zigzag())
        default: throw ParquetFault("found \(kind) where a number was expected")
        }
    }

    /// Returns a boolean field's value, which its kind alone encodes.
    func truth(_ kind: Kind) throws(ParquetFault) -> Bool {
        guard kind == .yes || kind == .no else {
            throw ParquetFault("found \(kind) where true or false was expected")
        }
        return kind == .yes
    }

    mutating func text(_ kind: Kind) throws(ParquetFault) -> String {
        guard kind == .binary else {
            throw ParquetFault("found \(kind) where a text was expected")
        }
        let range = try cursor.take(try cursor.count())
        guard let text = String(validating: cursor.bytes[range], as: UTF8.self) else {
            throw ParquetFault("a name is not valid UTF-8")
        }
        return text
    }

    /// Skips the value of a field.
    mutating func skip(_ kind: Kind) throws(ParquetFault) {
        switch kind {
        case .yes, .no: break
        case .byte: _ = try cursor.byte()
        case .short, .int, .long: _ = try cursor.varint()
        case .double: _ = try cursor.take(8)
        case .binary: _ = try cursor.take(try cursor.count())
        case .list, .set:
            try nested { (reader) throws(ParquetFault) in
                try reader.list { (reader, kind) throws(ParquetFault) in
                    try reader.skipElement(kind)
                }
            }
        case .map: try nested { (reader) throws(ParquetFault) in try reader.skipMap() }
        case .structure:
            try fields { (reader, _, kind) throws(ParquetFault) in try reader.skip(kind) }
        }
    }

    private mutating func nested(
        _ body: (inout ThriftReader) throws(ParquetFault) -> Void
    ) throws(ParquetFault) {
        depth += 1
        guard depth <= Self.depthLimit else { throw ParquetFault("values nest too deep") }
        try body(&self)
        depth -= 1
    }

    private mutating func skipMap() throws(ParquetFault) {
        let count = try cursor.count()
        guard count > 0 else { return }
        let kinds = try cursor.byte()
        guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 0x0F),
            count <= cursor.left
        else { throw ParquetFault("a map is malformed") }
        for _ in 0..<count {
            try skipElement(key)
            try skipElement(value)
        }
    }

    /// Skips an element of a list, set or map, where a boolean takes a byte of its own.
    private mutating func skipElement(_ kind: Kind) throws(ParquetFault) {
        if kind == .yes || kind == .no { _ = try cursor.byte() } else { try skip(kind) }
    }
}
