import Files
public import Foundation
public import JSON

/// Writes a GGUF file, version 3, that llama.cpp and synthgen read.
///
/// Metadata and tensors are written in the order in which they were added.
///
/// ```swift
/// var writer = GGUFWriter()
/// writer.set("general.architecture", to: .string("llama"))
/// writer.add(TensorSource("output_norm.weight", shape: [576]) { gain }, as: .f32)
/// try writer.write(to: "model.gguf")
/// ```
public struct GGUFWriter: Sendable {
    private struct Tensor: Sendable {
        let source: TensorSource
        let type: ElementType

        var byteCount: Int { source.elementCount / type.blockSize * type.blockBytes }
    }

    private var keys: [String] = []
    private var values: [String: GGUFValue] = [:]
    private var tensors: [Tensor] = []

    /// Tensors begin at multiples of this.
    private static let alignment = 32
    /// Number of floats encoded at a time, which bounds the memory for writing; whole blocks.
    private static let chunk = 1 << 18

    /// A file without metadata and tensors yet.
    public init() {}

    /// Sets a metadata value; a key that is set again keeps its position.
    public mutating func set(_ key: String, to value: GGUFValue) {
        if values.updateValue(value, forKey: key) == nil { keys.append(key) }
    }

    /// Whether a metadata value is set.
    public func has(_ key: String) -> Bool { values[key] != nil }

    /// Adds a tensor, stored as `type` and rounded as ggml's reference quantisers round; its
    /// elements are asked for when they are written.
    ///
    /// - Precondition: The type can be written, and rows are whole blocks of it.
    public mutating func add(_ tensor: TensorSource, as type: ElementType) {
        precondition(type.isWritable && type.ggufCode != nil, "\(type.name) cannot be written here")
        precondition((tensor.shape.last ?? 1) % type.blockSize == 0, "rows of partial blocks")
        tensors.append(Tensor(source: tensor, type: type))
    }

    /// Writes the file at `path`; `-` is standard output.
    ///
    /// A regular file is replaced as a whole: when this returns the new one is on disk; when it
    /// throws, the old one is still there.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``, and what reading a tensor's source throws.
    public func write(to path: String) throws(TensorError) {
        let file = try TensorError.wrapping(path) { () throws(FileFailure) in
            let file = try OutputFile(path)
            try file.write(header())
            return file
        }
        for tensor in tensors {
            let floats = try tensor.source.floats()
            precondition(floats.count == tensor.source.elementCount, "\(tensor.source.name)")
            try TensorError.wrapping(path) { () throws(FileFailure) in
                for start in stride(from: 0, to: floats.count, by: Self.chunk) {
                    let end = min(start + Self.chunk, floats.count)
                    let bytes = floats.withUnsafeBufferPointer {
                        tensor.type.encode(UnsafeBufferPointer(rebasing: $0[start..<end]))
                    }
                    try file.write(bytes)
                }
                try file.write(Self.padding(after: tensor.byteCount))
            }
        }
        try TensorError.wrapping(path) { () throws(FileFailure) in try file.finish() }
    }

    private func header() -> [UInt8] {
        var bytes = Array("GGUF".utf8)
        bytes.append(number: UInt32(3))
        bytes.append(number: UInt64(tensors.count))
        bytes.append(number: UInt64(keys.count))
        for key in keys {
            bytes.append(text: key)
            bytes += values[key]?.bytes ?? []
        }
        var offset = 0
        for tensor in tensors {
            bytes.append(text: tensor.source.name)
            bytes.append(number: UInt32(tensor.source.shape.count))
            // GGUF has the innermost dimension first.
            for size in tensor.source.shape.reversed() { bytes.append(number: UInt64(size)) }
            bytes.append(number: tensor.type.ggufCode ?? 0)
            bytes.append(number: UInt64(offset))
            offset += tensor.byteCount + Self.padding(after: tensor.byteCount).count
        }
        return bytes + Self.padding(after: bytes.count)
    }

    private static func padding(after count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (alignment - count % alignment) % alignment)
    }
}

/// A metadata value of a GGUF file, with its type.
public struct GGUFValue: Sendable, Equatable {
    /// The type's number and the value, as the file has them.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    private init(_ type: UInt32, _ write: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = []
        bytes.append(number: type)
        write(&bytes)
        self.bytes = bytes
    }

    private init(_ type: UInt32, count: Int, _ write: (inout [UInt8]) -> Void) {
        self.init(9) { bytes in
            bytes.append(number: type)
            bytes.append(number: UInt64(count))
            write(&bytes)
        }
    }

    /// A count or an id.
    ///
    /// - Precondition: From 0 to 2³² - 1.
    public static func count(_ value: Int) -> GGUFValue {
        GGUFValue(4) { $0.append(number: UInt32(value)) }
    }

    /// A number of 32 bits.
    public static func float(_ value: Float) -> GGUFValue {
        GGUFValue(6) { $0.append(number: value.bitPattern) }
    }

    /// True or false.
    public static func bool(_ value: Bool) -> GGUFValue {
        GGUFValue(7) { $0.append(value ? 1 : 0) }
    }

    /// A text.
    public static func string(_ value: String) -> GGUFValue {
        GGUFValue(8) { $0.append(text: value) }
    }

    /// Texts.
    public static func strings(_ values: [String]) -> GGUFValue {
        GGUFValue(8, count: values.count) { bytes in values.forEach { bytes.append(text: $0) } }
    }

    /// Numbers of 32 bits.
    public static func floats(_ values: [Float]) -> GGUFValue {
        GGUFValue(6, count: values.count) { bytes in
            values.forEach { bytes.append(number: $0.bitPattern) }
        }
    }

    /// Whole numbers of 32 bits with a sign.
    public static func integers(_ values: [Int32]) -> GGUFValue {
        GGUFValue(5, count: values.count) { bytes in values.forEach { bytes.append(number: $0) } }
    }

    /// True or false for each of several.
    public static func bools(_ values: [Bool]) -> GGUFValue {
        GGUFValue(7, count: values.count) { bytes in values.forEach { bytes.append($0 ? 1 : 0) } }
    }

    /// The value for a JSON value: a count, a text, true or false, or a list of one kind; nil for
    /// others.
    public init?(_ json: JSON) {
        switch json {
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .double(let value): self = .float(Float(value))
        case .integer(let value):
            guard let count = UInt32(exactly: value) else { return nil }
            self = .count(Int(count))
        case .array(let values):
            let strings = values.compactMap(\.string)
            if strings.count == values.count {
                self = .strings(strings)
                return
            }
            let integers = values.compactMap { value -> Int32? in
                if case .integer(let number) = value { Int32(exactly: number) } else { nil }
            }
            let numbers = values.compactMap(\.double)
            if integers.count == values.count {
                self = .integers(integers)
            } else if numbers.count == values.count {
                self = .floats(numbers.map { Float($0) })
            } else {
                return nil
            }
        default: return nil
        }
    }
}

extension GGUFFile {
    /// The metadata with their types, in the file's order, to be written again as they are.
    ///
    /// - Throws: ``TensorError`` if the file cannot be opened or is damaged.
    public static func values(in url: URL) throws(TensorError) -> [(key: String, value: GGUFValue)]
    {
        let file = try MappedFile(path: url.path)
        do {
            return try file.withBytes { (bytes) throws(FileFault) in
                try GGUFHeader.values(bytes)
            }
        } catch {
            throw .damaged(path: file.path, fault: error)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(text: String) {
        append(number: UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
