import Datasets
import Foundation
import JSON
import TestSupport
import Testing

/// Models that lie in the hub's own cache: no request is made.
@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct `A model of the hub in a document` {
    private static let first = String(repeating: "1", count: 40)
    private static let second = String(repeating: "2", count: 40)

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        let repository = "hf/hub/models--someone--tiny"
        for (commit, label) in [(Self.first, "good"), (Self.second, "better")] {
            _ = try TinyModel(
                in: workshop.folder.appending(path: "\(repository)/snapshots/\(commit)"),
                labels: [label])
        }
        try workshop.write("\(repository)/refs/main", Self.first)
        try workshop.write(
            "rewards.json",
            """
            {"schemaVersion": 1, "models": {"judge": {"source": "hf:someone/tiny"}}, "stages": {
              "in": {"type": "read", "dataset": "topics.jsonl"},
              "it": {"type": "score", "input": "in", "model": "judge", "response": "task"},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        return workshop
    }

    private func run(_ workshop: Workshop, _ arguments: String...) async throws -> Printed {
        try await workshop.run(
            arguments,
            environment: [
                "HF_HOME": workshop.folder.appending(path: "hf").path, "HF_HUB_OFFLINE": "1",
                "SYNTHGEN_CACHE": workshop.folder.appending(path: "cache").path,
            ])
    }

    @Test func `is recorded with its commit, and a change of it is said`() async throws {
        let workshop = try workshop()
        let first = try await run(
            workshop, "run", "rewards.json", "--no-cache", "--device", "cpu", "--threads", "1")
        #expect(first.status == 0, "\(first)")
        let folder = workshop.folder.appending(path: "out")
        let model = try #require(DatasetReader(folder: folder).description.models.first)
        #expect(model.source == "hf:someone/tiny")
        #expect(model.commit == Self.first)
        #expect(try workshop.read("out/README.md").contains("hf:someone/tiny at \(Self.first)"))

        try workshop.write("hf/hub/models--someone--tiny/refs/main", Self.second)
        let second = try await run(
            workshop, "run", "rewards.json", "--no-cache", "--device", "cpu", "--threads", "1")
        #expect(second.status == 0, "\(second)")
        #expect(second.errors.contains("warning: model 'judge' (hf:someone/tiny) has changed"))
        #expect(second.errors.contains("write its commit into the source: hf:owner/repo@111"))
    }

    @Test func `that is not here yet is a note for validate, and an error without a network`()
        async throws
    {
        let workshop = try workshop()
        let text = try workshop.read("rewards.json").replacing("someone/tiny", with: "a/b:c.gguf")
        try workshop.write("rewards.json", text)
        let valid = try await run(workshop, "validate", "rewards.json")
        #expect(valid.status == 0, "\(valid)")
        #expect(valid.errors.contains("'hf:a/b:c.gguf' is not on this machine yet"))
        let failed = try await run(workshop, "run", "rewards.json", "--no-cache")
        #expect(failed.status == 1)
        #expect(failed.errors.contains("cannot fetch 'hf:a/b:c.gguf'"), "\(failed)")
        #expect(failed.errors.contains("HF_HUB_OFFLINE is set"), "\(failed)")
    }

    @Test func `is listed, described, and not removed`() async throws {
        let workshop = try workshop()
        let listed = try await run(workshop, "models", "list")
        #expect(listed.output.contains("hf:someone/tiny@\(Self.first)\n  in the hub's cache, "))
        #expect(listed.output.contains("smollm2-135m-instruct\n  not here, 93.8 MiB, Apache-2.0"))
        let info = try await run(workshop, "models", "info", "hf:someone/tiny")
        #expect(info.output.contains("commit            \(Self.first)"), "\(info)")
        let removed = try await run(workshop, "models", "rm", "hf:someone/tiny", "--yes")
        #expect(removed.status == 1)
        #expect(removed.errors.contains("is not synthgen's to remove"), "\(removed)")
    }

    @Test func `is removed from our cache only if that is confirmed`() async throws {
        let workshop = try workshop()
        let path = "cache/models/smollm2-135m-instruct.gguf"
        try workshop.write(path, "0123456789")
        let asked = try await workshop.run(
            ["models", "rm", "smollm2-135m-instruct"], "< /dev/null",
            environment: ["SYNTHGEN_CACHE": workshop.folder.appending(path: "cache").path])
        #expect(asked.status == 1)
        #expect(asked.errors.contains("help: add --yes"), "\(asked)")
        #expect(try workshop.read(path) == "0123456789")
        let removed = try await run(workshop, "models", "rm", "smollm2-135m-instruct", "--yes")
        #expect(removed.status == 0, "\(removed)")
        #expect(removed.output.contains("smollm2-135m-reward needs too"))
        #expect(throws: (any Error).self) { try workshop.read(path) }
    }
}
