import Dataflow
import Foundation
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite struct `A new document` {
    @Test(arguments: StarterKind.allCases)
    func `of every kind is valid as it is written, and commented`(kind: StarterKind) async throws {
        let workshop = try Workshop()
        let made = try await workshop.run("init", "work/my \"data\"", "--kind", kind.rawValue)
        #expect(made.status == 0, "\(made.errors)")
        let document = "work/my \"data\"/pipeline.jsonc"
        #expect(made.output.contains("synthgen run \(document)"))
        let checked = try await workshop.run("validate", "--verbose", document)
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(try workshop.read(document).contains("  // "))
        let parsed = try PipelineDocument(path: workshop.folder.appending(path: document).path)
        #expect(parsed.name == "my \"data\"")
        #expect(!parsed.description.isEmpty)
        let written = try JSON(parsing: workshop.read("work/my \"data\"/schema.json"))
        #expect(written["title"] == "synthgen pipeline")
    }

    @Test(arguments: StarterKind.allCases)
    func `of every kind runs`(kind: StarterKind) async throws {
        let workshop = try Workshop()
        _ = try await workshop.run("init", "new", "--kind", kind.rawValue)
        // Answers as a list, so that every kind can use them, each with words of its own.
        try workshop.write(
            "writer.model.json",
            """
            {"replies": [
              "1. Why is number {{ uniform() }} so large today?\\n2. Where does {{ uniform() }} come from?",
              "1. How can {{ uniform() }} be counted at all?\\n2. What did {{ uniform() }} cost last year?",
              "1. Who has seen {{ uniform() }} in the wild?"]}
            """)
        var arguments = ["run", "new/pipeline.jsonc", "--no-cache"]
        for model in ["generator", "reward"] {
            arguments += ["--model", "\(model)=writer.model.json"]
        }
        if kind == .classify { arguments += ["--set", "minProbability=0"] }
        if kind == .sft || kind == .dialogue { arguments += ["--target", "2"] }
        if kind == .preference { arguments += ["--set", "stages.pairs.margin=0.01"] }
        let ran = try await workshop.run(arguments)
        #expect(ran.status == 0, "\(ran.text)")
        let shown = try await workshop.run("show", "new/dataset", "--first", "1", "--json")
        #expect(shown.output.contains("\"id\":"), "\(ran.text) \(shown.text)")
    }

    @Test func `never takes the place of what is there`() async throws {
        let workshop = try Workshop()
        try workshop.write("taken/notes.txt", "mine")
        let refused = try await workshop.run("init", "taken")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("is there already, and nothing is overwritten"))
        #expect(try workshop.read("taken/notes.txt") == "mine")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: workshop.folder.appending(path: "taken").path)
        #expect(names == ["notes.txt"])
        let file = try await workshop.run("init", "topics.jsonl")
        #expect(file.status == 1)
        _ = try await workshop.run("init", "once")
        #expect(try await workshop.run("init", "once").status == 1)
    }

    @Test func `of a kind that there is not is wrong use`() async throws {
        #expect(try await Workshop().run("init", "new", "--kind", "novel").status == 2)
        #expect(try await Workshop().run("init", "").status == 2)
    }
}
