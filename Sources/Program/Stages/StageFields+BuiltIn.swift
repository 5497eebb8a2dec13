public import Dataflow

extension StageFields {
    /// The fields of the built-in kinds, by the kind's name.
    public static let builtIn: [String: StageFields] = [
        "read": StageFields(sets: [
            Field(
                "",
                "the fields of the rows; with \"format\" prompt, messages, request, opening, turns, "
                    + "response, task, topic, unsafe, unsafe_categories, language, source, source_id "
                    + "and response_model; those that \"attach\" names")
        ]),
        "generate": StageFields(
            needs: [
                Field(
                    "prompt", "a text or a conversation, unless the key \"prompt\" gives a template"
                )
            ],
            sets: [
                Field("<into>", "the answer, as \"parse\" reads it"),
                Field(
                    "generation",
                    "an object: model, truncated, tokens, temperature, choiceProbabilities"),
            ]),
        "dialogue": StageFields(
            needs: [Field("<opening>", "the user's first message, or turns that end with one")],
            sets: [
                Field("<into>", "the conversation, as a list of {\"role\", \"content\"}"),
                Field("turns", "how many turns of the user it has"),
                Field("personality", "the name of the user who was played"),
                Field("generation", "an object: model, userModel, truncated, tokens, temperature"),
            ]),
        "classify": StageFields(
            needs: [
                Field(
                    "prompt", "a text or a conversation, unless the key \"prompt\" gives a template"
                )
            ],
            sets: [
                Field("<into>", "the label"),
                Field("<into>Probability", "how probable it is for the model"),
                Field("<into>Probabilities", "an object: every label's probability"),
            ]),
        "map": StageFields(sets: [Field("", "the fields that \"set\" and \"render\" name")]),
        "filter": StageFields(needs: [Field("", "the fields that \"where\" uses")]),
        "score": StageFields(
            needs: [
                Field("<promptField>", "a text or a conversation"),
                Field(
                    "<response>",
                    "the answer; with \"messages\" neither, but the conversation that it names"),
            ],
            sets: [
                Field(
                    "<into>",
                    "an object: the model's attributes of the last answer, such as helpfulness, "
                        + "correctness, coherence, complexity, verbosity"),
                Field("<into>Turns", "the same for every answer of the conversation, as a list"),
                Field("<into>Model", "the reward model"),
            ]),
        "deduplicate": StageFields(needs: [
            Field(
                "", "the field that \"field\" names: prompt, for semantic comparison embedding")
        ]),
        "sample": StageFields(),
        "mix": StageFields(),
        "pair": StageFields(
            needs: [
                Field("<promptField>", "what was asked; answers with the same are compared"),
                Field("<response>", "the answer"),
                Field("<by>", "its rewards, where rewards decide"),
                Field("<verdict>", "what a verifier found of it, where that decides"),
                Field("", "task, topic, source and generation, if there; the row takes them over"),
            ],
            sets: [
                Field("kind", "\"preference\""),
                Field("task", "the prompt's task"),
                Field("topic", "the prompt's topic, as a list"),
                Field("source", "where the prompt is from"),
                Field("prompt", "a list of {\"role\", \"content\"}"),
                Field("chosen", "the better answer, as a list of one turn"),
                Field("rejected", "the worse answer, as a list of one turn"),
                Field("chosen_reward", "what the chosen answer is worth"),
                Field("rejected_reward", "what the rejected answer is worth"),
                Field("margin", "the difference of the two"),
                Field("chosen_attributes", "the chosen answer's rewards"),
                Field("rejected_attributes", "the rejected answer's rewards"),
                Field("judge", "who decided, and how"),
                Field("chosen_model", "the model that wrote the chosen answer"),
                Field("rejected_model", "the model that wrote the rejected answer"),
                Field("parents", "the ids of both answers' records"),
                Field("pipeline", "a digest of all that decides the run's content"),
                Field(
                    "",
                    "the fields that \"keep\" names, in chosen_meta and rejected_meta where the "
                        + "answers differ; no other field of its records"),
            ]),
        "judge": StageFields(
            needs: [
                Field("prompt", "what was asked, for the built-in question"),
                Field("response", "the answer, for the built-in question"),
            ],
            sets: [Field("<into>", "an object: score, choice, probabilities, model")]),
        "explode": StageFields(
            needs: [Field("<field>", "a list")],
            sets: [
                Field("<into>", "an element, unless \"spread\" makes fields of its members"),
                Field("<index>", "the element's index in the list, from 0"),
            ]),
        "group": StageFields(
            needs: [Field("", "the fields that \"by\", \"gather\" and \"keep\" name")],
            sets: [
                Field("<into>", "the list of values, or of objects"),
                Field("", "besides it only those of \"by\" and \"keep\""),
            ]),
        "split": StageFields(needs: [Field("", "the fields that \"by\" names")]),
        "join": StageFields(
            needs: [Field("", "the fields that \"by\" names, on both sides")],
            sets: [
                Field("", "the fields of the other record, or the one that \"into\" names")
            ]),
        "embed": StageFields(
            needs: [Field("<field>", "a text or a conversation")],
            sets: [Field("<into>", "a list of numbers, a vector of length 1")]),
        "decontaminate": StageFields(needs: [Field("", "the fields that \"fields\" names")]),
        "quality": StageFields(needs: [
            Field("<field>", "the text"),
            Field("", "what was asked, if \"promptField\" names it"),
        ]),
        "instruct": StageFields(
            needs: [Field("<field>", "a text or a conversation")],
            sets: [
                Field("<into>", "a list of {\"id\", \"kwargs\"}"),
                Field("<wordings>", "a list with a sentence or two for each"),
            ]),
        "verify": StageFields(
            needs: [
                Field("<response>", "the text that is judged"),
                Field("", "the fields that the method's own keys name"),
            ],
            sets: [
                Field("<into>", "an object: passed, score, detail, verifier, more by some methods")
            ]),
        "exec": StageFields(
            needs: [Field("", "the fields that \"fields\" names; all, if it is not given")],
            sets: [Field("", "the fields that \"makes\" names; any, if it is not given")]),
        "write": StageFields(),
    ]
}
