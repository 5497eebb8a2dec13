import Datasets
import Foundation
import JSON
import Sandbox
import TestSupport
import Testing

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `Genetic Instruct` {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func rows(of folder: URL) throws -> [JSONObject] {
        let reader = try DatasetReader(folder: folder).records()
        var rows: [JSONObject] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// The document with a few of its seeds, in a folder of its own.
    private func smallDocument(in folder: TemporaryFolder) throws -> URL {
        let shipped = Self.root.appending(path: "Pipelines")
        let text = try String(
            contentsOf: shipped.appending(path: "genetic-instruct.json"), encoding: .utf8)
        let seeds = "\(Self.root.path)/Datasets/code-seeds.jsonl"
        let small = text.replacing(
            #""../Datasets/code-seeds.jsonl""#, with: #""\#(seeds)", "limit": 12"#
        ).replacing(
            #""genetic-instruct/generation.json""#,
            with: #""\#(shipped.path)/genetic-instruct/generation.json""#)
        return try folder.write("small.json", small)
    }

    @Test func `makes rows of both generations, the same ones whatever the window`() async throws {
        let folder = try TemporaryFolder()
        let document = try smallDocument(in: folder)
        let (one, other) = (folder.appending(path: "one"), folder.appending(path: "other"))
        try await runScripted(document, into: one, window: 1)
        try await runScripted(document, into: other, window: 32)
        #expect(try shardBytes(one) == shardBytes(other))
        let calls = CallCounter()
        try await runScripted(document, into: one, window: 8, calls: calls)
        #expect(calls.count == 0)
        #expect(try shardBytes(one) == shardBytes(other))

        let rows = try rows(of: one)
        #expect(Set(rows.map { $0["born"]?.integer }) == [1, 2])
        #expect(Set(rows.map { $0["origin"]?.string }) == ["mutation", "crossover"])
        for row in rows {
            #expect(row.keys == rows[0].keys)
            #expect(row["kind"] == "sft")
            #expect(row["messages"]?.array?.map { $0["role"] } == ["user", "assistant"])
            #expect((row["fitness"]?.double ?? 0) >= 0.2)
            let parents = row["origin"] == "mutation" ? 1 : 2
            #expect(row["ancestors"]?.array?.count == parents)
        }
        let reader = try DatasetReader(folder: one)
        let ancestry = try reader.ancestry(of: rows.last?["id"]?.string ?? "")
        #expect(ancestry.contains { $0.stage == "evolution/1/settled" })
        let funnel = try reader.funnel()
        for count in funnel { #expect(count.created == count.passed + count.rejected) }
        let alive = funnel.first { $0.stage == "evolution/1/alive" }
        #expect(alive?.rejections["its code does not run"] ?? 0 > 0)
        #expect(alive?.passed ?? 0 > 0)
    }

    @Test func `begins with seeds that are all solved, and pass their tests`() async throws {
        let reader = try RecordReader(
            url: Self.root.appending(path: "Datasets/code-seeds.jsonl"))
        var seeds: [JSONObject] = []
        while let seed = try reader.next() { seeds.append(seed) }
        #expect(seeds.count >= 40)
        #expect(Set(seeds.map { $0["instruction"]?.string }).count == seeds.count)
        let runner = try PythonTests()
        for seed in seeds {
            let verdict = try await runner.verdict(
                on: seed["solution"]?.string ?? "", tests: seed["tests"] ?? .null)
            #expect(verdict.isPassed, "\(seed["instruction"]?.string ?? ""): \(verdict.detail)")
        }
    }
}
