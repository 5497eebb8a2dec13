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
                "$schema": [
                    "type": "string", "description": "The schema's path, for editors.",
                ],
                "schemaVersion": [
                    "const": .integer(PipelineDocument.schemaVersion),
                    "description": "The version of the document's form.",
                ],
                "name": ["type": "string", "description": "The run's name."],
                "description": ["type": "string", "description": "What it is for, in a sentence."],
                "parameters": [
                    "type": "object",
                    "description":
                        "Default values by name: \"${name}\" in a string stands for the value, and --set name=value replaces it.",
                    "propertyNames": ["pattern": .string(ParameterPattern.name)],
                    "additionalProperties": [
                        "type": ["string", "number", "boolean", "array", "object"]
                    ],
                ],
                "seed": [
                    "type": ["integer", "string"], "default": 0,
                    "pattern": .string(ParameterPattern.reference),
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
                            "adapter": [
                                "type": "string",
                                "description":
                                    "The folder of a LoRA adapter in PEFT's form that changes the model.",
                            ],
                            "head": [
                                "type": "string",
                                "description":
                                    "The safetensors file of a reward head that `train reward` fitted on this model.",
                            ],
                            "endpoint": [
                                "type": "string", "format": "uri",
                                "description":
                                    "The address of an OpenAI-compatible API, instead of a source: https://host/v1.",
                            ],
                            "model": [
                                "type": "string",
                                "description": "The model's name on the endpoint's server.",
                            ],
                            "apiKey": [
                                "type": "object",
                                "description":
                                    "Where the endpoint's key is: a variable of the environment or a file.",
                                "properties": [
                                    "env": ["type": "string"],
                                    "file": ["type": "string", "format": "uri-reference"],
                                ],
                                "minProperties": 1, "maxProperties": 1,
                                "additionalProperties": false,
                            ],
                            "concurrency": [
                                "type": "integer", "minimum": 1, "maximum": 4096, "default": 64,
                                "description": "Most calls of the endpoint at a time.",
                            ],
                            "requestsPerMinute": [
                                "type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000,
                                "description": "Most calls of the endpoint that begin in a minute.",
                            ],
                            "timeout": [
                                "type": ["number", "string"], "default": "120 s",
                                "description":
                                    "The longest time of one try: seconds, or a text such as \"2 min\".",
                            ],
                            "description": [
                                "type": "string",
                                "description": "What the model is for, in a sentence.",
                            ],
                            "trustControlTokens": [
                                "type": ["boolean", "string"], "default": false,
                                "pattern": .string(ParameterPattern.reference),
                                "description":
                                    "Whether control tokens that prompts, records and answers spell out (<|im_end|>) become those tokens. Else they are text, and no record can begin a turn.",
                            ],
                        ],
                        "oneOf": [["required": ["source"]], ["required": ["endpoint", "model"]]],
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
