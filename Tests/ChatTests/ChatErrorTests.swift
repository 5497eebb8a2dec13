import Chat
import Testing

@Suite struct `An error of a language model` {
    @Test(arguments: [
        (ChatError.modelNotLoaded("m"), "the model 'm' has not been loaded"),
        (
            .noRewardHead(model: "m"),
            """
            'm' has no reward head
              help: use a reward model such as 'smollm2-135m-reward', or name a head ("head", --head) \
            that `synthgen train reward` has fitted on this model
            """
        ),
        (
            .noWeights(attributes: ["safe", "kind"]),
            """
            the reward has 2 attributes (safe, kind), and nothing says what each counts
              help: give the 'pair' stage "weights", e.g. "weights": {"safe": 1}
            """
        ),
        (
            .noAttribute(name: "help", found: ["safe", "kind"]),
            """
            the reward has no attribute 'help', which "weights" names
              It has safe, kind.
              help: name the attributes of the model that scores
            """
        ),
        (
            .noEmbeddings(model: "m"),
            """
            'm' makes no embeddings
              help: use a model that runs in this process, such as 'smollm2-135m-instruct'
            """
        ),
        (
            .noLikelihoods(model: "m"),
            """
            'm' does not tell how likely a text is
              help: use a model that runs in this process, such as 'smollm2-135m-instruct'
            """
        ),
        (
            .nothingToWeigh(model: "m", problem: "the text is empty"),
            """
            'm' cannot weigh a text: the text is empty
              help: give it another text or context
            """
        ),
        (
            .badConstraint("a choice is empty"),
            """
            no answer can meet the constraint: a choice is empty
              help: change "choices" or "schema"
            """
        ),
        (
            .badTemplateModel(path: "m.model.json", problem: "it cannot be read"),
            """
            m.model.json: not a model of templates: it cannot be read
              help: write it like {"replies": ["1. What is {{ question }}?"]}
            """
        ),
    ])
    func `reads as written`(error: ChatError, text: String) {
        #expect("\(error)" == text)
    }

    @Test(arguments: [
        ([], "there are no choices"), (["a", ""], "a choice is empty"),
        (["a", "b", "a"], "the choice \"a\" is there twice"),
    ])
    func `names what is wrong with choices`(choices: [String], problem: String) {
        #expect(throws: ChatError.badConstraint(problem)) {
            try AnswerConstraint.choices(choices).validate()
        }
    }
}
