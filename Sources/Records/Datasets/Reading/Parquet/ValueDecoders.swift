/// A value as it is stored, before what it means is looked at.
enum StoredValue {
    case truth(Bool)
    case integer(Int64)
    case real(Double)
    case bytes(ArraySlice<UInt8>)
}

/// The values of a page, one after the other.
protocol ValueDecoder: AnyObject {
    func next() throws(ParquetFault) -> StoredValue
}

/// How values are stored, by the numbers of Parquet's format.
enum StoredType: Int {
    case truth = 0
    case int32, int64, int96, float, double, bytes, fixedBytes

    /// The value that begins at a position, as `PLAIN` encoding has it.
    func read(_ cursor: inout ByteCursor, length: Int) throws(ParquetFault) -> StoredValue {
        switch self {
        case .truth: return .truth(try cursor.byte() != 0)
        case .int32:
            return .integer(Int64(Int32(truncatingIfNeeded: try cursor.little(4))))
        case .int64: return .integer(Int64(bitPattern: try cursor.little(8)))
        case .float:
            let bits = UInt32(truncatingIfNeeded: try cursor.little(4))
            return .real(Double(Float(bitPattern: bits)))
        case .double: return .real(Double(bitPattern: try cursor.little(8)))
        case .int96: return .bytes(cursor.bytes[try cursor.take(12)])
        case .fixedBytes: return .bytes(cursor.bytes[try cursor.take(length)])
        case .bytes:
            let count = Int(try cursor.little(4))
            return .bytes(cursor.bytes[try cursor.take(count)])
        }
    }

    /// The bytes of a value; nil where they differ or there is less than one.
    func width(length: Int) -> Int? {
        switch self {
        case .int32, .float: 4
        case .int64, .double: 8
        case .int96: 12
        case .fixedBytes: length
        case .truth, .bytes: nil
        }
    }
}

/// Values one after the other.
final class PlainDecoder: ValueDecoder {
    private var cursor: ByteCursor
    private let type: StoredType
    private let length: Int
    private var bit = 8
    private var bits: UInt8 = 0

    init(_ cursor: ByteCursor, _ type: StoredType, length: Int) {
        self.cursor = cursor
        self.type = type
        self.length = length
    }

    func next() throws(ParquetFault) -> StoredValue {
        guard type == .truth else { return try type.read(&cursor, length: length) }
        if bit == 8 {
            bits = try cursor.byte()
            bit = 0
        }
        defer { bit += 1 }
        return .truth(bits >> UInt8(bit) & 1 == 1)
    }
}

/// Truth values in runs.
final class TruthRunDecoder: ValueDecoder {
    private var runs: RunDecoder

    init(_ start: ByteCursor) throws(ParquetFault) {
        var cursor = start
        let range = try cursor.take(Int(try cursor.little(4)))
        runs = try RunDecoder(ByteCursor(cursor.bytes, range), width: 1)
    }

    func next() throws(ParquetFault) -> StoredValue { .truth(try runs.next() == 1) }
}

/// Indices in the column's dictionary.
final class DictionaryDecoder: ValueDecoder {
    private var indices: RunDecoder
    private let dictionary: ParquetDictionary

    init(_ start: ByteCursor, _ dictionary: ParquetDictionary) throws(ParquetFault) {
        var cursor = start
        // A page of nulls may have no indices at all, not even their width.
        let width = cursor.left > 0 ? Int(try cursor.byte()) : 0
        indices = try RunDecoder(cursor, width: width)
        self.dictionary = dictionary
    }

    func next() throws(ParquetFault) -> StoredValue { try dictionary.value(at: indices.next()) }
}

/// The values that a column's pages refer to by index: their bytes, and where each begins.
final class ParquetDictionary {
    private let bytes: [UInt8]
    private let type: StoredType
    private let length: Int
    private var starts: [UInt32] = []
    private let count: Int

    init(
        _ bytes: [UInt8], _ type: StoredType, length: Int, count: Int
    ) throws(ParquetFault) {
        self.bytes = bytes
        self.type = type
        self.length = length
        self.count = count
        guard type != .truth else { throw ParquetFault("a dictionary of truth values") }
        if let width = type.width(length: length) {
            guard count <= bytes.count / max(1, width), width > 0 || count == 0 else {
                throw ByteCursor.ended
            }
            return
        }
        guard count <= bytes.count / 4 else { throw ByteCursor.ended }
        var cursor = ByteCursor(bytes)
        starts.reserveCapacity(count)
        for _ in 0..<count {
            starts.append(UInt32(cursor.at))
            _ = try type.read(&cursor, length: length)
        }
    }

    func value(at index: Int) throws(ParquetFault) -> StoredValue {
        guard index < count else {
            throw ParquetFault("refers to value \(index) of a dictionary of \(count)")
        }
        let start = starts.isEmpty ? index * (type.width(length: length) ?? 0) : Int(starts[index])
        var cursor = ByteCursor(bytes, start..<bytes.count)
        return try type.read(&cursor, length: length)
    }
}

/// Whole numbers as differences.
final class DeltaIntegerDecoder: ValueDecoder {
    private var numbers: DeltaDecoder
    private let isNarrow: Bool

    init(_ cursor: ByteCursor, isNarrow: Bool) throws(ParquetFault) {
        numbers = try DeltaDecoder(cursor)
        self.isNarrow = isNarrow
    }

    func next() throws(ParquetFault) -> StoredValue {
        let value = try numbers.next()
        return .integer(isNarrow ? Int64(Int32(truncatingIfNeeded: value)) : value)
    }
}

/// Texts one after the other, behind all their lengths.
final class DeltaLengthDecoder: ValueDecoder {
    private var lengths: DeltaDecoder
    private var content: ByteCursor

    init(_ cursor: ByteCursor) throws(ParquetFault) {
        lengths = try DeltaDecoder(cursor)
        content = try lengths.behind()
    }

    func next() throws(ParquetFault) -> StoredValue { .bytes(try nextBytes()) }

    func nextBytes() throws(ParquetFault) -> ArraySlice<UInt8> {
        guard let length = Int(exactly: try lengths.next()) else { throw ByteCursor.ended }
        return content.bytes[try content.take(length)]
    }
}

/// Texts that each share a beginning with the one before.
final class DeltaTextDecoder: ValueDecoder {
    private var shared: DeltaDecoder
    private let endings: DeltaLengthDecoder
    private var last: [UInt8] = []

    init(_ cursor: ByteCursor) throws(ParquetFault) {
        shared = try DeltaDecoder(cursor)
        endings = try DeltaLengthDecoder(try shared.behind())
    }

    func next() throws(ParquetFault) -> StoredValue {
        let count = try shared.next()
        guard count >= 0, count <= last.count else {
            throw ParquetFault("a text shares more with the one before than that has")
        }
        last.removeSubrange(Int(count)...)
        last += try endings.nextBytes()
        return .bytes(last[...])
    }
}

/// Numbers whose first bytes stand together, then their second ones, and so on.
final class ByteStreamSplitDecoder: ValueDecoder {
    private let cursor: ByteCursor
    private let type: StoredType
    private let width: Int
    private let count: Int
    private var index = 0

    init(_ cursor: ByteCursor, _ type: StoredType, length: Int) throws(ParquetFault) {
        guard let width = type.width(length: length), width > 0 else {
            throw ParquetFault("values of different lengths in a byte stream split")
        }
        self.cursor = cursor
        self.type = type
        self.width = width
        count = cursor.left / width
    }

    func next() throws(ParquetFault) -> StoredValue {
        guard index < count else { throw ByteCursor.ended }
        defer { index += 1 }
        let bytes = (0..<width).map { cursor.bytes[cursor.at + $0 * count + index] }
        var value = ByteCursor(bytes)
        return try type.read(&value, length: width)
    }
}
