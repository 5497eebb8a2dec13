extension Starters {
    static func sft(_ name: String) -> [StarterFile] {
        [
            StarterFile(
                StarterFile.document,
                #"""
                // Topics to rows for supervised fine-tuning: a model asks questions about each topic and
                // answers them, simple rules reject what is unsound. Run it with
                //
                //   synthgen validate pipeline.jsonc
                //   synthgen run pipeline.jsonc --target 10
                {
                  "$schema": "schema.json",
                  "schemaVersion": 1,
                  "name": \#(name),
                  "description": "Questions about our topics, with answers",
                  // Defaults; --set style=formal replaces one for a run.
                  "parameters": { "style": "friendly", "questions": 5 },
                  "seed": 1,
                  "models": { "generator": { "source": "smollm2-135m-instruct" } },
                  "stages": {
                    "topics": { "type": "read", "dataset": "topics.jsonl", "shuffle": true },
                    // "list" makes a record of every item of the answer.
                    "questions": {
                      "type": "generate", "input": "topics", "model": "generator",
                      "prompt": "prompts/questions.jinja", "parse": "list",
                      "items": "${questions}", "into": "question",
                      "sampling": { "maxTokens": 200 },
                    },
                    "real": {
                      "type": "filter", "input": "questions",
                      "where": "question.endswith('?')", "reason": "not a question",
                    },
                    "distinct": { "type": "deduplicate", "input": "real", "field": "question" },
                    // A short prompt can stand here as well as in a file.
                    "answers": {
                      "type": "generate", "input": "distinct", "model": "generator",
                      "system": "You are a ${style} expert. Answer in at most four sentences.",
                      "prompt": "{{ question }}", "into": "response",
                      "sampling": { "temperature": 0.7, "maxTokens": 250 },
                    },
                    "sound": {
                      "type": "quality", "input": "answers", "promptField": "question",
                      "minWords": 5,
                    },
                    "rows": {
                      "type": "map", "input": "sound",
                      "set": {
                        "messages": "[{'role': 'user', 'content': question}, {'role': 'assistant', 'content': response}]",
                      },
                      "keep": ["topic", "messages"],
                    },
                    // Topics are read again, with fresh random choices, until so many rows are made.
                    "out": { "type": "write", "input": "rows", "dataset": "dataset", "target": 20 },
                  },
                }

                """#),
            StarterFile(
                "prompts/questions.jinja",
                """
                [user]
                Write 3 questions about bees. Number them.
                [assistant]
                1. How do bees find their way home?
                2. Why do bees dance?
                3. What do bees do in winter?
                [user]
                Write 5 questions about {{ topic }}. Number them.

                """),
            StarterFile(
                "topics.jsonl",
                """
                {"topic": "baking bread"}
                {"topic": "repairing bicycles"}
                {"topic": "rivers"}
                {"topic": "learning a language"}
                {"topic": "saving energy at home"}
                {"topic": "the night sky"}

                """),
        ]
    }
}
