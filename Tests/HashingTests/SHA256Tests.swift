import CHashing
import Hashing
import Testing

@Suite struct `SHA-256` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `agrees with the standard's examples`(text: String, digest: String) {
        #expect(SHA256.digest(Array(text.utf8)).hexadecimal == digest)
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1_000])
    func `does not depend on how the stream is cut`(size: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = SHA256.digest(bytes)
        for cut in stride(from: 0, through: size, by: 13) {
            var hash = SHA256()
            hash.update(Array(bytes[..<cut]))
            hash.update(Array(bytes[cut...]))
            #expect(hash.finalize() == whole)
        }
    }

    @Test(arguments: [1, 2, 7])
    func `is the same by the processor's instructions and in plain C`(blocks: Int) {
        let bytes = (0..<64 * blocks).map { UInt8(truncatingIfNeeded: $0 &* 151 >> 3) }
        var fast: [UInt32] = [1, 2, 3, 4, 5, 6, 7, 0xFFFF_FFFF]
        var plain = fast
        ch_sha256(&fast, bytes, blocks)
        ch_sha256_plain(&plain, bytes, blocks)
        #expect(fast == plain)
    }

    @Test func `gives its first half as a hash that reads and frames like its digits`() {
        var hash = SHA256()
        hash.update(framed: "abc")
        let half = hash.finalize128()
        #expect(half.bytes == Array(hash.finalize().prefix(16)))
        #expect(half.description == half.bytes.hexadecimal)
        var (one, other) = (SHA256(), SHA256())
        one.update(framed: half)
        other.update(framed: half.description)
        #expect(one.finalize() == other.finalize())
    }
}
