extension Starters {
    static func classify(_ name: String) -> [StarterFile] {
        [
            StarterFile(
                StarterFile.document,
                #"""
                // A label for every text of a CSV, with the probability that the model gives it. Run it
                // with
                //
                //   synthgen validate pipeline.jsonc
                //   synthgen run pipeline.jsonc
                {
                  "$schema": "schema.json",
                  "schemaVersion": 1,
                  "name": \#(name),
                  "description": "What our messages are about",
                  "parameters": {
                    "labels": ["delivery", "payment", "product"],
                    // Texts whose label is less probable are rejected, and can be looked at by
                    // synthgen show dataset --rejected
                    "minProbability": 0.4,
                  },
                  "seed": 1,
                  "models": { "generator": { "source": "smollm2-135m-instruct" } },
                  "stages": {
                    // A file of another program may need "delimiter": ";".
                    "messages": { "type": "read", "dataset": "messages.csv" },
                    "labelled": {
                      "type": "classify", "input": "messages", "model": "generator",
                      "prompt": "prompts/label.jinja", "choices": "${labels}",
                      "minProbability": "${minProbability}", "into": "label",
                    },
                    "out": { "type": "write", "input": "labelled", "dataset": "dataset" },
                  },
                }

                """#),
            StarterFile(
                "prompts/label.jinja",
                """
                [user]
                Is this message about delivery, payment or product? Answer with one word.

                The parcel came two days late.
                [assistant]
                delivery
                [user]
                Is this message about delivery, payment or product? Answer with one word.

                {{ message }}

                """),
            StarterFile(
                "messages.csv",
                """
                id,message
                1,"The lamp does not light up any more."
                2,"I was charged twice for one order."
                3,"Can the courier leave it with my neighbour?"
                4,"The colour is not the one in the picture."
                5,"My card was refused, but it works elsewhere."

                """),
        ]
    }
}
