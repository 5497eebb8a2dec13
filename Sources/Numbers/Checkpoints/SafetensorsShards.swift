import Foundation
import JSON

/// The tensors of a Hugging Face folder: one file, or several with an index.
struct SafetensorsShards {
    let tensors: [String: StoredTensor]
    let names: [String]

    static let whole = "model.safetensors"
    static let index = "model.safetensors.index.json"

    init(folder: URL) throws(TensorError) {
        let whole = folder.appending(path: Self.whole)
        let index = folder.appending(path: Self.index)
        if FileManager.default.fileExists(atPath: whole.path) {
            let file = try SafetensorsFile(url: whole)
            (tensors, names) = (file.tensors, file.names)
        } else if FileManager.default.fileExists(atPath: index.path) {
            (tensors, names) = try Self.gather(index, in: folder)
        } else {
            let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
            throw .noWeights(folder: folder.path, found: (found ?? []).sorted())
        }
    }

    /// Opens the shards that the index's `weight_map` names and returns its tensors.
    private static func gather(
        _ index: URL,
        in folder: URL
    ) throws(TensorError) -> ([String: StoredTensor], [String]) {
        guard let weightMap = try readDocument(index)["weight_map"]?.object else {
            throw .badDocument(path: index.path, problem: "\"weight_map\" must be an object")
        }
        var shards: [String: SafetensorsFile] = [:]
        var tensors: [String: StoredTensor] = [:]
        for (name, value) in weightMap.pairs {
            guard let shard = value.string, isFileName(shard) else {
                throw .badDocument(
                    path: index.path,
                    problem: "\"weight_map\" must give '\(name.clipped)' a file in the same folder"
                )
            }
            if shards[shard] == nil {
                shards[shard] = try open(shard, index: index, in: folder)
            }
            guard let tensor = shards[shard]?.tensors[name] else {
                throw .missingFromShard(index: index.path, shard: shard, tensor: name)
            }
            tensors[name] = tensor
        }
        return (tensors, weightMap.keys)
    }

    private static func open(
        _ shard: String,
        index: URL,
        in folder: URL
    ) throws(TensorError) -> SafetensorsFile {
        let url = folder.appending(path: shard)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw .missingShard(index: index.path, shard: shard)
        }
        return try SafetensorsFile(url: url)
    }

    /// Whether `name` is a plain file name; an untrusted index must not reach outside the folder.
    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
