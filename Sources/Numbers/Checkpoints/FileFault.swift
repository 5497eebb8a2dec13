/// A fault inside a weight file; ``TensorError/damaged(path:fault:)`` adds the file's path.
public enum FileFault: Error, Equatable, Sendable {
    // Any file.

    /// The file ends inside `part`, which begins at byte `at`.
    case truncated(part: String, at: Int, needed: UInt64, remaining: Int)
    /// A count of items that cannot fit in the rest of the file.
    case tooMany(part: String, count: UInt64, remaining: Int)
    /// Two tensors, or two metadata keys, have this name.
    case repeatedName(String)
    /// The number of elements or bytes exceeds 2^63.
    case tooLarge(tensor: String, shape: [UInt64])
    /// A tensor's bytes are not all inside the file's data of `dataBytes` bytes.
    case outOfBounds(tensor: String, begin: UInt64, byteCount: UInt64, dataBytes: Int)
    /// Two tensors share bytes.
    case overlap(String, String)
    /// The format has no such type, or has removed it.
    case unknownType(tensor: String, type: String)

    // Safetensors.

    /// The header is longer than the format allows.
    case headerTooLong(byteCount: UInt64, limit: Int)
    /// The header is not a JSON object of tensors.
    case badHeader(problem: String)
    /// A field of a tensor's entry is missing or malformed.
    case badField(tensor: String, field: String, expected: String)
    /// The offsets span another number of bytes than type and shape need.
    case sizeMismatch(tensor: String, type: ElementType, shape: [Int], needed: Int, found: Int)
    /// Bytes that belong to no tensor lie before this one.
    case gap(tensor: String, expectedBegin: Int, begin: Int)
    /// Bytes that belong to no tensor lie at the end.
    case unusedBytes(Int)

    // GGUF.

    /// The first bytes are not "GGUF".
    case wrongMagic([UInt8])
    /// The version is not 2 or 3.
    case unknownVersion(UInt32)
    /// The file was written for big-endian machines.
    case bigEndian
    /// A metadata key is not UTF-8.
    case keyNotUTF8(number: Int)
    /// A tensor's name is not UTF-8.
    case tensorNameNotUTF8(number: Int)
    /// A metadata value has a type code that GGUF does not define.
    case unknownValueType(key: String, code: UInt32)
    /// Metadata arrays nest too deeply.
    case nestedTooDeep(key: String, limit: Int)
    /// `general.alignment` is not a power of two stored as a 32-bit number.
    case badAlignment(found: String)
    /// A tensor's offset is not a multiple of the alignment.
    case misaligned(tensor: String, offset: UInt64, alignment: Int)
    /// More dimensions than GGUF allows.
    case tooManyDimensions(tensor: String, count: UInt32, limit: Int)
    /// Rows that are not whole blocks.
    case partialBlock(tensor: String, type: ElementType, rowLength: Int)
}

extension FileFault: CustomStringConvertible {
    /// The fault as a phrase, without the file's name.
    public var description: String {
        switch self {
        case .truncated(let part, let at, let needed, let remaining):
            "the file ends inside \(part)"
                + " (byte \(at): \(bytes(needed)) needed, \(remaining) left)"
        case .tooMany(let part, let count, let remaining):
            "\(count) \(part) cannot fit in the \(bytes(UInt64(remaining))) that are left"
        case .repeatedName(let name): "the name '\(name.clipped)' is given twice"
        case .tooLarge(let tensor, let shape):
            "tensor '\(tensor.clipped)' has an impossible shape \(shape)"
        case .outOfBounds(let tensor, let begin, let byteCount, let dataBytes):
            "tensor '\(tensor.clipped)' is outside the file"
                + " (\(bytes(byteCount)) from \(begin), but there are \(dataBytes))"
        case .overlap(let first, let second):
            "tensors '\(first.clipped)' and '\(second.clipped)' share bytes"
        case .unknownType(let tensor, let type):
            "tensor '\(tensor.clipped)' has the unknown type \(type.clipped)"
        default: formatDescription
        }
    }

    /// The faults that only one of the formats has.
    private var formatDescription: String {
        switch self {
        case .headerTooLong(let byteCount, let limit):
            "the header claims \(bytes(byteCount)), more than the format's limit of \(limit)"
        case .badHeader(let problem): "the header is not a JSON object of tensors: \(problem)"
        case .badField(let tensor, let field, let expected):
            "tensor '\(tensor.clipped)': \"\(field)\" must be \(expected)"
        case .sizeMismatch(let tensor, let type, let shape, let needed, let found):
            "tensor '\(tensor.clipped)' (\(type.name), shape \(shape)) needs"
                + " \(bytes(UInt64(needed))), its offsets span \(found)"
        case .gap(let tensor, let expectedBegin, let begin):
            "tensor '\(tensor.clipped)' begins at byte \(begin) of the data,"
                + " the one before ends at \(expectedBegin)"
        case .unusedBytes(let count): "the last \(bytes(UInt64(count))) belong to no tensor"
        case .wrongMagic(let found):
            "the first bytes are not \"GGUF\" but \(found.map { String($0, radix: 16) })"
        case .unknownVersion(let version):
            "GGUF version \(version) is not known (2 and 3 are)"
        case .bigEndian: "the file is big-endian"
        case .keyNotUTF8(let number): "metadata key \(number) is not UTF-8"
        case .tensorNameNotUTF8(let number): "the name of tensor \(number) is not UTF-8"
        case .unknownValueType(let key, let code):
            "metadata '\(key.clipped)' has the unknown value type \(code)"
        case .nestedTooDeep(let key, let limit):
            "metadata '\(key.clipped)' nests arrays more than \(limit) deep"
        case .badAlignment(let found):
            "general.alignment must be a power of two (uint32), found \(found.clipped)"
        case .misaligned(let tensor, let offset, let alignment):
            "tensor '\(tensor.clipped)' has offset \(offset), not a multiple of \(alignment)"
        case .tooManyDimensions(let tensor, let count, let limit):
            "tensor '\(tensor.clipped)' has \(count) dimensions (at most \(limit) are allowed)"
        case .partialBlock(let tensor, let type, let rowLength):
            "tensor '\(tensor.clipped)' has rows of \(rowLength),"
                + " \(type.name) needs multiples of \(type.blockSize)"
        default: ""
        }
    }
}

private func bytes(_ count: UInt64) -> String {
    count == 1 ? "1 byte" : "\(count) bytes"
}

extension String {
    /// The text in at most 80 characters, since hostile files contain names of megabytes.
    var clipped: String {
        count <= 80 ? self : prefix(77) + "..."
    }
}
