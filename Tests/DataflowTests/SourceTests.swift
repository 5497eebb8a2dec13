import Dataflow
import JSON
import Testing

/// A source of a few records, which cannot be read further.
private struct BrokenSource: SourceStage {
    struct Broken: Error, Equatable {}

    let weight = 1
    let count: Int

    func makeCursor(seed: UInt64) throws -> any SourceCursor { Cursor(count: count) }

    private final class Cursor: SourceCursor {
        private var at = 0
        private let count: Int
        init(count: Int) { self.count = count }
        func next() throws -> SourceRow? {
            guard at < count else { throw Broken() }
            defer { at += 1 }
            return SourceRow(["n": .integer(at)])
        }
    }
}

@Suite struct `The sources of a run` {
    private static func graph(_ source: StageKind, _ settings: String = "") throws -> Graph {
        let slow: @Sendable (Record, StageContext) async throws -> [Outcome] = { _, _ in
            for _ in 0..<50 { await Task.yield() }
            return [.pass]
        }
        let kinds = ClosureStages(each: ["slow": slow]).registry.kinds.filter { $0.name != "read" }
        return try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read"\(settings)},
              "slow": {"type": "slow", "input": "in"},
              "out": {"type": "write", "input": "slow"}}}
            """, StageRegistry(kinds + [source]))
    }

    private static func broken(after count: Int) -> StageKind {
        StageKind(name: "read", summary: "", settings: [], takesInput: false) { _ in
            PreparedStage(
                work: .source(BrokenSource(count: count)), fields: FieldSet(["n"]))
        }
    }

    @Test(arguments: [0, 1, 7, 100], [1, 8, 64])
    func `that cannot be read further leave what was read before`(
        count: Int, window: Int
    ) async throws {
        let graph = try Self.graph(Self.broken(after: count))
        let sink = MemorySink()
        await #expect(throws: BrokenSource.Broken.self) {
            try await Run(
                graph, options: .init(window: window, seed: 1), memory: MemoryJournal()
            ).execute(into: sink)
        }
        let numbers = await sink.accepted.map { $0["n"]?.integer }
        #expect(numbers == Array(0..<count))
        #expect(await sink.sourceRecords.count == count)
    }

    @Test func `without any record are an error`() async throws {
        let graph = try Self.graph(.count, #", "to": 0"#)
        let error = await #expect(throws: RunError.self) {
            try await Run(graph, options: .init(seed: 1), memory: MemoryJournal())
                .execute(into: MemorySink())
        }
        #expect("\(try #require(error))".hasPrefix("no source records"))
    }

    @Test func `are counted up to a limit`() throws {
        let graph = try Self.graph(.count, #", "to": 5"#)
        #expect(try graph.sourceRecordCount(upTo: 9, seed: 1) == 5)
        #expect(try graph.sourceRecordCount(upTo: 3, seed: 1) == 3)
        #expect(throws: BrokenSource.Broken.self) {
            try Self.graph(Self.broken(after: 2)).sourceRecordCount(upTo: 3, seed: 1)
        }
    }
}
