/// A value as stored, before the column's logical type is applied.
enum StoredValue {
    case truth(Bool)
    case integer(Int64)
    case real(Double)
    case bytes(ArraySlice<UInt8>)
}

/// Decoder of the values of a page, one after the other.
protocol ValueDecoder: AnyObject {
    func next() throws(ParquetFault) -> StoredValue
}

/// The physical type of a column; raw values are the format's `Type` numbers.
enum StoredType: Int {
    case truth = 0
    case int32, int64, int96, float, double, bytes, fixedBytes

    /// Reads one `PLAIN` encoded value; `length` is the size of a fixed-length value, in bytes.
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

    /// Returns the bytes per value; nil if they vary, or if a value is a single bit.
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

/// Decoder of `PLAIN` values: one after the other, booleans as bits, lowest bit first.
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

/// Decoder of `RLE` booleans: a length of four bytes, then runs.
final class TruthRunDecoder: ValueDecoder {
    private var runs: RunDecoder

    init(_ start: ByteCursor) throws(ParquetFault) {
        var cursor = start
        let range = try cursor.take(Int(try cursor.little(4)))
        runs = try RunDecoder(ByteCursor(cursor.bytes, range), width: 1)
    }

    func next() throws(ParquetFault) -> StoredValue { .truth(try runs.next() == 1) }
}

/// Decoder of dictionary-encoded values: a bit width, then indices into the column's dictionary.
final class DictionaryDecoder: ValueDecoder {
    private var indices: RunDecoder
    private let dictionary: ParquetDictionary

    init(_ start: ByteCursor, _ dictionary: ParquetDictionary) throws(ParquetFault) {
        var cursor = start
        // A page of nulls may be empty, without even the width.
        let width = cursor.left > 0 ? Int(try cursor.byte()) : 0
        indices = try RunDecoder(cursor, width: width)
        self.dictionary = dictionary
    }

    func next() throws(ParquetFault) -> StoredValue { try dictionary.value(at: indices.next()) }
}

/// The dictionary of a column chunk: the bytes of its values, and the start of each.
final class ParquetDictionary {
    private let bytes: [UInt8]
    private let type: StoredType
    private let length: Int
    /// Offsets of the values in `bytes`; empty if all have the same size.
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
        // Each value has a length of four bytes, so this bounds a hostile count.
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

/// Decoder of `DELTA_BINARY_PACKED` integers; `isNarrow` for 32-bit ones, whose sums wrap.
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

/// Decoder of `DELTA_LENGTH_BYTE_ARRAY` values: all lengths, then all bytes.
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

/// Decoder of `DELTA_BYTE_ARRAY` values: each is a prefix of the previous one and a suffix.
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

/// Decoder of `BYTE_STREAM_SPLIT` values: all first bytes, then all second bytes, and so on.
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
