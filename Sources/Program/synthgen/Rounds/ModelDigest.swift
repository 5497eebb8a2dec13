import Foundation
import Hashing
import Hub

/// Digest of a model's files: weights, tokenizer, template, adapter, whatever their paths.
struct ModelDigest {
    let hexadecimal: String

    init(_ model: ResolvedModel) throws {
        var hash = SHA256()
        for part in [model.url, model.adapter].compactMap(\.self) {
            for file in try Self.files(of: part) {
                hash.update(framed: file.lastPathComponent)
                hash.update(framed: try sha256(of: file))
            }
        }
        if let head = model.headBytes { hash.update(head) }
        hexadecimal = hash.finalize().hexadecimal
    }

    /// Digest of the files in a folder that have one of these extensions.
    static func ofFolder(_ folder: URL, extensions: Set<String>) throws -> String {
        var hash = SHA256()
        for file in try files(of: folder, extensions: extensions) {
            hash.update(framed: file.lastPathComponent)
            hash.update(framed: try sha256(of: file))
        }
        return hash.finalize().hexadecimal
    }

    /// What decides a model's answers; not its card, its logs and its samples.
    private static func files(of part: URL) throws -> [URL] {
        try files(of: part, extensions: ["safetensors", "json", "jinja", "model", "txt"])
            .filter { !["training.json", "samples.json"].contains($0.lastPathComponent) }
    }

    private static func files(of part: URL, extensions: Set<String>) throws -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: part.path, isDirectory: &isFolder),
            isFolder.boolValue
        else { return [part] }
        return try FileManager.default.contentsOfDirectory(
            at: part, includingPropertiesForKeys: nil
        )
        .filter { extensions.contains($0.pathExtension) }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
