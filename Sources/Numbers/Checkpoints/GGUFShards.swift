import Foundation
import JSON

/// The tensors of a GGUF model: one file, or several as llama.cpp's `gguf-split` names them,
/// `name-00001-of-00003.gguf`. The first holds the metadata.
struct GGUFShards {
    let metadata: JSONObject
    private(set) var tensors: [String: StoredTensor]
    private(set) var names: [String]

    private static let countKey = "split.count"

    /// Opens the model of `file` at `url`, which may be any one of its shards.
    init(_ file: GGUFFile, at url: URL) throws(TensorError) {
        guard let count = file.metadata[Self.countKey]?.integer, count > 1 else {
            (metadata, tensors, names) = (file.metadata, file.tensors, file.names)
            return
        }
        guard let stem = Self.stem(of: url.lastPathComponent, count: count) else {
            throw .badDocument(
                path: url.path,
                problem: "is one of \(count) shards, but is not named like"
                    + " name\(Self.suffix(1, of: count))"
            )
        }
        let folder = url.deletingLastPathComponent()
        let first = try Self.open(stem + Self.suffix(1, of: count), beside: url, in: folder)
        (metadata, tensors, names) = (first.metadata, first.tensors, first.names)
        for number in 2...count {
            let shard = stem + Self.suffix(number, of: count)
            try add(try Self.open(shard, beside: url, in: folder))
        }
    }

    private mutating func add(_ shard: GGUFFile) throws(TensorError) {
        names += shard.names
        for (name, tensor) in shard.tensors {
            guard tensors.updateValue(tensor, forKey: name) == nil else {
                throw .damaged(path: tensor.path, fault: .repeatedName(name))
            }
        }
    }

    private static func open(
        _ shard: String,
        beside url: URL,
        in folder: URL
    ) throws(TensorError) -> GGUFFile {
        let path = folder.appending(path: shard)
        guard FileManager.default.fileExists(atPath: path.path) else {
            throw .missingShard(index: url.path, shard: shard)
        }
        return try GGUFFile(url: path)
    }

    /// Returns the part of a shard's name before its number, or `nil` if `name` is not a shard's.
    private static func stem(of name: String, count: Int) -> String? {
        let end = name.suffix(suffix(1, of: count).count)
        guard let number = Int(end.dropFirst().prefix(5)), number >= 1, number <= count,
            end == suffix(number, of: count)
        else { return nil }
        return String(name.dropLast(end.count))
    }

    private static func suffix(_ number: Int, of count: Int) -> String {
        "-\(padded(number))-of-\(padded(count)).gguf"
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
