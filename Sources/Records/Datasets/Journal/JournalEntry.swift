import JSON

/// An entry of the journal's file: a call key and its stored value.
///
/// Layout: four 32-bit little-endian numbers (a check of the other three, then the lengths of the
/// key, of the stored value, and of the value before compression), the key, the value, the 64-bit
/// xxHash of everything before, and zeros up to a multiple of sixteen bytes.
struct JournalEntry {
    let key: [UInt8]
    /// The value's length before compression.
    let size: Int
    /// The stored value, compressed or not.
    let value: [UInt8]

    /// Every entry begins at a multiple of this offset, so a scan can find the next one after
    /// damage.
    static let alignment = 16
    static let headerInBytes = MemoryLayout<Header>.size
    private static let hashInBytes = MemoryLayout<UInt64>.size

    init(key: [UInt8], size: Int, value: [UInt8]) {
        self.key = key
        self.size = size
        self.value = value
    }

    /// The entry's bytes in the journal's file.
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

    /// The padded length of the entry that `bytes` begin with; nil if there is no valid header.
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? { Header(bytes)?.lengthOfEntry }

    /// Decodes the entry at the start of `bytes`, whose padding may be followed by more bytes.
    /// - Returns: Nil if bytes are missing or a checksum does not match.
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

    /// The header, with its fields in file order: its memory is written to the file as it is.
    private struct Header {
        let check: UInt32
        let key: UInt32
        let value: UInt32
        let size: UInt32

        init(key: Int, value: Int, size: Int) {
            // Stored little-endian also in memory, so that the check is the same on every machine.
            self.key = UInt32(key).littleEndian
            self.value = UInt32(value).littleEndian
            self.size = UInt32(size).littleEndian
            check = Self.check(self.key, self.value, self.size)
        }

        /// Nil if `bytes` do not begin with lengths that match their check.
        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= MemoryLayout<Header>.size else { return nil }
            self = bytes.withUnsafeBytes { $0.loadUnaligned(as: Header.self) }
            guard check == Self.check(key, value, size) else { return nil }
        }

        /// The length from the header to the end of the padding.
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

    /// The reason why the value cannot be read back; nil if it can.
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
