import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Sandbox
import Stages
import TestSupport
import Testing

/// The documents that come with synthgen.
let shippedPipelines: [URL] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Pipelines")
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return (found?.allObjects as? [URL] ?? [])
        .filter { $0.pathExtension == "json" && $0.lastPathComponent != "schema.json" }
        // Trainings, evaluations and rounds are no pipelines.
        .filter { document in
            let bytes = (try? Data(contentsOf: document)).map { Array($0) } ?? []
            return (try? JSON(parsing: bytes))?["stages"] != nil
        }
        .sorted { $0.path < $1.path }
}()

/// Whether a document's end has a target, so that it would read its sources again and again.
private func hasTarget(_ document: URL) throws -> Bool {
    let stages = try JSON(parsing: Array(Data(contentsOf: document)))["stages"]?.object?.values
    return (stages ?? []).contains { $0["type"] == "write" && $0["target"] != nil }
}

/// Why there is no sandbox here; nil where there is one.
let missingSandbox: String? = {
    do {
        _ = try PythonTests()
        return nil
    } catch { return "\(error)" }
}()

/// Whether a document runs code that a model wrote.
func needsSandbox(_ document: URL) -> Bool { document.path.contains("genetic-instruct") }

/// Runs a document with scripted models into a folder, with a journal there.
@discardableResult
func runScripted(
    _ document: URL, into folder: URL, target: Int? = nil, window: Int = 8,
    calls: CallCounter = CallCounter()
) async throws -> Run.Summary {
    let registry = LanguageModelRegistry()
    let parsed = try PipelineDocument(path: document.path)
    let graph = try Graph(
        parsed, registry: .builtIn(models: registry),
        overrides: RunOverrides(target: target, output: folder))
    for model in graph.models {
        registry.register(ScriptedModel(name: model.name, calls: calls), as: model.name)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let journal = try Journal(url: folder.appending(path: "journal.log"))
    let writer = try DatasetWriter(
        folder: folder, description: DatasetDescription(pipeline: parsed.name))
    let run = Run(
        graph, options: .init(window: window, seed: parsed.seed), memory: JournalMemory(journal))
    let summary: Run.Summary
    do { summary = try await run.execute(into: DatasetSink(writer)) } catch {
        try journal.close()
        try writer.suspend(status: "failed")
        throw error
    }
    try journal.flush()
    try writer.finish()
    try journal.close()
    return summary
}

/// The bytes of every shard in a folder, by name.
func shardBytes(_ folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
        uniqueKeysWithValues: names.filter { $0.hasSuffix(".zst") }.map {
            ($0, try Data(contentsOf: folder.appending(path: $0)))
        })
}

@Suite struct `The pipelines that come with synthgen` {
    @Test(arguments: shippedPipelines.filter { !needsSandbox($0) || missingSandbox == nil })
    func `run with a scripted model, and count created as passed plus rejected`(
        document: URL
    ) async throws {
        let folder = try TemporaryFolder()
        let isEndless = try hasTarget(document)
        // Few, because the scripted model's greedy answers are seldom the right ones of a table.
        let summary = try await runScripted(
            document, into: folder.url, target: isEndless ? 5 : nil)
        #expect(isEndless ? summary.accepted == 5 : summary.accepted > 0)
        let reader = try DatasetReader(folder: folder.url)
        #expect(try reader.count() == summary.accepted)
        for count in try reader.funnel() {
            #expect(count.created == count.passed + count.rejected, "\(count.stage)")
        }
    }

    @Test func `give the same bytes whatever the window, and make no call twice`() async throws {
        let document = try #require(
            shippedPipelines.first { $0.path.hasSuffix("Pipelines/preference.json") })
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        try await runScripted(document, into: one.url, target: 20, window: 1)
        try await runScripted(document, into: other.url, target: 20, window: 32)
        #expect(try shardBytes(one.url) == shardBytes(other.url))

        let calls = CallCounter()
        try await runScripted(document, into: one.url, target: 20, window: 1, calls: calls)
        #expect(calls.count == 0)
        #expect(try shardBytes(one.url) == shardBytes(other.url))

        try await runScripted(document, into: one.url, target: 30, window: 8)
        try await runScripted(document, into: other.url, target: 30, window: 3)
        #expect(try shardBytes(one.url) == shardBytes(other.url))
        #expect(try DatasetReader(folder: one.url).count() == 30)
    }

    @Test func `have triplets with a prompt, two different answers and their rewards`() async throws
    {
        let document = try #require(
            shippedPipelines.first { $0.path.hasSuffix("Pipelines/preference.json") })
        let folder = try TemporaryFolder()
        try await runScripted(document, into: folder.url, target: 25)
        let reader = try DatasetReader(folder: folder.url)
        let records = try reader.records()
        var tasks: Set<String> = []
        while let row = try records.next() {
            #expect(row["kind"] == "preference")
            #expect(row["chosen"] != row["rejected"])
            #expect((row["margin"]?.double ?? 0) >= 0.25)
            #expect(row["prompt"]?.array?.last?["role"] == "user")
            tasks.insert(row["task"]?.string ?? "")
            let ancestry = try reader.ancestry(of: row["id"]?.string ?? "")
            #expect(ancestry.contains { $0.stage == "rewards" })
            #expect(ancestry.contains { $0.parents.isEmpty })
        }
        #expect(tasks == ["open_qa", "writing", "closed_qa", "math_code"])
    }

    @Test func `are described by the schema that lies beside them`() throws {
        let url = try #require(
            shippedPipelines.first { $0.path.hasSuffix("Pipelines/preference.json") }
        ).deletingLastPathComponent()
            .appending(path: "schema.json")
        let written = try String(contentsOf: url, encoding: .utf8)
        let schema =
            StageRegistry.builtIn(models: LanguageModelRegistry()).documentSchema.pretty() + "\n"
        #expect(written == schema, "make it anew: synthgen schema > Pipelines/schema.json")
    }
}
