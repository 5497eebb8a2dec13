/// Writes Thrift's compact protocol, the encoding of Parquet's footer and page headers.
///
/// The counterpart of ``ThriftReader``. Fields of a structure are written in ascending order.
struct ThriftWriter {
    private(set) var bytes: [UInt8] = []
    /// The number of the last field of each open structure.
    private var numbers: [Int] = [0]

    private enum Kind: UInt8 {
        case int = 5
        case long, double, binary, list, set, map, structure
    }

    mutating func int(_ number: Int, _ value: Int) {
        begin(number, .int)
        zigzag(value)
    }

    mutating func long(_ number: Int, _ value: Int) {
        begin(number, .long)
        zigzag(value)
    }

    mutating func text(_ number: Int, _ value: String) {
        begin(number, .binary)
        binary(value)
    }

    mutating func structure(_ number: Int, _ body: (inout ThriftWriter) -> Void) {
        begin(number, .structure)
        element(body)
    }

    mutating func ints(_ number: Int, _ values: [Int]) {
        list(number, .int, count: values.count)
        for value in values { zigzag(value) }
    }

    mutating func texts(_ number: Int, _ values: [String]) {
        list(number, .binary, count: values.count)
        for value in values { binary(value) }
    }

    mutating func structures<Value>(
        _ number: Int, _ values: [Value], _ body: (inout ThriftWriter, Value) -> Void
    ) {
        list(number, .structure, count: values.count)
        for value in values { element { body(&$0, value) } }
    }

    /// Writes a structure without a field's head: the outermost one, or an element of a list.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        numbers.append(0)
        body(&self)
        numbers.removeLast()
        bytes.append(0)
    }

    private mutating func begin(_ number: Int, _ kind: Kind) {
        let step = number - numbers[numbers.count - 1]
        precondition((1...15).contains(step), "fields ascend by at most 15")
        bytes.append(UInt8(step) << 4 | kind.rawValue)
        numbers[numbers.count - 1] = number
    }

    private mutating func list(_ number: Int, _ kind: Kind, count: Int) {
        begin(number, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            bytes.append(varint: UInt64(count))
        }
    }

    private mutating func binary(_ value: String) {
        let text = Array(value.utf8)
        bytes.append(varint: UInt64(text.count))
        bytes += text
    }

    private mutating func zigzag(_ value: Int) {
        bytes.append(varint: UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }
}

extension [UInt8] {
    /// Appends a number seven bits a byte, the lowest first.
    mutating func append(varint value: UInt64) {
        var value = value
        while value >= 0x80 {
            append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        append(UInt8(value))
    }

    /// Appends a number's bytes, the lowest first.
    mutating func append(little value: UInt64, bytes count: Int) {
        for index in 0..<count { append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
}
