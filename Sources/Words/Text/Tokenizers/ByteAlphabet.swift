/// GPT-2's mapping between bytes and printable characters: `Ġ` is a space.
///
/// Printable Latin-1 characters stand for themselves; the other 68 bytes are U+0100 to U+0143.
enum ByteAlphabet {
    private static func isPrintable(_ byte: UInt8) -> Bool {
        0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || byte >= 0xAE
    }

    /// The scalar that stands for each byte.
    static let scalars: [UInt32] = {
        var next: UInt32 = 0x100
        return (0...255).map { byte in
            if isPrintable(UInt8(byte)) { return UInt32(byte) }
            next += 1
            return next - 1
        }
    }()

    /// The byte that each scalar below U+0144 stands for, or -1.
    private static let bytes: [Int] = {
        var bytes = [Int](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar)] = byte }
        return bytes
    }()

    /// Returns the bytes that a token's characters stand for, or nil if one is not in the alphabet.
    static func bytes(of token: some Collection<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
            guard scalar.value < 0x144, bytes[Int(scalar.value)] >= 0 else { return nil }
            decoded.append(UInt8(bytes[Int(scalar.value)]))
        }
        return decoded
    }

    /// Returns the character that stands for `byte`, in UTF-8.
    static func token(of byte: UInt8) -> [UInt8] {
        Unicode.Scalar(scalars[Int(byte)]).map { Array(String(Character($0)).utf8) } ?? []
    }
}
