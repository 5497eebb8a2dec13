import JSON

/// The part of a GGUF file before the tensors' data, parsed and checked.
struct GGUFHeader {
    let version: Int
    let metadata: JSONObject
    let alignment: Int
    let entries: [TensorEntry]

    private static let dimensionLimit = 4
    private static let defaultAlignment = 32
    /// Fewest bytes of a tensor's description: length of the name, dimensions, type, offset.
    private static let smallestTensorInfo = 24
    /// Fewest bytes of a metadata entry: length of the key, type, a value of one byte.
    private static let smallestKeyValue = 13

    init(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        var reader = ByteReader(bytes)
        version = try Self.readVersion(&reader)
        let tensorCount: UInt64 = try reader.read("the number of tensors")
        let keyCount: UInt64 = try reader.read("the number of metadata keys")
        metadata = try Self.readMetadata(keyCount, &reader)
        alignment = try Self.alignment(in: metadata)

        let count = try reader.checkCount(
            tensorCount,
            of: "tensors",
            minimumBytes: Self.smallestTensorInfo
        )
        var infos: [TensorInfo] = []
        infos.reserveCapacity(count)
        for number in 0..<count { infos.append(try Self.readInfo(number, &reader)) }

        let dataStart = Self.align(reader.position, to: alignment)
        var entries: [TensorEntry] = []
        entries.reserveCapacity(count)
        for info in infos {
            entries.append(
                try info.placed(after: dataStart, fileSize: bytes.count, alignment: alignment)
            )
        }
        try Self.checkOverlaps(entries)
        self.entries = entries
    }

    private static func readVersion(_ reader: inout ByteReader) throws(FileFault) -> Int {
        let magic = try reader.readBytes(4, "the magic number")
        guard magic.elementsEqual("GGUF".utf8) else { throw .wrongMagic(Array(magic)) }
        let version: UInt32 = try reader.read("the version")
        guard version == 2 || version == 3 else {
            throw (2...3).contains(version.byteSwapped) ? .bigEndian : .unknownVersion(version)
        }
        return Int(version)
    }

    private static func readMetadata(
        _ claimed: UInt64,
        _ reader: inout ByteReader
    ) throws(FileFault) -> JSONObject {
        let count = try reader.checkCount(
            claimed,
            of: "metadata keys",
            minimumBytes: smallestKeyValue
        )
        var metadata = JSONObject()
        for number in 0..<count {
            let key = try reader.readText("metadata key \(number)")
            guard let key = String(validating: key, as: UTF8.self) else {
                throw .keyNotUTF8(number: number)
            }
            guard metadata[key] == nil else { throw .repeatedName(key) }
            metadata[key] = try reader.readValue(of: key)
        }
        return metadata
    }

    /// The metadata's keys, and their values' bytes with the type before them.
    static func values(
        _ bytes: UnsafeRawBufferPointer
    ) throws(FileFault) -> [(key: String, value: GGUFValue)] {
        var reader = ByteReader(bytes)
        _ = try readVersion(&reader)
        let _: UInt64 = try reader.read("the number of tensors")
        let keyCount: UInt64 = try reader.read("the number of metadata keys")
        let count = try reader.checkCount(
            keyCount, of: "metadata keys", minimumBytes: smallestKeyValue)
        var values: [(key: String, value: GGUFValue)] = []
        for number in 0..<count {
            let key = String(
                decoding: try reader.readText("metadata key \(number)"), as: UTF8.self)
            let start = reader.position
            _ = try reader.readValue(of: key)
            values.append((key, GGUFValue(bytes: Array(bytes[start..<reader.position]))))
        }
        return values
    }

    private static func alignment(in metadata: JSONObject) throws(FileFault) -> Int {
        guard let value = metadata["general.alignment"] else { return defaultAlignment }
        guard case .integer(let alignment) = value, alignment > 0, alignment <= Int(UInt32.max),
            alignment & (alignment - 1) == 0
        else { throw .badAlignment(found: value.integer.map(String.init) ?? value.kind) }
        return alignment
    }

    private static func readInfo(
        _ number: Int,
        _ reader: inout ByteReader
    ) throws(FileFault) -> TensorInfo {
        let nameBytes = try reader.readText("the name of tensor \(number)")
        guard let name = String(validating: nameBytes, as: UTF8.self) else {
            throw .tensorNameNotUTF8(number: number)
        }
        let dimensionCount: UInt32 = try reader.read("the dimensions of '\(name.clipped)'")
        guard dimensionCount <= dimensionLimit else {
            throw .tooManyDimensions(tensor: name, count: dimensionCount, limit: dimensionLimit)
        }
        var dimensions: [UInt64] = []
        for _ in 0..<dimensionCount {
            dimensions.append(try reader.read("the dimensions of '\(name.clipped)'"))
        }
        let code: UInt32 = try reader.read("the type of '\(name.clipped)'")
        guard let type = ElementType(ggufCode: code) else {
            throw .unknownType(tensor: name, type: String(code))
        }
        let offset: UInt64 = try reader.read("the offset of '\(name.clipped)'")
        // GGUF has the innermost dimension first.
        return TensorInfo(name: name, type: type, shape: dimensions.reversed(), offset: offset)
    }

    /// Rounds up to a multiple of `alignment`; neither can be large enough to overflow.
    private static func align(_ position: Int, to alignment: Int) -> Int {
        (position + alignment - 1) & ~(alignment - 1)
    }

    private static func checkOverlaps(_ entries: [TensorEntry]) throws(FileFault) {
        let sorted = entries.filter { $0.byteCount > 0 }.sorted { $0.offset < $1.offset }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.end > right.offset {
            throw .overlap(left.name, right.name)
        }
    }
}

/// A tensor's description in the file, before its range is checked.
private struct TensorInfo {
    let name: String
    let type: ElementType
    /// Outermost first.
    let shape: [UInt64]
    /// Byte offset from the start of the tensors' data.
    let offset: UInt64

    /// Returns the tensor with its range in the file, after checks of shape, type, alignment and
    /// bounds.
    func placed(
        after dataStart: Int,
        fileSize: Int,
        alignment: Int
    ) throws(FileFault) -> TensorEntry {
        guard let dimensions = signedDimensions, let elements = checkedProduct(dimensions),
            let byteCount = type.byteCount(elements: elements)
        else { throw .tooLarge(tensor: name, shape: shape) }
        let rowLength = dimensions.last ?? 1
        guard rowLength % type.blockSize == 0 else {
            throw .partialBlock(tensor: name, type: type, rowLength: rowLength)
        }
        guard offset % UInt64(alignment) == 0 else {
            throw .misaligned(tensor: name, offset: offset, alignment: alignment)
        }
        let dataBytes = max(0, fileSize - dataStart)
        // A comparison of differences: the sum of a hostile offset and size could overflow.
        guard offset <= dataBytes, byteCount <= dataBytes - Int(offset) else {
            throw .outOfBounds(
                tensor: name,
                begin: offset,
                byteCount: UInt64(byteCount),
                dataBytes: dataBytes
            )
        }
        // An empty tensor may be at the end of a file that lacks the padding before it.
        let start = dataStart + Int(offset)
        return TensorEntry(
            name: name,
            type: type,
            shape: dimensions,
            offset: byteCount == 0 ? min(start, fileSize) : start,
            byteCount: byteCount
        )
    }

    private var signedDimensions: [Int]? {
        let dimensions = shape.compactMap(Int.init(exactly:))
        return dimensions.count == shape.count ? dimensions : nil
    }
}

/// Returns the product of sizes, or `nil` if the product of the nonzero ones exceeds an `Int`.
func checkedProduct(_ sizes: [Int]) -> Int? {
    var product = 1
    for size in sizes where size > 0 {
        let (next, overflows) = product.multipliedReportingOverflow(by: size)
        guard !overflows else { return nil }
        product = next
    }
    return sizes.contains(0) ? 0 : product
}
