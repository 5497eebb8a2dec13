/// Why a tokenizer cannot be made from a file, a folder or metadata.
public enum TokenizerError: Error, Equatable, Sendable {
    /// A file could not be read.
    case unreadable(path: String, cause: String)
    /// A folder holds neither `tokenizer.json` nor `tokenizer.model`.
    case noTokenizer(folder: String)
    /// A setting is missing or of the wrong kind; `location` is its path inside `source`.
    case malformed(source: String, location: String, found: String, expected: String)
    /// A setting is well formed, but names something that synthgen does not have.
    case unsupported(source: String, location: String, found: String, known: [String])
}

extension TokenizerError: CustomStringConvertible {
    /// Where, what was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .unreadable(let path, let cause):
            "\(path): cannot be read: \(cause)"
        case .noTokenizer(let folder):
            """
            \(folder): no tokenizer
              Expected tokenizer.json or tokenizer.model in this folder.
              help: copy the checkpoint's tokenizer files beside its weights
            """
        case .malformed(let source, let location, let found, let expected):
            """
            \(source): '\(location)' is not what a tokenizer needs
              Found \(found), expected \(expected).
              help: the file may be cut short or edited; fetch it again
            """
        case .unsupported(let source, let location, let found, let known):
            """
            \(source): '\(location)' asks for '\(found)', which synthgen does not have
              Known: \(known.joined(separator: ", ")).
              help: use a checkpoint whose tokenizer is byte-level BPE or SentencePiece
            """
        }
    }
}
