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
