import Hashing
import Testing

@Suite struct `SHA-1` {
    private func digest(_ pieces: [ArraySlice<UInt8>]) -> String {
        var hash = SHA1()
        for piece in pieces { Array(piece).withUnsafeBytes { hash.update($0) } }
        return hash.finalize().hexadecimal
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
        // Git's name of an empty file.
        ("blob 0\0", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
    ])
    func `agrees with the standard's examples`(text: String, expected: String) {
        #expect(digest([Array(text.utf8)[...]]) == expected)
    }

    @Test(arguments: [1, 55, 56, 63, 64, 65, 119, 120, 128, 1_000])
    func `does not depend on how the stream is cut`(size: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for cut in stride(from: 0, through: size, by: 13) {
            #expect(digest([bytes[..<cut], bytes[cut...]]) == digest([bytes[...]]))
        }
    }
}
