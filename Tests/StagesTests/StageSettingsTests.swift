import Chat
import Dataflow
import JSON
import TestSupport
import Testing

@testable import Stages

@Suite struct `The settings of the built-in stages` {
    private static let registry = StageRegistry.builtIn(models: LanguageModelRegistry())

    @Test func `are all in the schema, former names included`() throws {
        let schemas = try #require(
            Self.registry.documentSchema["properties"]?["stages"]?["additionalProperties"]?[
                "oneOf"]?.array)
        for kind in Self.registry.kinds {
            let schema = try #require(
                schemas.first { $0["properties"]?["type"]?["const"] == .string(kind.name) })
            let names = try #require(schema["properties"]?.object?.keys)
            let known = kind.allSettings.flatMap { [$0.name] + ($0.formerName.map { [$0] } ?? []) }
            #expect(names == ["type"] + known)
            #expect(names.contains("input") == kind.takesInput)
            #expect(names.contains("with") == kind.takesSideInput)
            #expect(names.contains("onError") == kind.looksIntoRecords)
            for setting in kind.settings { #expect(!setting.summary.isEmpty, "\(setting.name)") }
        }
    }

    @Test func `have one name each, and no name is the former one of another`() {
        for kind in Self.registry.kinds {
            let names = kind.settings.flatMap { [$0.name] + ($0.formerName.map { [$0] } ?? []) }
            #expect(Set(names).count == names.count, "\(kind.name)")
        }
    }

    @Test func `say "prompt" of a template only`() {
        for kind in Self.registry.kinds {
            for setting in kind.settings where setting.name == "prompt" {
                #expect("\(setting.type)".hasPrefix("template"), "\(kind.name)")
            }
        }
    }

    @Test(arguments: [
        (
            "quality", #""field": "text", "prompt": "asked""#,
            #""field": "text", "promptField": "asked""#
        ),
        (
            "decontaminate", #""fields": ["text"], "against": ["exam.txt"], "n": 3"#,
            #""fields": ["text"], "against": ["exam.txt"], "ngramSize": 3"#
        ),
        (
            "classify", #""model": "m", "choices": ["a", "b"], "least": 0.5"#,
            #""model": "m", "choices": ["a", "b"], "minProbability": 0.5"#
        ),
        (
            "score", #""model": "m", "prompt": "asked", "response": "text""#,
            #""model": "m", "promptField": "asked", "response": "text""#
        ),
        (
            "pair", #""prompt": "asked", "response": "text", "by": "worth""#,
            #""promptField": "asked", "response": "text", "by": "worth""#
        ),
    ])
    func `that were renamed give the same run by either name`(
        kind: String, old: String, new: String
    ) throws {
        let (before, after) = (try graph(kind, old), try graph(kind, new))
        #expect(before.fingerprint(seed: 1) == after.fingerprint(seed: 1))
        #expect(before.warnings.map(\.code) == ["stage.formerKey"])
        #expect(after.warnings.isEmpty)
    }

    private func graph(_ kind: String, _ settings: String) throws -> Graph {
        let folder = try TemporaryFolder()
        try folder.write("exam.txt", "one two three four five six seven eight nine ten")
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [
                {"asked": "Why?", "text": "Because.", "prompt": "p", "worth": 1}]},
              "it": {"type": "\(kind)", "input": "in", \(settings)},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        return try Graph(PipelineDocument(path: document.path), registry: Self.registry)
    }
}
