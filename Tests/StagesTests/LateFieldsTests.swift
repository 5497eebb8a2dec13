import Chat
import Dataflow
import Stages
import TestSupport
import Testing

/// What the checks of a document say of a field that rows have late, or not at all.
@Suite struct `A field that the first rows lack` {
    /// Returns the codes of problems and warnings for a stage behind so many rows with `prompt`,
    /// and one with `late`.
    private static func findings(
        _ stage: String, rows: Int, lateRows: Int = 1
    ) throws -> (problems: [String], warnings: [Problem]) {
        let folder = try TemporaryFolder()
        let early = String(repeating: #"{"prompt": "a"}"# + "\n", count: rows)
        let late = String(repeating: #"{"prompt": "b", "late": 1}"# + "\n", count: lateRows)
        try folder.write("in.jsonl", early + late)
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "dataset": "in.jsonl"},
              "it": {"input": "in", \(stage)},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        do throws(InvalidDocument) {
            let graph = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
            return ([], graph.warnings)
        } catch {
            return (error.problems.map(\.code), [])
        }
    }

    private static func filter(_ expression: String) -> String {
        #""type": "filter", "where": "\#(expression)""#
    }

    @Test(arguments: [
        filter("late == 1"), #""type": "map", "keep": ["late"]"#,
        #""type": "map", "set": {"x": "late"}"#, #""type": "deduplicate", "field": "late""#,
        #""type": "generate", "model": "m", "into": "r", "prompt": {"text": "Say {{ late }}"}"#,
    ])
    func `is a warning where later rows may have it`(stage: String) throws {
        let found = try Self.findings(stage, rows: 100)
        #expect(found.problems.isEmpty)
        #expect(found.warnings.map(\.code) == ["fields.notSeen"])
    }

    @Test func `is an error where the whole source was looked at`() throws {
        for rows in [1, 99, 100] {
            let found = try Self.findings(Self.filter("later == 1"), rows: rows, lateRows: 0)
            #expect(found.problems == ["fields.unknown"], "\(rows) rows")
        }
        #expect(try Self.findings(Self.filter("late == 1"), rows: 99).problems.isEmpty)
    }

    @Test(arguments: [1, 200], ["late | default(0) == 1", "late is defined and late > 0"])
    func `is no error where the expression provides for it`(rows: Int, expression: String) throws {
        let found = try Self.findings(Self.filter(expression), rows: rows, lateRows: 0)
        #expect(found.problems.isEmpty && found.warnings.isEmpty)
    }

    @Test func `is a warning if its name is near one that is there`() throws {
        let found = try Self.findings(Self.filter("promt | default('') == 'a'"), rows: 1)
        #expect(found.problems.isEmpty)
        #expect(found.warnings.map(\.help) == ["did you mean 'prompt'?"])
    }

    @Test func `passes with the rows that have it`() async throws {
        let rows = String(repeating: #"{"prompt": "a"}"# + "\n", count: 120)
        let found = try await runSteadily(
            """
            "in": {"type": "read", "dataset": "in.jsonl"},
            "it": {"type": "filter", "input": "in", "where": "late | default(0) == 1"},
            "kept": {"type": "map", "input": "it", "keep": ["late"]},
            "out": {"type": "write", "input": "kept", "dataset": "out"}
            """, files: ["in.jsonl": rows + #"{"prompt": "b", "late": 1}"# + "\n"])
        #expect(found.accepted.map { $0["late"] } == [1])
    }
}
