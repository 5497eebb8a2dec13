/// Why weights could not be read or written.
public enum TensorError: Error, Equatable, Sendable {
    /// The system would not open, inspect or map the file.
    case cannotOpen(path: String, reason: String)
    /// The system would not write the file; what was there before is untouched.
    case cannotWrite(path: String, reason: String)
    /// The file's contents break the rules of its format.
    case damaged(path: String, fault: FileFault)
    /// A file that describes weights (an index, a configuration, a shard's name) cannot be used.
    case badDocument(path: String, problem: String)
    /// A folder holds neither `model.safetensors` nor its index.
    case noWeights(folder: String, found: [String])
    /// The index, or another shard, names a file that is not beside it.
    case missingShard(index: String, shard: String)
    /// A shard lacks a tensor that the index says it has.
    case missingFromShard(index: String, shard: String, tensor: String)
    /// The checkpoint has no tensor of this name; `nearest` are the most similar ones.
    case noTensor(path: String, name: String, nearest: [String])
    /// The tensor is intact but its encoding cannot be decoded.
    case unreadableType(path: String, tensor: String, type: ElementType)
}

extension TensorError: CustomStringConvertible {
    /// Where, what was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            """
            \(path): cannot be opened: \(reason)
              help: check that the path is right and that you may read it
            """
        case .cannotWrite(let path, let reason):
            """
            \(path): cannot be written: \(reason)
              help: check the folder's permissions and the free space; nothing was replaced
            """
        case .damaged(let path, let fault):
            """
            \(path): \(fault)
              help: \(help(for: fault))
            """
        case .badDocument(let path, let problem):
            """
            \(path): \(problem)
              help: download the file again, or mend it at the place named
            """
        case .noWeights(let folder, let found):
            """
            \(folder): there are no weights here
              Needed: model.safetensors or model.safetensors.index.json. Found: \(list(found)).
              help: name a folder that has one of them, or a .gguf or .safetensors file
            """
        case .missingShard(let index, let shard):
            """
            \(index): names the shard '\(shard.clipped)', which is not beside it
              help: download '\(shard.clipped)' into the same folder
            """
        case .missingFromShard(let index, let shard, let tensor):
            """
            \(index): says that '\(shard.clipped)' has tensor '\(tensor.clipped)', which it has not
              help: download the index and all shards again, from the same revision
            """
        case .noTensor(let path, let name, let nearest):
            """
            \(path): there is no tensor named '\(name.clipped)'
              Nearest: \(list(nearest)).
              help: check that the checkpoint is of the architecture that its config names
            """
        case .unreadableType(let path, let tensor, let type):
            """
            \(path): tensor '\(tensor.clipped)' is stored as \(type.name), which cannot be decoded
              Readable: \(ElementType.readable.map(\.name).joined(separator: ", ")).
              help: use another quantisation of this model, e.g. Q4_K_M or Q8_0
            """
        }
    }

    private func help(for fault: FileFault) -> String {
        switch fault {
        case .truncated, .tooMany, .outOfBounds:
            "the file is probably incomplete: compare its size with the original, download it again"
        case .wrongMagic: "name a .gguf file"
        case .unknownVersion, .bigEndian, .unknownType:
            "convert the model again with a current converter (little-endian GGUF 3 or safetensors)"
        default: "the file breaks its format's rules: download it again, or ask whoever made it"
        }
    }

    private func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "nothing" }
        let shown = names.prefix(8).map(\.clipped).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
