import CHashing

/// The SHA-256 digest of a byte stream (FIPS 180-4).
///
/// Record ids, call keys and download checks need the same digest on every machine; Swift's own
/// `Hasher` is seeded per process.
public struct SHA256: Sendable {
    private var state: [8 of UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// The bytes of the last block while it is incomplete: ``length`` modulo 64 of them.
    private var tail = [64 of UInt8](repeating: 0)
    private var length: UInt64 = 0

    private static let blockInBytes = 64

    /// A digest of no bytes yet.
    public init() {}

    /// Adds bytes to the stream.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var bytes = bytes
        let waiting = Int(length % UInt64(Self.blockInBytes))
        length &+= UInt64(bytes.count)
        if waiting > 0 {
            let taken = min(Self.blockInBytes - waiting, bytes.count)
            keep(bytes.prefix(taken), at: waiting)
            guard waiting + taken == Self.blockInBytes else { return }
            compressTail()
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken))
        }
        let blocks = bytes.count / Self.blockInBytes
        compress(bytes, blocks: blocks)
        keep(bytes.dropFirst(blocks * Self.blockInBytes), at: 0)
    }

    /// Adds bytes to the stream.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Adds a text's UTF-8 with its length before it, so that ("ab", "c") and ("a", "bc") differ.
    public mutating func update(framed text: String) {
        var text = text
        update(UInt64(text.utf8.count))
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text, given as UTF-8, as ``update(framed:)-(String)`` does.
    public mutating func update(framed text: [UInt8]) {
        update(UInt64(text.count))
        update(text)
    }

    /// Adds a number, eight bytes little-endian.
    public mutating func update(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { update($0) }
    }

    /// The 32 bytes of the digest of everything added.
    public func finalize() -> [UInt8] {
        let words = finalWords()
        return (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (24 - 8 * ($0 % 4))) }
    }

    /// The first 128 bits of the digest of everything added.
    public func finalize128() -> Hash128 {
        let words = finalWords()
        return Hash128(
            high: UInt64(words[0]) << 32 | UInt64(words[1]),
            low: UInt64(words[2]) << 32 | UInt64(words[3]))
    }

    /// The digest of `bytes` alone.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// Returns the digest's eight words. The padding is a one bit, zeros, and the length in bits.
    private func finalWords() -> [8 of UInt32] {
        var copy = self
        let waiting = Int(length % UInt64(Self.blockInBytes))
        copy.tail[waiting] = 0x80
        for index in (waiting + 1)..<max(waiting + 1, Self.blockInBytes) { copy.tail[index] = 0 }
        // No room for the eight bytes of the length: they go into a block of their own.
        if waiting >= Self.blockInBytes - 8 {
            copy.compressTail()
            copy.tail = [64 of UInt8](repeating: 0)
        }
        let bits = length &* 8
        for index in 0..<8 {
            copy.tail[56 + index] = UInt8(truncatingIfNeeded: bits >> (56 - 8 * index))
        }
        copy.compressTail()
        return copy.state
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>, at index: Int) {
        guard !bytes.isEmpty else { return }
        withUnsafeMutableBytes(of: &tail) { tail in
            UnsafeMutableRawBufferPointer(rebasing: tail[index...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes))
        }
    }

    private mutating func compressTail() {
        // A copy, since `compress` has exclusive access to self.
        let block = tail
        withUnsafeBytes(of: block) { compress($0, blocks: 1) }
    }

    private mutating func compress(_ bytes: UnsafeRawBufferPointer, blocks: Int) {
        guard blocks > 0, let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else {
            return
        }
        withUnsafeMutableBytes(of: &state) { state in
            guard let words = state.assumingMemoryBound(to: UInt32.self).baseAddress else { return }
            ch_sha256(words, start, blocks)
        }
    }
}

extension [UInt8] {
    /// The bytes as lower-case hexadecimal digits.
    public var hexadecimal: String {
        String(unsafeUninitializedCapacity: 2 * count) { text in
            for (index, byte) in enumerated() {
                text[2 * index] = hexadecimalDigit(byte >> 4)
                text[2 * index + 1] = hexadecimalDigit(byte & 15)
            }
            return 2 * count
        }
    }
}

/// The digit of a number below 16, in ASCII.
func hexadecimalDigit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
}
