/// Why a language model cannot answer.
public enum ChatError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A stage calls a model that was never loaded.
    case modelNotLoaded(String)
    /// A model without a reward head was asked for rewards.
    case noRewardHead(model: String)
    /// A model that makes no embeddings was asked for one.
    case noEmbeddings(model: String)
    /// No answer could meet the constraint of a request.
    case badConstraint(String)
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
        case .badConstraint(let problem):
            "no answer can meet the constraint: \(problem)\n  help: change \"choices\" or \"schema\""
        case .badTemplateModel(let path, let problem):
            "\(path): not a model of templates: \(problem)\n  help: write it like "
                + "{\"replies\": [\"1. What is {{ question }}?\"]}"
        }
    }
}
