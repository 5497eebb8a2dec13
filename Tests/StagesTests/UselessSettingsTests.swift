import Chat
import Dataflow
import JSON
import Stages
import TestSupport
import Testing

/// Settings of the right type with which no run could do anything.
@Suite struct `Settings that no run can use` {
    private static func found(
        _ stage: String, dataset: String = "out", name: String = "d"
    ) throws -> (problems: [String], warnings: [String]) {
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "name": "\(name)", "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [{"prompt": "p"}]},
              "it": {"input": "in", \(stage)},
              "out": {"type": "write", "input": "it", "dataset": "\(dataset)"}}}
            """)
        do throws(InvalidDocument) {
            let graph = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
            return ([], graph.warnings.map(\.code))
        } catch {
            return (error.problems.map(\.code), [])
        }
    }

    private static func generate(_ settings: String) -> String {
        #""type": "generate", "model": "m", \#(settings)"#
    }

    @Test(arguments: [
        (generate(#""into": """#), "stage.fieldName"),
        (#""type": "map", "set": {"": "1"}"#, "fields.noName"),
        (generate(#""into": "r", "sampling": {"topP": 0}"#), "stage.wrongType"),
        (#""type": "sample", "fraction": 0"#, "sample.amount"),
        (#""type": "sample", "fraction": 0.5, "by": "prompt | length""#, "sample.by"),
    ])
    func `are errors`(stage: String, code: String) throws {
        #expect(try Self.found(stage).problems == [code])
    }

    @Test(arguments: [
        (#""type": "map", "set": {"a.b": "1"}"#, "fields.dotted"),
        (generate(#""into": "r", "choices": ["a"]"#), "constraint.oneChoice"),
    ])
    func `are warnings if a run can use them badly`(stage: String, code: String) throws {
        let found = try Self.found(stage)
        #expect(found.problems.isEmpty && found.warnings == [code])
    }

    @Test func `are empty names of the document and of the dataset`() throws {
        let filter = #""type": "filter", "where": "prompt""#
        #expect(try Self.found(filter, dataset: "").problems == ["write.dataset"])
        #expect(try Self.found(filter, name: "").problems == ["document.name"])
        #expect(try Self.found(filter).problems.isEmpty)
    }
}
