import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import TestSupport
import Testing

/// Four prompts one after another over a list of topics, in a folder of its own.
private struct Workshop {
    let folder: TemporaryFolder

    init(topics: Int) throws {
        folder = try TemporaryFolder()
        try writeTopics(topics)
        for number in 1...4 { try writePrompt(number, "Step \(number)") }
        var stages = #""topics": {"type": "read", "dataset": "topics.jsonl"}"#
        for number in 1...4 {
            let input = number == 1 ? "topics" : "s\(number - 1)"
            stages += """
                , "s\(number)": {"type": "generate", "input": "\(input)", "model": "m",
                 "prompt": "p\(number).jinja", "into": "t\(number)", "truncated": "keep"}
                """
        }
        stages += #", "out": {"type": "write", "input": "s4", "dataset": "out"}"#
        try folder.write(
            "document.json",
            """
            {"schemaVersion": 1, "name": "four", "models": {"m": {"source": "m"}},
             "stages": {\(stages)}}
            """)
    }

    func writeTopics(_ count: Int) throws {
        let lines = (0..<count).map { #"{"topic": "topic number \#($0)"}"# }
        try folder.write("topics.jsonl", lines.joined(separator: "\n") + "\n")
    }

    func writePrompt(_ number: Int, _ text: String) throws {
        let field = number == 1 ? "topic" : "t\(number - 1)"
        try folder.write("p\(number).jinja", "\(text): {{ \(field) }}")
    }
}

@Suite struct `Shared answers` {
    @Test func `let another folder ask only what is new to both`() async throws {
        let (one, other) = (try Workshop(topics: 20), try Workshop(topics: 22))
        let cache = try AnswerCache(
            folder: one.folder.appending(path: "answers"), limitInBytes: 1 << 24)
        var made: [Int] = []
        for workshop in [one, other] {
            let registry = LanguageModelRegistry()
            let document = workshop.folder.appending(path: "document.json").path
            let graph = try Graph(
                PipelineDocument(path: document), registry: .builtIn(models: registry))
            let calls = CallCounter()
            registry.register(ScriptedModel(calls: calls), as: "m")
            let journal = try Journal(url: workshop.folder.appending(path: "journal.log"))
            let writer = try DatasetWriter(folder: workshop.folder.appending(path: "out"))
            let run = Run(
                graph, options: .init(seed: 0),
                memory: SharedMemory(JournalMemory(journal), cache: cache))
            _ = try await run.execute(into: DatasetSink(writer))
            try writer.finish()
            try journal.close()
            made.append(calls.count)
        }
        #expect(made == [80, 8])
        #expect(cache.hits == 80)
    }
}
