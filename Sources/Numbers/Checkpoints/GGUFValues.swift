import JSON

/// The metadata value types of GGUF, numbered as in files.
private enum ValueType: UInt32 {
    case uint8 = 0
    case int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// The fewest bytes that a value can take.
    var minimumBytes: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64, .string: 8
        case .array: 12
        }
    }
}

extension ByteReader {
    /// Deepest nesting of arrays; no known file nests them at all.
    private static var depthLimit: Int { 16 }

    /// Reads the bytes of a text, which follow their number.
    mutating func readText(
        _ part: @autoclosure () -> String
    ) throws(FileFault) -> UnsafeRawBufferPointer {
        let count: UInt64 = try read(part())
        return try readBytes(count, part())
    }

    /// Reads a metadata value with the type code before it.
    mutating func readValue(of key: String) throws(FileFault) -> JSON {
        try readValue(try readValueType(of: key), of: key, depth: 0)
    }

    private mutating func readValueType(of key: String) throws(FileFault) -> ValueType {
        let code: UInt32 = try read("the type of metadata '\(key.clipped)'")
        guard let type = ValueType(rawValue: code) else {
            throw .unknownValueType(key: key, code: code)
        }
        return type
    }

    private mutating func readValue(
        _ type: ValueType,
        of key: String,
        depth: Int
    ) throws(FileFault) -> JSON {
        switch type {
        case .uint8: .integer(Int(try readNumber(UInt8.self, of: key)))
        case .int8: .integer(Int(try readNumber(Int8.self, of: key)))
        case .uint16: .integer(Int(try readNumber(UInt16.self, of: key)))
        case .int16: .integer(Int(try readNumber(Int16.self, of: key)))
        case .uint32: .integer(Int(try readNumber(UInt32.self, of: key)))
        case .int32: .integer(Int(try readNumber(Int32.self, of: key)))
        case .int64: .integer(Int(try readNumber(Int64.self, of: key)))
        case .uint64: .wholeNumber(try readNumber(UInt64.self, of: key))
        case .float32: .double(Double(Float(bitPattern: try readNumber(of: key))))
        case .float64: .double(Double(bitPattern: try readNumber(of: key)))
        case .bool: .bool(try readNumber(UInt8.self, of: key) != 0)
        case .string:
            .string(
                String(decoding: try readText("metadata '\(key.clipped)'"), as: UTF8.self)
            )
        case .array: .array(try readArray(of: key, depth: depth + 1))
        }
    }

    private mutating func readNumber<T: FixedWidthInteger>(
        _: T.Type = T.self,
        of key: String
    ) throws(FileFault) -> T {
        try read("metadata '\(key.clipped)'")
    }

    private mutating func readArray(of key: String, depth: Int) throws(FileFault) -> [JSON] {
        guard depth <= Self.depthLimit else {
            throw .nestedTooDeep(key: key, limit: Self.depthLimit)
        }
        let type = try readValueType(of: key)
        let claimed: UInt64 = try read("the length of metadata '\(key.clipped)'")
        let count = try checkCount(
            claimed,
            of: "elements of metadata '\(key.clipped)'",
            minimumBytes: type.minimumBytes
        )
        var elements: [JSON] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try readValue(type, of: key, depth: depth)) }
        return elements
    }
}

extension JSON {
    /// An integer if it fits, else the nearest double.
    fileprivate static func wholeNumber(_ value: UInt64) -> JSON {
        Int(exactly: value).map(JSON.integer) ?? .double(Double(value))
    }
}
