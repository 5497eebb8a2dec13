import JSON

/// The header of a safetensors file, parsed and checked.
///
/// Eight bytes of length (little-endian), then a JSON object of that length, then the data:
/// `{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {...}}`.
struct SafetensorsHeader {
    let metadata: [String: String]
    /// In the order of their data.
    let entries: [TensorEntry]

    static let metadataKey = "__metadata__"
    private static let lengthLimit = 100_000_000

    init(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        var reader = ByteReader(bytes)
        let object = try Self.readObject(&reader)
        let dataStart = reader.position
        var metadata: [String: String] = [:]
        var entries: [TensorEntry] = []
        for (key, value) in object.pairs {
            if key == Self.metadataKey {
                metadata = try Self.texts(in: value)
            } else {
                entries.append(
                    try Self.entry(key, value, dataStart: dataStart, dataBytes: reader.remaining)
                )
            }
        }
        entries.sort { ($0.offset, $0.end) < ($1.offset, $1.end) }
        try Self.checkContiguous(entries, from: dataStart, to: bytes.count)
        self.metadata = metadata
        self.entries = entries
    }

    private static func readObject(_ reader: inout ByteReader) throws(FileFault) -> JSONObject {
        let length: UInt64 = try reader.read("the header's length")
        guard length <= lengthLimit else {
            throw .headerTooLong(byteCount: length, limit: lengthLimit)
        }
        let text = Array(try reader.readBytes(length, "the header"))
        guard text.first == UInt8(ascii: "{") else {
            throw .badHeader(problem: "it does not begin with '{'")
        }
        let value: JSON
        do { value = try JSON(parsing: text) } catch { throw .badHeader(problem: "\(error)") }
        guard case .object(let object) = value else {
            throw .badHeader(problem: "it is \(value.kind)")
        }
        // The parser keeps the last of repeated keys; the official library rejects them.
        guard object.memberCount == membersWritten(in: text) else {
            throw .badHeader(problem: "a key is given twice")
        }
        return object
    }

    /// Counts the members in a valid JSON text, repeated ones too, by its colons outside strings.
    private static func membersWritten(in text: [UInt8]) -> Int {
        var count = 0
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: ":") {
                count += 1
            }
        }
        return count
    }

    private static func texts(in value: JSON) throws(FileFault) -> [String: String] {
        guard !value.isNull else { return [:] }
        guard let members = value.object else {
            throw .badHeader(problem: "\"\(metadataKey)\" is \(value.kind), not an object")
        }
        var texts: [String: String] = [:]
        for (key, value) in members.pairs {
            guard let text = value.string else {
                throw .badHeader(
                    problem: "\"\(key.clipped)\" in \"\(metadataKey)\" is \(value.kind),"
                        + " not a string"
                )
            }
            texts[key] = text
        }
        return texts
    }

    private static func entry(
        _ name: String,
        _ value: JSON,
        dataStart: Int,
        dataBytes: Int
    ) throws(FileFault) -> TensorEntry {
        guard let typeName = value["dtype"]?.string else {
            throw .badField(tensor: name, field: "dtype", expected: "a type's name")
        }
        guard let type = ElementType(safetensorsName: typeName) else {
            throw .unknownType(tensor: name, type: typeName)
        }
        guard let shape = sizes(value["shape"]) else {
            throw .badField(tensor: name, field: "shape", expected: "an array of whole numbers")
        }
        guard let offsets = sizes(value["data_offsets"]), offsets.count == 2,
            offsets[0] <= offsets[1]
        else {
            throw .badField(
                tensor: name,
                field: "data_offsets",
                expected: "two whole numbers, begin and end"
            )
        }
        guard offsets[1] <= dataBytes else {
            throw .outOfBounds(
                tensor: name,
                begin: UInt64(offsets[0]),
                byteCount: UInt64(offsets[1] - offsets[0]),
                dataBytes: dataBytes
            )
        }
        guard let needed = checkedProduct(shape).flatMap(type.byteCount(elements:)) else {
            throw .tooLarge(tensor: name, shape: shape.map(UInt64.init))
        }
        let found = offsets[1] - offsets[0]
        guard needed == found else {
            throw .sizeMismatch(
                tensor: name,
                type: type,
                shape: shape,
                needed: needed,
                found: found
            )
        }
        return TensorEntry(
            name: name,
            type: type,
            shape: shape,
            offset: dataStart + offsets[0],
            byteCount: found
        )
    }

    /// Returns the elements of an array of non-negative integers, else nil; `2.0` is no integer.
    private static func sizes(_ value: JSON?) -> [Int]? {
        guard let elements = value?.array else { return nil }
        let sizes: [Int] = elements.compactMap { element in
            guard case .integer(let size) = element, size >= 0 else { return nil }
            return size
        }
        return sizes.count == elements.count ? sizes : nil
    }

    private static func checkContiguous(
        _ entries: [TensorEntry],
        from dataStart: Int,
        to fileEnd: Int
    ) throws(FileFault) {
        var end = dataStart
        var previous: String?
        for entry in entries {
            if entry.offset < end, let previous { throw .overlap(previous, entry.name) }
            guard entry.offset == end else {
                throw .gap(
                    tensor: entry.name,
                    expectedBegin: end - dataStart,
                    begin: entry.offset - dataStart
                )
            }
            end = entry.end
            previous = entry.name
        }
        guard end == fileEnd else { throw .unusedBytes(fileEnd - end) }
    }
}

extension JSONObject {
    /// The members of this object and of all objects inside.
    fileprivate var memberCount: Int {
        values.reduce(count) { $0 + $1.memberCount }
    }
}

extension JSON {
    fileprivate var memberCount: Int {
        switch self {
        case .object(let object): object.memberCount
        case .array(let elements): elements.reduce(0) { $0 + $1.memberCount }
        default: 0
        }
    }
}
