import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import Synchronization
import TestSupport
import Testing

/// A pipeline of four prompts in a folder that keeps its journal, and a count of the calls made.
///
///     topics → questions → answers
///                        → titles → teasers
private final class FourPrompts {
    let folder: TemporaryFolder
    private let calls = CallCounts()

    init(topics: Int) throws {
        folder = try TemporaryFolder()
        try write(topics: 0..<topics)
        for name in ["questions", "answers", "titles", "teasers"] {
            let of = ["questions": "topic", "teasers": "title"][name, default: "question"]
            try edit(name, "[\(name)] about: {{ \(of) }}")
        }
        try folder.write(
            "document.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "m"}}, "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "questions": {"type": "generate", "input": "topics", "model": "m",
                            "prompt": "questions.jinja", "into": "question"},
              "answers": {"type": "generate", "input": "questions", "model": "m",
                          "prompt": "answers.jinja", "into": "answer"},
              "titles": {"type": "generate", "input": "questions", "model": "m",
                         "prompt": "titles.jinja", "into": "title"},
              "teasers": {"type": "generate", "input": "titles", "model": "m",
                          "prompt": "teasers.jinja", "into": "teaser"},
              "out": {"type": "write", "input": ["answers", "teasers"], "dataset": "out"}}}
            """)
    }

    func write(topics: some Sequence<Int>) throws {
        let lines = topics.map { "{\"topic\": \"topic \($0)\"}\n" }.joined()
        try folder.write("topics.jsonl", lines)
    }

    func edit(_ prompt: String, _ text: String) throws {
        try folder.write("\(prompt).jinja", text)
    }

    /// Runs to the end; the calls made, by prompt.
    func run(into out: String = "out") async throws -> [String: Int] {
        calls.reset()
        let registry = LanguageModelRegistry()
        registry.register(AttentiveModel(calls: calls), as: "m")
        let document = try PipelineDocument(path: folder.appending(path: "document.json").path)
        let graph = try Graph(document, registry: .builtIn(models: registry))
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        let writer = try DatasetWriter(folder: folder.appending(path: out))
        _ = try await Run(graph, options: .init(seed: 4), memory: JournalMemory(journal))
            .execute(into: DatasetSink(writer))
        try writer.finish()
        try journal.close()
        return calls.byPrompt
    }
}

/// Answers by what stands behind "about:", and by nothing else of a question.
private struct AttentiveModel: LanguageModel {
    let name = "attentive"
    let fingerprint = "attentive"
    let calls: CallCounts

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        let question = request.messages.last?.content ?? ""
        calls.note(question)
        let subject = question.split(separator: "about: ").last.map(String.init) ?? ""
        return ChatReply(
            text: "more on \(subject)", isTruncated: false, tokens: 4, promptTokens: 8,
            meanLogProbability: -1)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] { [] }
}

/// How many calls were made with each prompt, which names itself in brackets.
private final class CallCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    var byPrompt: [String: Int] { counts.withLock { $0 } }
    func reset() { counts.withLock { $0 = [:] } }

    func note(_ question: String) {
        let name = question.dropFirst().prefix { $0 != "]" }
        counts.withLock { $0[String(name), default: 0] += 1 }
    }
}

@Suite struct `Running again` {
    @Test(arguments: [
        ("questions", ["questions", "answers", "titles", "teasers"]),
        ("answers", ["answers"]),
        ("titles", ["titles", "teasers"]),
        ("teasers", ["teasers"]),
    ])
    func `after one prompt of four was edited makes the calls below that prompt only`(
        prompt: String, below: [String]
    ) async throws {
        let pipeline = try FourPrompts(topics: 30)
        #expect(try await pipeline.run().values.reduce(0, +) == 120)
        #expect(try await pipeline.run().isEmpty)
        let of = ["questions": "topic", "teasers": "title"][prompt, default: "question"]
        try pipeline.edit(prompt, "[\(prompt)] about: another side of {{ \(of) }}")
        let calls = try await pipeline.run()
        #expect(calls == Dictionary(uniqueKeysWithValues: below.map { ($0, 30) }))
        let fresh = try await pipeline.run(into: "fresh")
        #expect(fresh.isEmpty)
        #expect(
            try shardBytes(pipeline.folder.appending(path: "out"))
                == shardBytes(pipeline.folder.appending(path: "fresh")))
    }

    @Test func `stops where an edited prompt gives the same answers as before`() async throws {
        let pipeline = try FourPrompts(topics: 30)
        _ = try await pipeline.run()
        let before = try shardBytes(pipeline.folder.appending(path: "out"))
        try pipeline.edit("titles", "[titles] Be brief. about: {{ question }}")
        #expect(try await pipeline.run() == ["titles": 30])
        #expect(try shardBytes(pipeline.folder.appending(path: "out")) == before)
    }

    @Test func `with ten topics more than two hundred pays for the ten alone`() async throws {
        let pipeline = try FourPrompts(topics: 200)
        let first = try await pipeline.run().values.reduce(0, +)
        // They come first, so that every other record has a new place.
        try pipeline.write(topics: Array(200..<210) + Array(0..<200))
        let second = try await pipeline.run().values.reduce(0, +)
        #expect(second == 40)
        #expect(Double(second) <= 0.05 * Double(first))
    }
}
