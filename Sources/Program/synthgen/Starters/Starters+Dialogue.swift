extension Starters {
    static func dialogue(_ name: String) -> [StarterFile] {
        [
            StarterFile(
                StarterFile.document,
                #"""
                // Conversations: a model answers, and plays the user as well. Run it with
                //
                //   synthgen validate pipeline.jsonc
                //   synthgen run pipeline.jsonc --target 5
                {
                  "$schema": "schema.json",
                  "schemaVersion": 1,
                  "name": \#(name),
                  "description": "Conversations of several turns, by two kinds of users",
                  "parameters": { "turns": 3 },
                  "seed": 1,
                  "models": { "generator": { "source": "smollm2-135m-instruct" } },
                  "stages": {
                    // What a user says first; a file works as well: "dataset": "openings.csv".
                    "openings": {
                      "type": "read",
                      "records": [
                        { "prompt": "How should I begin to learn chess?" },
                        { "prompt": "My tomato plants have yellow leaves. What is wrong?" },
                        { "prompt": "What does a good first meal for guests need?" },
                        { "prompt": "How do I plan a walk of three days?" },
                      ],
                    },
                    "talks": {
                      "type": "dialogue", "input": "openings", "model": "generator",
                      "system": "You are a helpful assistant. Answer in two or three sentences.",
                      // One of these users is drawn for each conversation.
                      "personalities": {
                        "curious": "prompts/curious.jinja",
                        "doubting": "prompts/doubting.jinja",
                      },
                      "turns": "${turns}", "minTurns": 2,
                      "sampling": { "temperature": 0.7, "maxTokens": 150 },
                      "userSampling": { "temperature": 0.8, "maxTokens": 60 },
                    },
                    "out": { "type": "write", "input": "talks", "dataset": "dataset", "target": 8 },
                  },
                }

                """#),
            StarterFile(
                "prompts/curious.jinja",
                """
                A user and an assistant talk:

                {% for turn in conversation -%}
                {{ turn.role }}: {{ turn.content }}
                {% endfor %}
                The user wants to know more about one point of the last answer. Write the user's next
                question in one sentence, and nothing else.

                """),
            StarterFile(
                "prompts/doubting.jinja",
                """
                A user and an assistant talk:

                {% for turn in conversation -%}
                {{ turn.role }}: {{ turn.content }}
                {% endfor %}
                The user is not sure that the last answer is right. Write one sentence in which the user
                asks for a reason or an example, and nothing else.

                """),
        ]
    }
}
