/// The SHA-1 digest of a byte stream (FIPS 180-4), by which Git names contents.
///
/// For comparing with Git's names alone: collisions of SHA-1 can be made.
package struct SHA1: Sendable {
    private var state: [5 of UInt32] = [
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
    ]
    /// The bytes of the last block while it is incomplete.
    private var tail: [UInt8] = []
    private var length: UInt64 = 0

    private static let blockInBytes = 64

    /// A digest of no bytes yet.
    package init() {}

    /// Adds bytes to the stream.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var bytes = bytes[...]
        if !tail.isEmpty {
            let taken = bytes.prefix(Self.blockInBytes - tail.count)
            tail += taken
            bytes = bytes.dropFirst(taken.count)
            guard tail.count == Self.blockInBytes else { return }
            let block = tail
            block.withUnsafeBytes { compress($0) }
            tail = []
        }
        while bytes.count >= Self.blockInBytes {
            compress(UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.blockInBytes)))
            bytes = bytes.dropFirst(Self.blockInBytes)
        }
        tail += bytes
    }

    /// The 20 bytes of the digest of everything added.
    package func finalize() -> [UInt8] {
        var last = self
        let bits = (length &* 8).bigEndian
        // 0x80, zeros, and the length in the last eight bytes of a block.
        let zeros = (119 - tail.count) % Self.blockInBytes
        let padding = [0x80] + [UInt8](repeating: 0, count: zeros)
        padding.withUnsafeBytes { last.update($0) }
        withUnsafeBytes(of: bits) { last.update($0) }
        return (0..<20).map {
            UInt8(truncatingIfNeeded: last.state[$0 / 4] >> (24 - 8 * ($0 % 4)))
        }
    }

    private mutating func compress(_ block: UnsafeRawBufferPointer) {
        var words = [80 of UInt32](repeating: 0)
        for index in 0..<16 {
            words[index] = UInt32(
                bigEndian: block.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
        }
        for index in 16..<80 {
            let mixed =
                words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
            words[index] = rotated(mixed, by: 1)
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for index in 0..<80 {
            let (choice, constant): (UInt32, UInt32) =
                switch index {
                case ..<20: ((b & c) | (~b & d), 0x5a82_7999)
                case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case ..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let next = rotated(a, by: 5) &+ choice &+ e &+ constant &+ words[index]
            (e, d, c, b, a) = (d, c, rotated(b, by: 30), a, next)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    private func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
