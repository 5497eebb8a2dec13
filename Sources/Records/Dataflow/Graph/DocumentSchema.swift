public import JSON

extension StageRegistry {
    /// The JSON Schema of pipeline documents, for completion and checks in editors.
    public var documentSchema: JSON {
        let kinds = self.kinds.map { kind in
            var schema = kind.allSettings.schema(type: kind.name)
            schema["description"] = .string(kind.summary)
            return JSON.object(schema)
        }
        let include = Rounds.settings.schema(type: "pipeline")
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "synthgen pipeline",
            "type": "object",
            "properties": [
                "$schema": ["type": "string"],
                "schemaVersion": ["const": .integer(PipelineDocument.schemaVersion)],
                "name": ["type": "string", "description": "The run's name."],
                "description": ["type": "string", "description": "What it is for, in a sentence."],
                "seed": [
                    "type": "integer", "default": 0,
                    "description": "The number from which all randomness of a run derives.",
                ],
                "models": [
                    "type": "object",
                    "description": "The models that stages call, by the names they use.",
                    "additionalProperties": [
                        "type": "object",
                        "properties": [
                            "source": [
                                "type": "string",
                                "description":
                                    "A registered name, hf:owner/repo, hf:owner/repo:file.gguf (@revision after the repository), a .gguf file or a Hugging Face folder.",
                            ],
                            "head": [
                                "type": "string",
                                "description":
                                    "The safetensors file of a reward head that `train reward` fitted on this model.",
                            ],
                            "trustControlTokens": [
                                "type": "boolean", "default": false,
                                "description":
                                    "Whether control tokens that prompts, records and answers spell out (<|im_end|>) become those tokens. Else they are text, and no record can begin a turn.",
                            ],
                        ],
                        "required": ["source"],
                        "additionalProperties": false,
                    ],
                ],
                "stages": [
                    "type": "object",
                    "description": "The stages by name; \"input\" joins them to a graph.",
                    "additionalProperties": ["oneOf": .array(kinds + [.object(include)])],
                ],
            ],
            "required": ["schemaVersion", "stages"],
            "additionalProperties": false,
        ]
    }
}
