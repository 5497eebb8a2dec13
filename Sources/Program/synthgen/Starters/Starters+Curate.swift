extension Starters {
    static func curate(_ name: String) -> [StarterFile] {
        [
            StarterFile(
                StarterFile.document,
                #"""
                // Your own rows made clean: unsound texts, repetitions and near repetitions go, with a
                // reason for each. No model is asked. Run it with
                //
                //   synthgen validate pipeline.jsonc
                //   synthgen run pipeline.jsonc --dataset rows=mine.csv
                {
                  "$schema": "schema.json",
                  "schemaVersion": 1,
                  "name": \#(name),
                  "description": "Our questions and answers, without unsound and repeated ones",
                  "parameters": { "minWords": 3, "similarity": 0.8 },
                  "seed": 1,
                  "stages": {
                    // .csv, .tsv, .jsonl, .json or .parquet, with the fields that are used below.
                    "rows": { "type": "read", "dataset": "rows.csv" },
                    "sound": {
                      "type": "quality", "input": "rows", "field": "response",
                      "promptField": "prompt", "minWords": "${minWords}",
                    },
                    // Equal but for case and white space.
                    "once": { "type": "deduplicate", "input": "sound", "field": "prompt" },
                    // Nearly equal: a large share of the word triples is the same.
                    "distinct": {
                      "type": "deduplicate", "input": "once", "field": "response",
                      "method": "minhash", "threshold": "${similarity}",
                    },
                    "out": { "type": "write", "input": "distinct", "dataset": "dataset" },
                  },
                }

                """#),
            StarterFile(
                "rows.csv",
                """
                prompt,response
                "What is yeast?","A living fungus that turns sugar into gas and alcohol."
                "what is yeast?","Yeast is used for bread and for beer."
                "How long does a river live?","Some rivers are older than the hills that they cross."
                "Say something.","I cannot help with that."
                "What is a comet?","A lump of ice and dust that grows a tail when it comes near the sun."

                """),
        ]
    }
}
