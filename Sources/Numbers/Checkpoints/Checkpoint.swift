import Formatting
public import Foundation
public import JSON

/// The weights of a model, from GGUF or safetensors files.
///
/// ```swift
/// let checkpoint = try Checkpoint(url: URL(filePath: "smollm2-135m-instruct"))
/// let embedding = try checkpoint.tensor("model.embed_tokens.weight")
/// ```
public struct Checkpoint: Sendable {
    /// The format, which also decides the tensors' names.
    public enum Source: Sendable, Hashable {
        case gguf
        case safetensors
    }

    /// The path that was opened, of a file or a folder.
    public let path: String
    /// The format of the weights.
    public let source: Source
    /// The tensors by name, of all shards.
    public let tensors: [String: StoredTensor]
    /// The tensors' names in the files' order.
    public let names: [String]
    /// The metadata if the weights are GGUF: hyper-parameters, tokenizer, chat template.
    public let ggufMetadata: JSONObject?
    /// `config.json` beside safetensors weights, if it is there.
    public let config: JSON?

    /// Opens a `.gguf` file (any one of several shards), a `.safetensors` file, or a folder with
    /// `model.safetensors` or `model.safetensors.index.json`. A file's first bytes tell its format.
    ///
    /// - Throws: ``TensorError`` if a file is missing or damaged.
    public init(url: URL) throws(TensorError) {
        path = url.path
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        if exists, isFolder.boolValue {
            let shards = try SafetensorsShards(folder: url)
            (source, tensors, names) = (.safetensors, shards.tensors, shards.names)
            (ggufMetadata, config) = (nil, try Self.config(in: url))
            return
        }
        let file = try MappedFile(path: url.path)
        if file.withBytes({ $0.starts(with: "GGUF".utf8) }) {
            let gguf = try GGUFShards(GGUFFile(file), at: url)
            (source, tensors, names) = (.gguf, gguf.tensors, gguf.names)
            (ggufMetadata, config) = (gguf.metadata, nil)
        } else {
            let safetensors = try SafetensorsFile(file)
            (source, tensors, names) = (.safetensors, safetensors.tensors, safetensors.names)
            (ggufMetadata, config) = (nil, try Self.config(in: url.deletingLastPathComponent()))
        }
    }

    /// Returns the tensor of this name.
    ///
    /// - Throws: ``TensorError/noTensor(path:name:nearest:)``, which names the nearest ones.
    public func tensor(_ name: String) throws(TensorError) -> StoredTensor {
        guard let tensor = tensors[name] else {
            throw .noTensor(path: path, name: name, nearest: nearestNames(to: name, in: names))
        }
        return tensor
    }

    private static func config(in folder: URL) throws(TensorError) -> JSON? {
        let url = folder.appending(path: "config.json")
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return try readDocument(url)
    }
}

/// Reads a JSON file beside the weights.
func readDocument(_ url: URL) throws(TensorError) -> JSON {
    let bytes = try MappedFile(path: url.path).withBytes { Array($0) }
    do {
        return try JSON(parsing: bytes)
    } catch {
        throw .badDocument(path: url.path, problem: "\(error)")
    }
}
