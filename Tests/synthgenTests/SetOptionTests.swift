import JSON
import Testing

/// `--set` of the commands that take a document.
@Suite struct `A value set for a document` {
    private static let document = """
        {
          // Two answers to each question, unless told otherwise.
          "schemaVersion": 1, "name": "set",
          "parameters": {"samples": 2, "style": "formal"},
          "models": {"writer": {"source": "writer.model.json", "description": "Writes."}},
          "stages": {
            "topics": {"type": "read", "dataset": "topics.jsonl"},
            "answers": {
              "type": "generate", "input": "topics", "model": "writer", "into": "response",
              "description": "Asks for ${style} answers.",
              "prompt": "Be ${style}: {{ prompt }}", "samples": "${samples}",
            },
            "out": {"type": "write", "input": "answers", "dataset": "out"},
          },
        }
        """

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("set.jsonc", Self.document)
        return workshop
    }

    @Test func `is in the run, in its dataset's document and in its changes`() async throws {
        let workshop = try workshop()
        let first = try await workshop.run("run", "set.jsonc", "--no-cache")
        #expect(first.output.contains("12 records"), "\(first.text)")
        let set = ["--set", "samples=1", "--set", "style=casual"]
        let dry = try await workshop.run(["run", "set.jsonc", "--no-cache", "--dry-run"] + set)
        #expect(dry.output.contains("\"samples\" was 2, is 1"), "\(dry.text)")
        let second = try await workshop.run(["run", "set.jsonc", "--no-cache"] + set)
        #expect(second.output.contains("6 records"), "\(second.text)")
        let card = try workshop.read("out/README.md")
        #expect(card.contains("\"prompt\": \"Be casual: {{ prompt }}\""))
        #expect(card.contains("\"samples\": 1"))
        #expect(!card.contains("${") && !card.contains("// Two"))
        _ = try await workshop.run("report", "out", "--output", "report.html", "--open", "no")
        #expect(try workshop.read("report.html").contains("Asks for casual answers."))
    }

    @Test(arguments: ["run", "estimate", "validate", "preview", "graph"])
    func `that the document does not have is a problem with a line`(command: String) async throws {
        let printed = try await workshop().run(command, "set.jsonc", "--set", "stile=casual")
        #expect(printed.status == 1)
        #expect(
            printed.errors.contains(
                "set.jsonc:4: --set stile: the document has no parameter and no key 'stile'"),
            "\(printed.errors)")
        #expect(printed.errors.contains("did you mean 'style'?"))
    }

    @Test func `is in what preview and graph show`() async throws {
        let workshop = try workshop()
        let prompts = try await workshop.run(
            "preview", "set.jsonc", "--render", "-n", "1", "--set", "style=casual")
        #expect(prompts.status == 0, "\(prompts.errors)")
        #expect(prompts.output.contains("Be casual: "), "\(prompts.output)")
        let answers = try await workshop.run(
            "preview", "set.jsonc", "--no-cache", "-n", "1", "--json", "--set", "samples=1")
        #expect(answers.status == 0, "\(answers.errors)")
        let stages = try JSON(parsing: answers.output)["stages"]?.array ?? []
        let made = stages.first { $0["name"] == "answers" }
        #expect(made?["created"] == 1, "\(answers.output)")
        let graph = try await workshop.run(
            "graph", "set.jsonc", "--format", "dot", "--set", "name=other")
        #expect(graph.output.hasPrefix("digraph \"other\" {\n"), "\(graph.text)")
    }

    @Test func `without a name is wrong use`() async throws {
        let printed = try await workshop().run("run", "set.jsonc", "--set", "style")
        #expect(printed.status == 2)
        #expect(printed.errors.contains("--set takes NAME=VALUE, found 'style'"))
    }

    @Test func `shows in what validate lists`() async throws {
        let printed = try await workshop().run(
            "validate", "--verbose", "set.jsonc", "--set", "style=casual")
        #expect(printed.status == 0)
        #expect(printed.output.contains("writer  writer.model.json  Writes."), "\(printed.output)")
        #expect(
            printed.output.contains("answers  generate  Asks for casual answers."),
            "\(printed.output)")
    }
}
