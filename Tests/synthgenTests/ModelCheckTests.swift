import Foundation
import JSON
import Testing

/// What `validate` and `run` say of models before anything is asked of them.
@Suite struct `Models of a document` {
    private func checked(
        _ source: String, type: String = "generate", more: String = #", "into": "response""#,
        command: [String] = ["validate"]
    ) async throws -> Printed {
        let workshop = try Workshop()
        try workshop.write("here/config.json", "{}")
        try workshop.write("head.safetensors", "")
        try workshop.write(
            "models.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": \(JSON.string(source).text)}}, "stages": {
              "in": {"type": "read", "dataset": "topics.jsonl"},
              "it": {"type": "\(type)", "input": "in", "model": "m"\(more)},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        return try await workshop.run([command[0], "models.json"] + command.dropFirst())
    }

    @Test(arguments: [
        ("smollm2-135m-instuct", "did you mean 'smollm2-135m-instruct'?"),
        ("models/gone.gguf", "no model file"),
        ("./head.safetensors", "a reward head is the \"head\" of the model that it was fitted on"),
        ("gone.model.json", "it cannot be read"),
        ("http://localhost:8000/v1", "names no model"),
        ("hf:Qwen", "write hf:owner/repo"), ("Qwen/Qwen3-8B", "write 'hf:Qwen/Qwen3-8B'"),
    ])
    func `that are not there are found by validate and by run`(
        source: String, expected: String
    ) async throws {
        for command in [["validate"], ["run", "--no-cache"]] {
            let printed = try await checked(source, command: command)
            #expect(printed.status == 1, "\(command)")
            #expect(printed.errors.contains("models.json:1: model 'm': "), "\(printed.errors)")
            #expect(printed.errors.contains(expected), "\(printed.errors)")
        }
    }

    @Test func `that are not there are told with the problems of stages, in the document's order`()
        async throws
    {
        let workshop = try Workshop()
        try workshop.write(
            "both.json",
            """
            {"schemaVersion": 1, "models": {
              "m": {"source": "models/gone.gguf"},
              "spare": {"source": "models/spare.gguf"}},
            "stages": {
              "in": {"type": "read", "dataset": "topics.jsonl"},
              "one": {"type": "generate", "input": "in", "model": "m", "into": "x",
                       "max_tokens": 3},
              "two": {"type": "generate", "input": "one", "model": "other", "into": "y",
                      "prompt": "{{ x }}"},
              "out": {"type": "write", "input": "two", "dataset": "out"}}}
            """)
        for command in [["validate"], ["run", "--no-cache"]] {
            let printed = try await workshop.run([command[0], "both.json"] + command.dropFirst())
            #expect(printed.status == 1)
            let lines = printed.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
            try #require(lines.count == 3, "\(printed.errors)")
            #expect(lines[0].contains("both.json:2: model 'm': no model file"))
            #expect(lines[1].contains("both.json:7: stage 'one': unknown key"))
            #expect(lines[2].contains("both.json:8: stage 'two': no model named 'other'"))
            #expect(!printed.errors.contains("spare.gguf"))
        }
    }

    @Test func `that score need a reward head`() async throws {
        let printed = try await checked(
            "./here", type: "score", more: #", "promptField": "prompt", "response": "task""#)
        #expect(printed.status == 1)
        #expect(printed.errors.contains("'here' has no reward head, and stage 'it' scores with it"))
        #expect(printed.errors.contains("smollm2-135m-reward"))
        #expect(
            try await checked("writer.model.json", type: "score", more: #", "response": "task""#)
                .status == 0)
    }

    @Test func `that are scripted make no embeddings`() async throws {
        let printed = try await checked("writer.model.json", type: "embed", more: "")
        #expect(printed.status == 1)
        #expect(printed.errors.contains("a scripted model makes no embeddings, and stage 'it'"))
    }
}
