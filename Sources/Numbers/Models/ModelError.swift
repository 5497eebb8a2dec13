/// Why a checkpoint is not a model that synthgen can run.
public enum ModelError: Error, Equatable, Sendable {
    /// The checkpoint is of an architecture that is not implemented.
    case unsupportedArchitecture(path: String, found: String)
    /// The architecture is known, but not with this option.
    case unsupportedOption(
        path: String,
        key: String,
        found: String,
        supported: String,
        remedy: String
    )
    /// The weights are there, but no configuration beside them.
    case noConfiguration(path: String)
    /// A configuration lacks a value that the architecture needs.
    case missingKey(path: String, key: String)
    /// A configuration's value is of the wrong kind or out of range.
    case badValue(path: String, key: String, found: String, expected: String)
    /// A tensor's shape is not the one that the configuration implies.
    case wrongShape(path: String, tensor: String, found: [Int], expected: [Int])
    /// A tensor of 8-bit floats has no scale, or one of a wrong shape, type or value.
    case badScale(path: String, tensor: String, rows: Int, problem: String)
    /// The checkpoint has tensors that the decoder has no place for.
    case leftoverTensors(path: String, names: [String])
    /// A reward head was made for a model of another width.
    case notAHead(path: String, width: Int, expected: Int)
    /// A sequence classifier, which has no language model's head, was asked for text.
    case predictsNoTokens(path: String)
    /// A model was to be written to a folder that has files of somebody else.
    case folderTaken(path: String, found: [String])
    /// An adapter's files are not an adapter, or not one of this model.
    case badAdapter(path: String, problem: String, remedy: String)
}

extension ModelError: CustomStringConvertible {
    /// Where, what was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .unsupportedArchitecture(let path, let found):
            """
            \(path): the architecture '\(found)' is not supported
              Supported: \(Architecture.allCases.map(\.rawValue).joined(separator: ", ")).
              help: use a checkpoint of one of these families
            """
        case .unsupportedOption(let path, let key, let found, let supported, let remedy):
            """
            \(path): "\(key)" is \(found), which is not supported
              Supported: \(supported).
              help: \(remedy)
            """
        case .noConfiguration(let path):
            """
            \(path): there is no config.json beside the weights
              help: put the checkpoint's config.json into the same folder
            """
        case .missingKey(let path, let key):
            """
            \(path): the configuration lacks "\(key)"
              help: download the configuration again; every model of this architecture has it
            """
        case .badValue(let path, let key, let found, let expected):
            """
            \(path): "\(key)" is \(found), expected \(expected)
              help: compare with the original configuration of the model
            """
        case .wrongShape(let path, let tensor, let found, let expected):
            """
            \(path): tensor '\(tensor)' has shape \(found), expected \(expected)
              help: the configuration and the weights are not of the same model
            """
        case .badScale(let path, let tensor, let rows, let problem):
            """
            \(path): tensor '\(tensor)' is stored in 8-bit floats and \(problem)
              Expected: '\(tensor)_scale' of F32, BF16 or F16, one number of at least 0 or \(rows).
              help: download the checkpoint again, or use the one in BF16 that it was made of
            """
        case .leftoverTensors(let path, let names):
            """
            \(path): the decoder has no place for \(names.count == 1 ? "a tensor" : "\(names.count) tensors")
              Found: \(names.prefix(4).map { "'\($0)'" }.joined(separator: ", "))\(names.count > 4 ? ", ..." : "").
              help: without them it would compute something else; use a checkpoint whose options are supported
            """
        case .notAHead(let path, let width, let expected):
            """
            \(path): the reward head is for a hidden size of \(width), the model's is \(expected)
              help: use the head that was fitted on this model, or fit one with `synthgen train reward \
            --model`
            """
        case .predictsNoTokens(let path):
            """
            \(path): a sequence classifier rates texts, it writes none
              help: use it in 'score' stages, and a language model for the others
            """
        case .folderTaken(let path, let found):
            """
            \(path): is there already, and not all that is in it was written by synthgen
              Found: \(found.prefix(4).map { "'\($0)'" }.joined(separator: ", "))\(found.count > 4 ? ", ..." : "").
              help: choose another name, or move these files away
            """
        case .badAdapter(let path, let problem, let remedy):
            """
            \(path): \(problem)
              help: \(remedy)
            """
        }
    }
}
