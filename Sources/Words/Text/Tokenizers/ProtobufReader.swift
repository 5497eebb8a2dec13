/// Reads the fields of a protobuf message; all lengths are checked, so any bytes are safe.
struct ProtobufReader {
    /// The payload of a field.
    enum Value {
        case number(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)

        /// The varint as an `int32`, which the format writes sign-extended to 64 bits.
        var integer: Int? {
            guard case .number(let value) = self else { return nil }
            return Int(Int32(truncatingIfNeeded: value))
        }

        var bool: Bool? { integer.map { $0 != 0 } }

        var float: Float? {
            guard case .fixed32(let bits) = self else { return nil }
            return Float(bitPattern: bits)
        }

        var bytes: ArraySlice<UInt8>? {
            guard case .bytes(let bytes) = self else { return nil }
            return bytes
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Reads the next field: its number and its value; nil at the end.
    mutating func next() throws(ProtobufFault) -> (field: UInt64, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try number()
        switch key & 7 {
        case 0: return (key >> 3, .number(try number()))
        case 1:
            // A 64-bit value; no field that is read has this type.
            _ = try take(8)
            return (key >> 3, .number(0))
        case 2:
            let length = try number()
            guard length <= UInt64(rest.count) else {
                throw ProtobufFault(offset: rest.startIndex, problem: "a field of \(length) bytes")
            }
            return (key >> 3, .bytes(try take(Int(length))))
        case 5:
            // Little-endian.
            let bits = try take(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return (key >> 3, .fixed32(bits))
        default:
            throw ProtobufFault(offset: rest.startIndex, problem: "wire type \(key & 7)")
        }
    }

    private mutating func number() throws(ProtobufFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { break }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw ProtobufFault(offset: rest.startIndex, problem: "a number without an end")
    }

    private mutating func take(_ count: Int) throws(ProtobufFault) -> ArraySlice<UInt8> {
        guard count <= rest.count else {
            throw ProtobufFault(offset: rest.startIndex, problem: "the end of the file")
        }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

/// Why bytes are not a protobuf message, with the offset.
struct ProtobufFault: Error {
    let offset: Int
    let problem: String
}
