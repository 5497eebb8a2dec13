import JSON

/// A remembered answer as it lies in the journal's file.
///
/// Four numbers of 32 bits, little-endian: a check of the other three, then the lengths of the key, of
/// the stored value, and of the value before it was compressed. The key and the value follow, then the
/// 64-bit xxHash of all that, and zeros up to a multiple of sixteen bytes.
struct JournalEntry {
    let key: [UInt8]
    /// The value's length before it was compressed.
    let size: Int
    /// The value as it is stored.
    let value: [UInt8]

    /// Entries begin at multiples of it.
    static let alignment = 16
    static let headerInBytes = MemoryLayout<Header>.size
    private static let hashInBytes = MemoryLayout<UInt64>.size

    init(key: [UInt8], size: Int, value: [UInt8]) {
        self.key = key
        self.size = size
        self.value = value
    }

    /// The entry's bytes as they are appended to a journal.
    var encoded: [UInt8] {
        let header = Header(key: key.count, value: value.count, size: size)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header.lengthOfEntry)
        withUnsafeBytes(of: header) { bytes.append(contentsOf: $0) }
        bytes += key
        bytes += value
        withUnsafeBytes(of: XXHash64.hash(bytes).littleEndian) { bytes.append(contentsOf: $0) }
        while bytes.count < header.lengthOfEntry { bytes.append(0) }
        return bytes
    }

    /// The length of the entry that `bytes` begin; nil if they begin none.
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? { Header(bytes)?.lengthOfEntry }

    /// The entry that `bytes` hold from their beginning to the end of its zeros.
    /// - Returns: Nil if they are not the ones that were written.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let header = Header(bytes), bytes.count >= header.lengthOfEntry else { return nil }
        let start = bytes.startIndex + Self.headerInBytes
        let middle = start + Int(header.key)
        let end = middle + Int(header.value)
        let hash = bytes[end...].withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian }
        guard hash == XXHash64.hash(bytes[bytes.startIndex..<end]) else { return nil }
        self.init(
            key: Array(bytes[start..<middle]), size: Int(header.size),
            value: Array(bytes[middle..<end]))
    }

    /// The numbers before an entry, as they lie in memory and in the file.
    private struct Header {
        let check: UInt32
        let key: UInt32
        let value: UInt32
        let size: UInt32

        init(key: Int, value: Int, size: Int) {
            self.key = UInt32(key).littleEndian
            self.value = UInt32(value).littleEndian
            self.size = UInt32(size).littleEndian
            check = Self.check(self.key, self.value, self.size)
        }

        /// Nil where `bytes` do not begin with lengths and their check.
        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= MemoryLayout<Header>.size else { return nil }
            self = bytes.withUnsafeBytes { $0.loadUnaligned(as: Header.self) }
            guard check == Self.check(key, value, size) else { return nil }
        }

        /// From the header to the end of the zeros.
        var lengthOfEntry: Int {
            let length =
                headerInBytes + Int(UInt32(littleEndian: key)) + Int(UInt32(littleEndian: value))
                + hashInBytes
            return (length + alignment - 1) / alignment * alignment
        }

        private static func check(_ key: UInt32, _ value: UInt32, _ size: UInt32) -> UInt32 {
            let hash = withUnsafeBytes(of: (key, value, size)) { XXHash64.hash($0) }
            return UInt32(truncatingIfNeeded: hash).littleEndian
        }
    }

    /// Why it cannot be read back; nil if it can.
    var damage: String? {
        do {
            _ = try JSON(parsing: JournalValue.decode(value, size: size))
            return nil
        } catch let error as ZstdCodec.Failure {
            return "zstd says: \(error.reason)"
        } catch {
            return "It is not JSON"
        }
    }
}
