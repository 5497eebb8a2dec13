/// A bounds-checked cursor over bytes.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    /// The next byte's offset.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Bytes not yet read.
    var remaining: Int { bytes.count - position }

    /// Reads a little-endian integer; `part` names it in the error if the file ends inside.
    mutating func read<T: FixedWidthInteger>(
        _ part: @autoclosure () -> String
    ) throws(FileFault) -> T {
        try require(UInt64(MemoryLayout<T>.size), part())
        defer { position += MemoryLayout<T>.size }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: T.self))
    }

    /// Reads `count` bytes; the result is valid as long as the whole buffer.
    mutating func readBytes(
        _ count: UInt64,
        _ part: @autoclosure () -> String
    ) throws(FileFault) -> UnsafeRawBufferPointer {
        try require(count, part())
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
    }

    /// Checks that `count` items of at least `minimumBytes` each fit into the rest of the file, so
    /// that no memory is reserved for a hostile count.
    func checkCount(
        _ count: UInt64,
        of part: @autoclosure () -> String,
        minimumBytes: Int
    ) throws(FileFault) -> Int {
        guard count <= UInt64(remaining / minimumBytes) else {
            throw .tooMany(part: part(), count: count, remaining: remaining)
        }
        return Int(count)
    }

    private func require(_ count: UInt64, _ part: @autoclosure () -> String) throws(FileFault) {
        guard count <= UInt64(remaining) else {
            throw .truncated(part: part(), at: position, needed: count, remaining: remaining)
        }
    }
}
