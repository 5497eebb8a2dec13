import Hashing
import Testing

@testable import Datasets

@Suite struct StorageTests {
    /// Source: the sanity checks of the xxHash specification and of its reference library.
    @Test(
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)]
    )
    func `xxHash agrees with the reference`(text: String, expected: UInt64) {
        #expect(XXHash64.hash(text.utf8) == expected)
    }

    @Test(arguments: 0..<100)
    func `a hash does not depend on how the bytes are cut`(cut: Int) {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var hash = XXHash64()
        hash.update(bytes[..<cut])
        hash.update(bytes[cut...])
        #expect(hash.value == XXHash64.hash(bytes))
    }

    @Test(arguments: [0, 1, 31, 32, 33, 1000, 300_000])
    func `a frame states its content's size and ends with the low half of its hash`(
        size: Int
    ) throws {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let frame = try ZstdCodec.compress(content)
        #expect(try ZstdCodec.decompress(frame, limit: size) == content)
        let checksum = frame.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        #expect(checksum == UInt32(truncatingIfNeeded: XXHash64.hash(content)))
    }

    @Test func `a frame that would unfold beyond the limit is refused`() throws {
        let frame = try ZstdCodec.compress([UInt8](repeating: 7, count: 1 << 20))
        #expect(throws: ZstdCodec.Failure.self) {
            try ZstdCodec.decompress(frame, limit: (1 << 20) - 1)
        }
        #expect(throws: ZstdCodec.Failure.self) { try ZstdCodec.decompress([1, 2, 3], limit: 100) }
    }

    @Test func `a flipped bit anywhere in a frame is found or harmless`() throws {
        let content = Array("a record, a record, another record\n".utf8)
        let frame = try ZstdCodec.compress(content)
        for index in frame.indices {
            var damaged = frame
            damaged[index] ^= 0x10
            if let found = try? ZstdCodec.decompress(damaged, limit: 1 << 20) {
                #expect(found == content)
            }
        }
    }

    /// A shard of three frames, the second without a header, as synthgen wrote it before.
    private static func shard() throws -> (bytes: [UInt8], content: [UInt8], plain: Range<Int>) {
        let parts = (0..<3).map { part in
            (0..<40).flatMap { Array("{\"id\":\"record \(part * 40 + $0 * $0)\"}\n".utf8) }
        }
        let compressor = try ZstdCompressor(level: 3)
        let first = try ShardFrame.pack(parts[0], with: compressor)
        let second = try compressor.compress(parts[1])
        let third = try ShardFrame.pack(parts[2], with: compressor)
        return (
            first + second + third, Array(parts.joined()),
            first.count..<(first.count + second.count)
        )
    }

    private static func streamed(_ bytes: [UInt8], piece size: Int = 4096) throws -> [UInt8] {
        var at = 0
        let stream = try ZstdStream {
            let piece = Array(bytes[at..<min(at + size, bytes.count)])
            at += piece.count
            return piece
        }
        var found: [UInt8] = []
        while let piece = try stream.next() { found += piece }
        return found
    }

    @Test(arguments: [1, 7, 71, 72, 73, 4096])
    func `a shard is read with and without headers, however its bytes arrive`(size: Int) throws {
        let (bytes, content, _) = try Self.shard()
        #expect(try Self.streamed(bytes, piece: size) == content)
    }

    @Test func `a header says what its frame is, in the documented layout`() throws {
        let content = Array("{\"id\":\"a\"}\n".utf8)
        let frame = try ZstdCodec.compress(content)
        let packed = try ShardFrame.pack(content, with: ZstdCompressor(level: 3))
        #expect(packed.count == 72 + frame.count && Array(packed[72...]) == frame)
        #expect(Array(packed[..<8]) == [0x53, 0x2A, 0x4D, 0x18, 64, 0, 0, 0])
        #expect(Array(packed[8..<16]) == Array("synthgen".utf8))
        #expect(Array(packed[16..<24]) == [UInt8(content.count), 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(packed[24..<32]) == [UInt8(frame.count), 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(packed[32..<64]) == SHA256.digest(content))
        let hash = XXHash64.hash(Array(packed[..<64]) + frame)
        #expect(
            Array(packed[64..<72]) == (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) })
        #expect(try ShardFrame.unpack(packed, limit: content.count) == content)
        #expect(ShardFrame.length(packed[...]) == packed.count)
        #expect(ShardFrame.length(packed.dropLast()) == nil)
    }

    @Test func `a flipped bit anywhere in a frame with a header is found`() throws {
        let content = Array("a record, a record, another record\n".utf8)
        let packed = try ShardFrame.pack(content, with: ZstdCompressor(level: 3))
        for index in packed.indices {
            for bit in 0..<8 {
                var damaged = packed
                damaged[index] ^= 1 << bit
                #expect(throws: ZstdCodec.Failure.self, "byte \(index), bit \(bit)") {
                    try ShardFrame.unpack(damaged, limit: 1 << 20)
                }
            }
        }
    }

    @Test func `a frame without a header is refused in another form than we wrote`() throws {
        let frame = try ZstdCodec.compress(Array("a record, a record\n".utf8))
        for bit in 0..<8 {
            var damaged = frame
            damaged[4] ^= 1 << bit
            #expect(throws: ZstdCodec.Failure.self, "bit \(bit)") {
                try ShardFrame.unpack(damaged, limit: 1 << 20)
            }
            #expect(ShardFrame.length(damaged[...]) == nil || bit > 4)
        }
    }

    @Test func `no content of a damaged frame with a header leaves a stream`() throws {
        let (bytes, content, plain) = try Self.shard()
        for index in bytes.indices where !plain.contains(index) {
            var damaged = bytes
            damaged[index] ^= 0x10
            // A flip in a header's name or magic number makes it one that belongs to another
            // program, or none; zstd then checks the frame behind it.
            if let found = try? Self.streamed(damaged) { #expect(found == content, "\(index)") }
        }
        for cut in [
            bytes.count - 1, bytes.count - 100, plain.upperBound + 72, plain.upperBound + 9,
        ] {
            #expect(throws: (any Error).self) { try Self.streamed(Array(bytes[..<cut])) }
        }
    }

    @Test func `a stream gives the same content however its bytes arrive`() throws {
        let content = [UInt8](repeating: 65, count: 500_000) + Array("end".utf8)
        let frames = try ZstdCodec.compress(content) + ZstdCodec.compress(Array("more".utf8))
        for size in [1, 7, 4096, frames.count] {
            var at = 0
            let stream = try ZstdStream {
                let piece = Array(frames[at..<min(at + size, frames.count)])
                at += piece.count
                return piece
            }
            var found: [UInt8] = []
            while let piece = try stream.next() { found += piece }
            #expect(found == content + Array("more".utf8))
        }
    }
}
