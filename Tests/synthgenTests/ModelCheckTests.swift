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
        ("models/gone.gguf", "no model file"), ("gone.model.json", "it cannot be read"),
        ("http://localhost:8000/v1", "models behind an address are not supported yet"),
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
