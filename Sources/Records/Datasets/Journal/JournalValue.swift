/// Encodes values for the journal and the cache: compressed if that is shorter, else unchanged.
enum JournalValue {
    /// Values up to this length are not compressed: there is little to gain.
    private static let shortest = 1024
    /// The zstd level: small values gain little from higher ones.
    private static let level = 1
    private static let largest = 1 << 30

    static func makeCompressor() throws(DatasetError) -> ZstdCompressor {
        do { return try ZstdCompressor(level: level) } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }

    /// Whether a value is long enough to be worth compressing.
    static func mayGain(_ value: [UInt8]) -> Bool { value.count > shortest }

    static func encode(
        _ value: [UInt8], with compressor: ZstdCompressor
    ) throws(DatasetError) -> [UInt8] {
        guard mayGain(value) else { return value }
        do {
            let frame = try compressor.compress(value)
            return frame.count < value.count ? frame : value
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }

    /// Decodes a stored value; one as long as `size` was stored without compression.
    static func decode(_ bytes: [UInt8], size: Int) throws(ZstdCodec.Failure) -> [UInt8] {
        guard bytes.count != size else { return bytes }
        let value = try ZstdCodec.decompress(bytes, limit: min(max(size, 0), largest))
        guard value.count == size else {
            throw ZstdCodec.Failure(reason: "\(value.count) bytes instead of \(size)")
        }
        return value
    }
}

extension [UInt8] {
    /// The bytes as lower-case hexadecimal digits, two a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    /// Decodes a journal key from hexadecimal digits.
    init(hexadecimal text: String) throws(DatasetError) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { throw .notHexadecimal(key: text) }
        self = []
        reserveCapacity(digits.count / 2)
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(of: digits[position]),
                let low = Self.value(of: digits[position + 1])
            else { throw .notHexadecimal(key: text) }
            append(high << 4 | low)
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
