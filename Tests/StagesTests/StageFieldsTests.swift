import Chat
import Dataflow
import Stages
import TestSupport
import Testing

@Suite struct `The fields in the reference` {
    private static let registry = StageRegistry.builtIn(models: LanguageModelRegistry())

    @Test func `are given for every kind and for no other`() {
        #expect(Set(Self.registry.kinds.map(\.name)) == Set(StageFields.builtIn.keys))
    }

    @Test func `name settings of their kind`() {
        for kind in Self.registry.kinds {
            let fields = StageFields.builtIn[kind.name] ?? StageFields()
            for field in fields.needs + fields.sets {
                for match in field.name.matches(of: /<(\w+)>/) {
                    let name = String(match.output.1)
                    #expect(kind.settings.contains { $0.name == name }, "\(kind.name): \(name)")
                }
                #expect(!field.summary.isEmpty && !field.summary.hasSuffix("."), "\(kind.name)")
            }
        }
    }

    /// Settings with which each kind sets fields of its own.
    private static let settings = [
        "generate": #""model": "m", "into": "response""#,
        "dialogue": #""model": "m", "personalities": {"p": {"text": "Go on."}}"#,
        "classify": #""model": "m", "choices": ["a", "b"]"#, "score": #""model": "m""#,
        "judge": #""model": "m""#, "embed": #""model": "m""#, "instruct": "\"minCount\": 1",
        "verify": #""method": "math""#, "group": #""by": "task""#, "pair": #""by": "reward""#,
    ]

    @Test(arguments: settings.keys.sorted())
    func `are those that the stage sets`(name: String) throws {
        let kind = try #require(Self.registry[name])
        let incoming: Set = ["prompt", "response", "answer", "reward", "task"]
        let folder = try TemporaryFolder()
        let needed = name == "score" ? incoming.subtracting(["reward"]) : incoming
        let record = needed.map { "\"\($0)\": \"x\"" }.joined(separator: ", ")
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [{\(record)}]},
              "it": {"type": "\(name)", "input": "in", \(Self.settings[name] ?? "")},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        let graph = try Graph(PipelineDocument(path: document.path), registry: Self.registry)
        let found = try #require(graph.nodes.first { $0.name == "it" }).stage.fields.names
        let told = (StageFields.builtIn[name]?.sets ?? []).compactMap { field in
            // "into" has no default where an answer is written.
            field.name == "<into>" && name == "generate"
                ? "response" : field.standardName(in: kind)
        }
        let isRow = name == "pair" || name == "group"
        #expect(
            Set(told)
                == (isRow ? found.subtracting(["task"]) : found.subtracting(needed))
                .union(name == "generate" ? ["response"] : [])
                .union(name == "pair" ? ["task"] : []), "\(name)")
        for field in StageFields.builtIn[name]?.needs ?? [] {
            guard let needed = field.standardName(in: kind) else { continue }
            #expect(
                incoming.union(["verdict"]).contains(needed), "\(name) needs '\(needed)'")
        }
    }
}
