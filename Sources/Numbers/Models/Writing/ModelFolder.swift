package import Checkpoints
import Files
package import Foundation
package import JSON

/// A decoder's folder in Hugging Face's layout, to be written: configuration, weights, and what else
/// is put beside them.
package struct ModelFolder: Sendable {
    /// The weights, in Hugging Face's names.
    package var tensors: [TensorSource]
    /// The type in which the weights are stored: F32, BF16 or F16.
    package var type: ElementType
    /// `config.json`.
    package var config: JSONObject
    /// Other files by name: tokenizer, generation settings, card.
    package var files: [String: [UInt8]] = [:]

    /// The folder of a decoder.
    ///
    /// The configuration is the source's own if that is a folder of this layout, else made from the
    /// file's.
    ///
    /// - Parameter tensors: Other weights of the same names and shapes; the decoder's own if nil.
    /// - Throws: ``ModelError`` if no class of transformers computes what the decoder does.
    package init(
        _ decoder: Decoder, tensors: [TensorSource]? = nil, as type: ElementType
    ) throws {
        self.tensors = try tensors ?? decoder.tensors().map(\.source)
        self.type = type
        config = try Self.config(of: decoder)
        let key = config["dtype"] == nil ? "torch_dtype" : "dtype"
        config[key] = .string(type.torchName)
    }

    private static func config(of decoder: Decoder) throws -> JSONObject {
        if var config = decoder.checkpoint.config?.object {
            // The weights are written as plain floats.
            config["quantization_config"] = nil
            return config
        }
        var config = try decoder.configuration.huggingFace(path: decoder.path)
        let metadata = decoder.checkpoint.ggufMetadata
        for (key, name) in [("bos", "bos"), ("eos", "eos"), ("padding", "pad")] {
            let id = metadata?["tokenizer.ggml.\(key)_token_id"]?.integer.flatMap {
                0..<decoder.configuration.vocabularySize ~= $0 ? $0 : nil
            }
            // Without the key a class's own default counts, which may be past the vocabulary.
            config["\(name)_token_id"] = id.map(JSON.integer) ?? .null
        }
        return config
    }

    /// Names all files of a folder that this program wrote; a folder with others is not replaced.
    static let manifest = "synthgen.json"

    /// The manifest's content for these files.
    static func manifest(of names: [String]) -> [UInt8] {
        let names = (names + [manifest]).sorted()
        let json: JSON = ["files": .array(names.map(JSON.string))]
        return Array((json.pretty() + "\n").utf8)
    }

    /// Writes the folder beside its final place, puts it on disk, and renames it.
    ///
    /// - Throws: ``ModelError/folderTaken(path:found:)`` if a folder is there that has files of
    ///   somebody else; `TensorError` if something cannot be read or written.
    package func write(to url: URL) throws {
        try Self.check(url)
        do {
            let replacement = try FolderReplacement(of: url)
            let folder = replacement.temporary
            var writer = SafetensorsWriter()
            for tensor in tensors { writer.add(tensor, as: type) }
            var names = try writer.write(into: folder)
            var files = files
            files["config.json"] = Array((JSON.object(config).pretty() + "\n").utf8)
            names += files.keys
            files[Self.manifest] = Self.manifest(of: names)
            for (name, bytes) in files {
                try OutputFile.write(bytes, to: folder.appending(path: name).path)
            }
            try replacement.commit()
        } catch let failure as FileFailure {
            throw TensorError.cannotWrite(path: url.path, reason: failure.reason)
        }
    }

    /// Adds a file to a folder that this program wrote, so that it stays one that may be replaced.
    ///
    /// - Throws: `TensorError` if something cannot be written.
    package static func add(_ bytes: [UInt8], named name: String, to url: URL) throws {
        do throws(FileFailure) {
            try OutputFile.write(bytes, to: url.appending(path: name).path)
            let list = url.appending(path: manifest)
            guard let text = try? FileReading.content(of: list),
                let names = try? JSON(parsing: text)["files"]?.array?.compactMap(\.string),
                !names.contains(name)
            else { return }
            try OutputFile.write(
                Self.manifest(of: names.filter { $0 != manifest } + [name]), to: list.path)
        } catch {
            throw TensorError.cannotWrite(path: url.path, reason: error.reason)
        }
    }

    /// Checks that what is at `url`, if anything, may be replaced.
    ///
    /// - Throws: ``ModelError/folderTaken(path:found:)``.
    package static func check(_ url: URL) throws {
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let found = try? FileManager.default.contentsOfDirectory(atPath: url.path)
        let text = try? FileReading.content(of: url.appending(path: manifest))
        let listed = text.flatMap { try? JSON(parsing: $0)["files"]?.array?.compactMap(\.string) }
        let others = Set(found ?? [url.lastPathComponent]).subtracting(listed ?? []).sorted()
        guard others.isEmpty else {
            throw ModelError.folderTaken(path: url.path, found: others)
        }
    }
}

extension ElementType {
    /// The name that configurations have for the type.
    fileprivate var torchName: String {
        switch self {
        case .bf16: "bfloat16"
        case .f16: "float16"
        default: "float32"
        }
    }
}
