/// A cursor over bytes that refuses to leave them.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    /// The next byte's offset.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Bytes not yet read.
    var remaining: Int { bytes.count - position }

    /// The next little-endian integer; `part` names it should the file end before.
    mutating func read<T: FixedWidthInteger>(
        _ part: @autoclosure () -> String
    ) throws(FileFault) -> T {
        try require(UInt64(MemoryLayout<T>.size), part())
        defer { position += MemoryLayout<T>.size }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: T.self))
    }

    /// The next `count` bytes, valid as long as the whole.
    mutating func readBytes(
        _ count: UInt64,
        _ part: @autoclosure () -> String
    ) throws(FileFault) -> UnsafeRawBufferPointer {
        try require(count, part())
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
    }

    /// Refuses a count of things of at least `minimumBytes` each that cannot all be in the file.
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
