/// The first 128 bits of a SHA-256 digest; the form of record ids and call keys.
public struct Hash128: Hashable, Sendable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The next eight bytes, big-endian.
    public let low: UInt64

    /// The number of digits of ``description``.
    static let digits = 32

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The 16 bytes of the digest, in its order.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<16 { buffer[index] = byte(index) }
            count = 16
        }
    }

    /// 32 hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.digits) { text in
            writeDigits(to: text)
            return Self.digits
        }
    }

    /// Feeds the hasher 64 of the bits, which are as good as random already.
    public func hash(into hasher: inout Hasher) { hasher.combine(high) }

    private func byte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index % 8)))
    }

    fileprivate func writeDigits(to text: UnsafeMutableBufferPointer<UInt8>) {
        for index in 0..<16 {
            text[2 * index] = hexadecimalDigit(byte(index) >> 4)
            text[2 * index + 1] = hexadecimalDigit(byte(index) & 15)
        }
    }
}

extension SHA256 {
    /// Adds a hash's hexadecimal digits, framed as ``update(framed:)-(String)`` frames a text.
    public mutating func update(framed hash: Hash128) {
        update(UInt64(Hash128.digits))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Hash128.digits) { text in
            hash.writeDigits(to: text)
            update(UnsafeRawBufferPointer(text))
        }
    }
}
