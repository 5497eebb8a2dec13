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
        let source: TensorSource
        let type: ElementType

        var byteCount: Int { source.elementCount * type.blockBytes }
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
        precondition(checkedProduct(shape) == floats.count, "\(name): the count is not the shape's")
        add(TensorSource(name, shape: shape) { floats }, as: type)
    }

    /// Adds a tensor whose elements are asked for when they are written, so that one tensor at a
    /// time is in memory.
    ///
    /// - Precondition: As of ``add(_:shape:floats:as:)``; elements of another count end the program
    ///   when they are written.
    public mutating func add(_ tensor: TensorSource, as type: ElementType = .f32) {
        precondition([.f32, .f16, .bf16].contains(type), "\(type.name) cannot be written here")
        let name = tensor.name
        precondition(name != SafetensorsHeader.metadataKey, "\(name) is the format's own name")
        precondition(tensors[name] == nil, "\(name) was added before")
        tensors[name] = Tensor(source: tensor, type: type)
    }

    /// Writes the file at `path`; `-` is standard output.
    ///
    /// A regular file is replaced as a whole: when this returns the new one is on disk; when it
    /// throws, the old one is still there.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``, and what reading a tensor's source throws.
    public func write(to path: String) throws(TensorError) {
        try write(sortedNames, to: path)
    }

    /// Writes the file at `url`.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``, and what reading a tensor's source throws.
    public func write(to url: URL) throws(TensorError) {
        try write(to: url.path)
    }

    /// The file's bytes.
    /// - Throws: What reading a tensor's source throws.
    public func encoded() throws(TensorError) -> [UInt8] {
        let names = sortedNames
        var bytes = header(names)
        for name in names {
            guard let tensor = tensors[name] else { continue }
            bytes += tensor.type.encode(try tensor.source.floats())
        }
        return bytes
    }

    private var sortedNames: [String] {
        tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func write(_ names: [String], to path: String) throws(TensorError) {
        let file = try TensorError.wrapping(path) { () throws(FileFailure) in
            let file = try OutputFile(path)
            try file.write(header(names))
            return file
        }
        for name in names {
            guard let tensor = tensors[name] else { continue }
            let floats = try tensor.source.floats()
            precondition(floats.count == tensor.source.elementCount, "\(name): a wrong count")
            try TensorError.wrapping(path) { () throws(FileFailure) in
                for start in stride(from: 0, to: floats.count, by: Self.chunk) {
                    let end = min(start + Self.chunk, floats.count)
                    let bytes = floats.withUnsafeBufferPointer {
                        tensor.type.encode(UnsafeBufferPointer(rebasing: $0[start..<end]))
                    }
                    try file.write(bytes)
                }
            }
        }
        try TensorError.wrapping(path) { () throws(FileFailure) in try file.finish() }
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
                "shape": .array(tensor.source.shape.map(JSON.integer)),
                "data_offsets": [.integer(begin), .integer(end)],
            ]
            begin = end
        }
        var text = JSON.object(object).encoded()
        while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }
}

// MARK: Folders

extension SafetensorsWriter {
    /// Bytes of tensors above which a folder has several files, as Hugging Face's have.
    public static let shardLimit = 5_000_000_000

    /// Writes `model.safetensors` into a folder, or above the limit several files and
    /// `model.safetensors.index.json`, which says which tensor is in which.
    ///
    /// - Returns: The names of the files.
    /// - Throws: ``TensorError/cannotWrite(path:reason:)``, and what reading a tensor's source throws.
    @discardableResult
    public func write(
        into folder: URL, shardLimit: Int = Self.shardLimit
    ) throws(TensorError) -> [String] {
        let shards = shards(limit: shardLimit)
        guard shards.count > 1 else {
            let name = SafetensorsShards.whole
            try write(sortedNames, to: folder.appending(path: name).path)
            return [name]
        }
        var (files, map) = ([String](), JSONObject())
        for (index, names) in shards.enumerated() {
            let file = "model-\(fiveDigits(index + 1))-of-\(fiveDigits(shards.count)).safetensors"
            try write(names, to: folder.appending(path: file).path)
            for name in names { map[name] = .string(file) }
            files.append(file)
        }
        let total = tensors.values.reduce(0) { $0 + $1.byteCount }
        let index: JSON = [
            "metadata": ["total_size": .integer(total)], "weight_map": .object(map),
        ]
        let path = folder.appending(path: SafetensorsShards.index).path
        try TensorError.wrapping(path) { () throws(FileFailure) in
            try OutputFile.write(Array((index.pretty() + "\n").utf8), to: path)
        }
        return files + [SafetensorsShards.index]
    }

    /// The names in order, in groups of at most `limit` bytes unless one tensor has more.
    private func shards(limit: Int) -> [[String]] {
        var (shards, size) = ([[String]](), 0)
        for name in sortedNames {
            let bytes = tensors[name]?.byteCount ?? 0
            if shards.isEmpty || size + bytes > limit {
                shards.append([])
                size = 0
            }
            shards[shards.count - 1].append(name)
            size += bytes
        }
        return shards
    }

    private func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

extension TensorError {
    /// Runs `body`, whose failures become ``cannotWrite(path:reason:)``.
    static func wrapping<Result>(
        _ path: String, _ body: () throws(FileFailure) -> Result
    ) throws(TensorError) -> Result {
        do {
            return try body()
        } catch {
            throw .cannotWrite(path: path, reason: error.reason)
        }
    }
}
