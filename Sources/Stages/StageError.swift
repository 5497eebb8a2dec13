/// Why a stage cannot go on.
public enum StageError: Error, Sendable, CustomStringConvertible {
    /// A stage calls a model that was never loaded.
    case modelNotLoaded(String)
    /// A model without a reward head was asked for rewards.
    case noRewardHead(model: String)
    /// A model that makes no embeddings was asked for one.
    case noEmbeddings(model: String)
    /// A record lacks what the stage works on.
    case unusableField(field: String, expected: String, found: String)
    /// A file does not describe a model of templates.
    case badTemplateModel(path: String, problem: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .modelNotLoaded(let name): "the model '\(name)' has not been loaded"
        case .noRewardHead(let model):
            "'\(model)' has no reward head\n  help: use a reward model such as "
                + "'smollm2-135m-reward', or fit a head with `synthgen train reward`"
        case .noEmbeddings(let model):
            "'\(model)' makes no embeddings\n  help: use a model that runs in this process, such as "
                + "'smollm2-135m-instruct'"
        case .unusableField(let field, let expected, let found):
            "the field '\(field)' must be \(expected), found \(found)"
        case .badTemplateModel(let path, let problem):
            "\(path): not a model of templates: \(problem)\n  help: write it like "
                + "{\"replies\": [\"1. What is {{ question }}?\"]}"
        }
    }
}
