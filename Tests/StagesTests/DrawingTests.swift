import Chat
import Dataflow
import Foundation
import Stages
import TestSupport
import Testing

@Suite struct `A drawing of a graph` {
    /// An included document, a split with one part taken by each of two stages, and a join.
    private func graph() throws -> Graph {
        let folder = try TemporaryFolder()
        try folder.write(
            "inner.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", "records": [{"prompt": "Why?"}]},
              "answer\\"<b>": {"type": "generate", "input": "in", "model": "m", "into": "response"},
              "out": {"type": "write", "input": "answer\\"<b>", "dataset": "x"}}}
            """)
        let document = try folder.write(
            "outer.json",
            """
            {"schemaVersion": 1, "name": "outer", "models": {"m": {"source": "x"}}, "stages": {
              "asked": {"type": "pipeline", "document": "inner.json"},
              "parts": {"type": "split", "input": "asked", "by": "prompt",
                        "parts": {"train": 0.9, "test": 0.1}},
              "side": {"type": "read", "records": [{"prompt": "Why?", "note": 1}]},
              "short": {"type": "filter", "input": "parts.train", "where": "true"},
              "joined": {"type": "join", "input": "short", "with": "side", "by": "prompt",
                         "over": "run"},
              "all": {"type": "mix", "input": ["joined", "parts.test"]},
              "out": {"type": "write", "input": "all", "dataset": "out"}}}
            """)
        do {
            return try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
        } catch {
            for problem in error.problems { Issue.record("\(problem)") }
            throw error
        }
    }

    @Test func `in Mermaid has a frame for each included document, and escapes names`() throws {
        let text = GraphDrawing(try graph(), title: "outer").mermaid
        let again = GraphDrawing(try graph(), title: "outer").mermaid
        #expect(text == again)
        try expectSnapshot(text + "\n", "graph-mermaid.txt")
    }

    @Test func `in DOT has a cluster for each included document, and escapes names`() throws {
        try expectSnapshot(GraphDrawing(graph(), title: #"ou"ter\"#).dot + "\n", "graph-dot.txt")
    }

    @Test func `without frames names stages in full`() throws {
        let text = GraphDrawing(try graph(), title: "outer", isFlat: true).mermaid
        #expect(!text.contains("subgraph"))
        #expect(text.contains(#"[("asked/in<br>read")]"#))
    }

    @Test func `to a depth has included documents as one box with their models`() throws {
        let text = GraphDrawing(try graph(), title: "outer", depth: 0).mermaid
        #expect(!text.contains("subgraph") && !text.contains("generate"))
        #expect(text.contains(#"[["asked<br>2 stages<br>m"]]"#))
        // The frame's inner arrow is gone, the outer ones stay.
        #expect(text.contains("|\"train\"|") && text.contains("-.->"))
    }

    @Test(arguments: shippedPipelines)
    func `of a shipped document has a box for each stage and an arrow for each input`(
        document: URL
    ) throws {
        let graph = try Graph(
            PipelineDocument(path: document.path),
            registry: .builtIn(models: LanguageModelRegistry()))
        let lines = GraphDrawing(graph, title: "x").dot.split(separator: "\n")
        #expect(lines.count { $0.contains(" [label=") && !$0.contains("->") } == graph.nodes.count)
        let inputs = graph.nodes.reduce(0) { $0 + Set($1.declaration.inputs).count }
        let sides = graph.nodes.reduce(0) { $0 + Set($1.declaration.sideInputs).count }
        #expect(lines.count { $0.contains("->") } == inputs + sides)
    }
}
