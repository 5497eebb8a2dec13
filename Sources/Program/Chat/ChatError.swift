/// Why a language model cannot reply.
public enum ChatError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The registry has no model of this name.
    case modelNotLoaded(String)
    /// A model without a chat template was given a conversation.
    case noChatTemplate
    /// A model without a reward head was asked for rewards.
    case noRewardHead(model: String)
    /// A reward of several attributes, of which nothing says what they count.
    case noWeights(attributes: [String])
    /// An attribute that has a weight is not in the reward.
    case noAttribute(name: String, found: [String])
    /// A model that makes no embeddings was asked to embed a text.
    case noEmbeddings(model: String)
    /// A model that only answers was asked how likely a text is.
    case noLikelihoods(model: String)
    /// A text that is to be weighed has no tokens, or nothing to stand before its first one.
    case nothingToWeigh(model: String, problem: String)
    /// The conversation has more tokens than the model can read; `problem` has both numbers.
    case promptTooLong(problem: String)
    /// The conversation has no tokens.
    case emptyPrompt
    /// No reply can meet the constraint of a request.
    case badConstraint(String)
    /// A file does not describe a template model.
    case badTemplateModel(path: String, problem: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .modelNotLoaded(let name): "the model '\(name)' has not been loaded"
        case .noChatTemplate:
            "the model has no chat template\n  help: use an instruction-tuned checkpoint; its "
                + "template is in tokenizer_config.json or in the GGUF metadata"
        case .noRewardHead(let model):
            "'\(model)' has no reward head\n  help: use a reward model such as "
                + "'smollm2-135m-reward', or name a head (\"head\", --head) that "
                + "`synthgen train reward` has fitted on this model"
        case .noWeights(let attributes):
            "the reward has \(attributes.count) attributes (\(attributes.joined(separator: ", "))), "
                + "and nothing says what each counts\n  help: give the 'pair' stage \"weights\", "
                + "e.g. \"weights\": {\"\(attributes.first ?? "")\": 1}"
        case .noAttribute(let name, let found):
            "the reward has no attribute '\(name)', which \"weights\" names\n"
                + "  It has \(found.joined(separator: ", ")).\n"
                + "  help: name the attributes of the model that scores"
        case .noEmbeddings(let model):
            "'\(model)' makes no embeddings\n  help: use a model that runs in this process, such as "
                + "'smollm2-135m-instruct'"
        case .noLikelihoods(let model):
            "'\(model)' does not tell how likely a text is\n  help: use a model that runs in this "
                + "process, such as 'smollm2-135m-instruct'"
        case .nothingToWeigh(let model, let problem):
            "'\(model)' cannot weigh a text: \(problem)\n  help: give it another text or context"
        case .promptTooLong(let problem): problem
        case .emptyPrompt: "the prompt has no tokens\n  help: give it a text"
        case .badConstraint(let problem):
            "no answer can meet the constraint: \(problem)\n  help: change \"choices\" or \"schema\""
        case .badTemplateModel(let path, let problem):
            "\(path): not a model of templates: \(problem)\n  help: write it like "
                + "{\"replies\": [\"1. What is {{ question }}?\"]}"
        }
    }
}
