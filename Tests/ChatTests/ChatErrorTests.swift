import Chat
import Testing

@Suite struct `An error of a language model` {
    @Test(arguments: [
        (ChatError.modelNotLoaded("m"), "the model 'm' has not been loaded"),
        (
            .noRewardHead(model: "m"),
            """
            'm' has no reward head
              help: use a reward model such as 'smollm2-135m-reward', or fit a head with `synthgen \
            train reward`
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
