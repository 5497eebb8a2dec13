import Hashing

/// The header of a frame in a shard: a zstd skippable frame before the zstd frame, which tells by
/// itself whether the frame is as it was written.
///
/// Layout, with numbers little-endian: the magic number 0x184D2A53 and the length of the rest (64),
/// four bytes each; the word `synthgen`; the length of the content and the length of the zstd
/// frame, eight bytes each; the SHA-256 of the content; and the 64-bit xxHash of all bytes before
/// and of the zstd frame. Programs that do not know the header skip it.
struct FrameHeader: Equatable {
    /// The header's length in bytes.
    static let length = 72

    /// The length of the content.
    let rawBytes: Int
    /// The length of the zstd frame after the header.
    let bytes: Int
    private let digest: [UInt8]
    private let hash: UInt64

    private static let start: [UInt8] =
        [0x53, 0x2A, 0x4D, 0x18, 64, 0, 0, 0] + Array("synthgen".utf8)
    /// Longest content and zstd frame: a damaged header must not ask for any amount of memory.
    private static let limit = 1 << 30

    /// The header of a zstd frame.
    init(content: [UInt8], frame: [UInt8]) {
        rawBytes = content.count
        bytes = frame.count
        digest = SHA256.digest(content)
        hash = Self.hash(rawBytes: rawBytes, digest: digest, frame: frame)
    }

    /// The header at the start of `bytes`; nil if there is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.length, bytes.starts(with: Self.start) else { return nil }
        let rest = Array(bytes.dropFirst(Self.start.count).prefix(Self.length - Self.start.count))
        func number(_ position: Int) -> UInt64 {
            rest[position..<(position + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard number(0) <= Self.limit, number(8) <= Self.limit else { return nil }
        rawBytes = Int(number(0))
        self.bytes = Int(number(8))
        digest = Array(rest[16..<48])
        hash = number(48)
    }

    /// The header's bytes.
    var encoded: [UInt8] {
        Self.encoded(rawBytes: rawBytes, bytes: bytes, digest: digest) + hash.littleEndianBytes
    }

    /// Whether `frame` is the zstd frame that the header was made for, byte by byte.
    func fits(frame: [UInt8]) -> Bool {
        frame.count == bytes
            && hash == Self.hash(rawBytes: rawBytes, digest: digest, frame: frame)
    }

    /// Whether the header was made for this content, given its length and digest.
    func fits(contentOf length: Int, digest: [UInt8]) -> Bool {
        length == rawBytes && digest == self.digest
    }

    private static func encoded(rawBytes: Int, bytes: Int, digest: [UInt8]) -> [UInt8] {
        start + UInt64(rawBytes).littleEndianBytes + UInt64(bytes).littleEndianBytes + digest
    }

    private static func hash(rawBytes: Int, digest: [UInt8], frame: [UInt8]) -> UInt64 {
        var hash = XXHash64()
        hash.update(encoded(rawBytes: rawBytes, bytes: frame.count, digest: digest))
        hash.update(frame)
        return hash.value
    }
}

extension UInt64 {
    fileprivate var littleEndianBytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(8 * $0)) }
    }
}
