import Files
public import Foundation
import JSON

/// Writes a safetensors file that Hugging Face's library and synthgen read.
///
/// Equal contents give equal bytes: tensors and metadata are sorted by name.
///
/// ```swift
/// var writer = SafetensorsWriter(metadata: ["format": "pt"])
/// writer.add("weight", shape: [5, 576], floats: weight)
/// try writer.write(to: folder.appending(path: "reward_head.safetensors"))
/// ```
public struct SafetensorsWriter: Sendable {
    private struct Tensor: Sendable {
        let type: ElementType
        let shape: [Int]
        let floats: [Float]

        var byteCount: Int { floats.count * type.blockBytes }
    }

    private let metadata: [String: String]
    private var tensors: [String: Tensor] = [:]

    /// Number of floats encoded at a time, which bounds the memory for writing.
    private static let chunk = 1 << 18

    /// A file without tensors yet. PyTorch's readers want `"format": "pt"` among the metadata.
    public init(metadata: [String: String] = ["format": "pt"]) {
        self.metadata = metadata
    }

    /// Adds a tensor, stored as `type`; ties of rounding go to even.
    ///
    /// - Precondition: The name is new and not `__metadata__`, `type` is F32, F16 or BF16, and
    ///   `floats` has as many elements as `shape`.
    public mutating func add(
        _ name: String,
        shape: [Int],
        floats: [Float],
        as type: ElementType = .f32
    ) {
        precondition([.f32, .f16, .bf16].contains(type), "\(type.name) cannot be written here")
        precondition(checkedProduct(shape) == floats.count, "\(name): the count is not the shape's")
        precondition(name != SafetensorsHeader.metadataKey, "\(name) is the format's own name")
        precondition(tensors[name] == nil, "\(name) was added before")
        tensors[name] = Tensor(type: type, shape: shape, floats: floats)
    }

    /// Writes the file at `path`; `-` is standard output.
    ///
    /// A regular file is replaced as a whole: when this returns the new one is on disk; when it
    /// throws, the old one is still there.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
    public func write(to path: String) throws(TensorError) {
        let names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        do throws(FileFailure) {
            let file = try OutputFile(path)
            try write(names, to: file)
            try file.finish()
        } catch {
            throw .cannotWrite(path: path, reason: error.reason)
        }
    }

    /// Writes the file at `url`.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
    public func write(to url: URL) throws(TensorError) {
        try write(to: url.path)
    }

    private func write(_ names: [String], to file: OutputFile) throws(FileFailure) {
        try file.write(header(names))
        for name in names {
            guard let tensor = tensors[name] else { continue }
            for start in stride(from: 0, to: tensor.floats.count, by: Self.chunk) {
                let end = min(start + Self.chunk, tensor.floats.count)
                try file.write(tensor.type.encode(Array(tensor.floats[start..<end])))
            }
        }
    }

    /// The length and the JSON object, padded with spaces so that data begin at a multiple of 8.
    private func header(_ names: [String]) -> [UInt8] {
        var object = JSONObject()
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            object[SafetensorsHeader.metadataKey] = .object(
                JSONObject(pairs.map { ($0.key, .string($0.value)) })
            )
        }
        var begin = 0
        for name in names {
            guard let tensor = tensors[name] else { continue }
            let end = begin + tensor.byteCount
            object[name] = [
                "dtype": .string(tensor.type.name),
                "shape": .array(tensor.shape.map(JSON.integer)),
                "data_offsets": [.integer(begin), .integer(end)],
            ]
            begin = end
        }
        var text = JSON.object(object).encoded()
        while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }
}
