extension Starters {
    static func preference(_ name: String) -> [StarterFile] {
        [
            StarterFile(
                StarterFile.document,
                #"""
                // Questions to preference pairs: several answers to each question, scored by a reward
                // model, the best and the worst of them as a pair. Run it with
                //
                //   synthgen validate pipeline.jsonc
                //   synthgen run pipeline.jsonc --set samples=2
                {
                  "$schema": "schema.json",
                  "schemaVersion": 1,
                  "name": \#(name),
                  "description": "Pairs of a better and a worse answer to our questions",
                  // Defaults; --set maxTokens=400 replaces one for a run.
                  "parameters": { "samples": 2, "maxTokens": 200 },
                  // All randomness comes from here: the same seed gives the same records.
                  "seed": 1,
                  "models": {
                    // A name of `synthgen models list`, a .gguf file or a Hugging Face folder.
                    "generator": { "source": "smollm2-135m-instruct" },
                    "reward": { "source": "smollm2-135m-reward" },
                  },
                  "stages": {
                    // A row becomes a record, a column a field.
                    "questions": { "type": "read", "dataset": "questions.csv" },
                    // What trainers will see as the prompt.
                    "prompts": {
                      "type": "map", "input": "questions",
                      "set": { "prompt": "question" },
                    },
                    // Two ways to ask, so that the answers differ.
                    "plain": {
                      "type": "generate", "input": "prompts", "model": "generator",
                      "prompt": "prompts/plain.jinja", "into": "response",
                      "samples": "${samples}", "sampling": { "maxTokens": "${maxTokens}" },
                    },
                    "friendly": {
                      "type": "generate", "input": "prompts", "model": "generator",
                      "prompt": "prompts/friendly.jinja", "into": "response",
                      "samples": "${samples}", "sampling": { "maxTokens": "${maxTokens}" },
                    },
                    "answers": { "type": "mix", "input": ["plain", "friendly"] },
                    "rewards": { "type": "score", "input": "answers", "model": "reward" },
                    // Pairs that differ too little are rejected, with the reason.
                    "pairs": { "type": "pair", "input": "rewards", "margin": 0.2 },
                    "out": { "type": "write", "input": "pairs", "dataset": "dataset" },
                  },
                }

                """#),
            StarterFile(
                "prompts/plain.jinja",
                """
                Answer the question in two or three sentences.

                {{ question }}

                """),
            StarterFile(
                "prompts/friendly.jinja",
                """
                Answer the question in two or three sentences, as you would to a friend.

                {{ question }}

                """),
            StarterFile(
                "questions.csv",
                """
                question,area
                "Why does bread rise when it is left in a warm place?",kitchen
                "How can I keep basil alive on a window sill in winter?",garden
                "What should I check before I buy a used bicycle?",street
                "Why do my glasses fog up when I come in from the cold?",home
                "How do I remove a stripped screw without a special tool?",workshop
                "What is a good way to learn the names of new colleagues?",office

                """),
        ]
    }
}
