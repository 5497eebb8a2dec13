/// The rules for encoding text that a vocabulary lacks.
struct UnknownText: Sendable {
    /// The token for unknown text; if nil, unknown text is left out.
    var id: Int32?
    /// Whether consecutive unknown characters become one token.
    var fuses = false
    /// The tokens of the 256 bytes, if unknown characters are encoded as bytes (byte fallback).
    var byteIDs: [Int32]?

    /// Appends the ids of unknown text. The caller passes the same `followsUnknown` to each call
    /// and clears it after a known token.
    func append(_ text: Slice<ByteBuffer>, to ids: inout [Int32], followsUnknown: inout Bool) {
        if let byteIDs {
            for byte in text { ids.append(byteIDs[Int(byte)]) }
            return
        }
        guard let id else { return }
        if !fuses || !followsUnknown { ids.append(id) }
        followsUnknown = true
    }

    /// Returns the ids of the tokens `<0x00>` to `<0xFF>`, or nil if one is missing.
    static func byteIDs(_ find: ([UInt8]) -> Int32?) -> [Int32]? {
        let ids = (0...255).compactMap { find(Array(byteToken(UInt8($0)).utf8)) }
        return ids.count == 256 ? ids : nil
    }

    /// Returns the token of a byte as SentencePiece vocabularies write it: `<0x0A>`.
    static func byteToken(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "<0x\(byte < 16 ? "0" : "")\(digits)>"
    }

    /// Returns the byte that a token like `<0x0A>` stands for, or nil for any other token.
    static func byte(of token: ArraySlice<UInt8>) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token.last == UInt8(ascii: ">")
        else {
            return nil
        }
        let digits = token.dropFirst(3).prefix(2)
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
