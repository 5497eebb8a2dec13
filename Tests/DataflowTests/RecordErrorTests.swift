import JSON
import Synchronization
import TestSupport
import Testing

@testable import Dataflow

/// An error about a record, as stages throw it.
private struct Unusable: RecordError, CustomStringConvertible {
    let description = "the number is odd\n  help: take an even one"
    var rejection: Rejection? { Rejection("odd", because: self) }
}

/// A stage in every form that looks into records; of some it throws an error.
private struct Picky: RecordStage, GroupStage, OrderedStage, GatherStage {
    static let forms = ["each", "group", "ordered", "gather"]

    let isBad: @Sendable (Record) -> Bool
    let error: any Error

    private func check(_ record: Record) throws {
        if isBad(record) { throw error }
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        try check(record)
        return [.pass]
    }

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        for record in records { try check(record) }
        return records.map { .pass($0) }
    }

    func makeJudge() -> any OrderedJudge { Judge(stage: self) }
    func makeHold() -> any RecordHold { Hold(stage: self) }

    private final class Judge: OrderedJudge {
        let stage: Picky
        init(stage: Picky) { self.stage = stage }
        func reject(_ record: Record) throws -> Rejection? {
            try stage.check(record)
            return nil
        }
    }

    private final class Hold: RecordHold {
        let stage: Picky
        let records = Mutex<[Record]>([])
        init(stage: Picky) { self.stage = stage }
        func take(_ record: Record, isSide: Bool) throws {
            try stage.check(record)
            records.withLock { $0.append(record) }
        }
        func next() -> [GroupOutcome]? {
            records.withLock { $0.isEmpty ? nil : [.pass($0.removeFirst())] }
        }
    }

    /// Numbers from 0 on, as if each came from a line of a file, to a stage of one of the forms.
    static func registry(
        count: Int, error: any Error = Unusable(),
        isBad: @escaping @Sendable (Int) -> Bool = { $0 % 2 == 1 }
    ) -> StageRegistry {
        let stage = Picky(isBad: { isBad($0["n"]?.integer ?? 0) }, error: error)
        let works: [(String, StageWork)] = [
            ("each", .each(stage)), ("group", .group(stage)), ("ordered", .ordered(stage)),
            ("gather", .gather(stage)),
        ]
        let read = StageKind(name: "read", summary: "", settings: [], takesInput: false) { _ in
            PreparedStage(work: .source(Lines(count: count)), fields: FieldSet(["n"]))
        }
        return StageRegistry(
            [read, StageKind.end]
                + works.map { name, work in
                    StageKind(name: name, summary: "", settings: []) { preparation in
                        PreparedStage(work: work, fields: preparation.fields)
                    }
                })
    }
}

/// Numbers, as if each came from a line of a file.
private struct Lines: SourceStage {
    let count: Int
    let weight = 1

    func makeCursor(seed: UInt64) -> any SourceCursor { Cursor(count: count) }

    private final class Cursor: SourceCursor {
        var at = 0
        let count: Int
        init(count: Int) { self.count = count }
        func next() -> SourceRow? {
            guard at < count else { return nil }
            defer { at += 1 }
            return SourceRow(
                ["n": .integer(at)],
                location: RowLocation(file: "numbers.txt", number: at + 1, unit: .line))
        }
    }
}

private func graph(
    _ form: String, _ registry: StageRegistry, settings: String = ""
) throws -> Graph {
    try makeGraph(
        """
        {"schemaVersion": 1, "stages": {
          "in": {"type": "read"},
          "picky": {"type": "\(form)", "input": "in"\(settings)},
          "out": {"type": "write", "input": "picky"}}}
        """, registry)
}

private func execute(_ graph: Graph, window: Int = 8) async throws -> (MemorySink, Run.Summary) {
    let sink = MemorySink()
    let run = Run(graph, options: .init(window: window, seed: 0), memory: MemoryJournal())
    return (sink, try await run.execute(into: sink))
}

@Suite struct `A record that its stage cannot use` {
    @Test(arguments: Picky.forms)
    func `is among the live counts, as it is among the committed ones`(form: String) async throws {
        let sink = MemorySink()
        let run = Run(
            try graph(form, Picky.registry(count: 12)), options: .init(window: 8, seed: 0),
            memory: MemoryJournal())
        _ = try await run.execute(into: sink)
        let live = try #require(run.progress.snapshot.stages.first { $0.name == "picky" }).counts
        let committed = try #require(await sink.totals["picky"])
        #expect([live.created, live.passed, live.rejected] == [12, 6, 6])
        #expect([committed.created, committed.passed, committed.rejected] == [12, 6, 6])
    }

    @Test(arguments: Picky.forms)
    func `is rejected with the reason, the problem and its row, and the others pass`(
        form: String
    ) async throws {
        let (sink, summary) = try await execute(graph(form, Picky.registry(count: 12)))
        #expect(await sink.accepted.count == 6)
        #expect(await sink.accepted.allSatisfy { ($0["n"]?.integer ?? 1) % 2 == 0 })
        let rejected = await sink.rejected
        #expect(rejected.map { $0.rejection?.reason } == Array(repeating: "odd", count: 6))
        #expect(
            rejected.map { $0.rejection?.detail(at: $0.location) }
                == stride(from: 2, through: 12, by: 2).map { line in
                    JSON.object([
                        "error": "the number is odd", "source": .string("numbers.txt:\(line)"),
                    ])
                })
        let total = try #require(await sink.totals["picky"])
        #expect(total.created == total.passed + total.rejected)
        #expect(total.rejected == 6)
        #expect(summary.unusable.map(\.unusable) == [6])
        #expect(summary.unusable.first?.location?.description == "numbers.txt:2")
    }

    @Test(arguments: Picky.forms)
    func `stops the run where the document says so, and the error names the row`(
        form: String
    ) async throws {
        let graph = try graph(
            form, Picky.registry(count: 12), settings: #", "onError": "stop""#)
        let error = await #expect(throws: RunError.self) { try await execute(graph, window: 1) }
        guard case .stageFailed("picky", _, let location, _ as Unusable) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(location?.description == "numbers.txt:2")
        #expect("\(error as Any)".contains("(numbers.txt:2): the number is odd"))
    }

    @Test(arguments: Picky.forms)
    func `is told from an error about the run, which stops it`(form: String) async throws {
        struct Broken: Error {}
        let graph = try graph(form, Picky.registry(count: 12, error: Broken()))
        let error = await #expect(throws: RunError.self) { try await execute(graph) }
        guard case .stageFailed("picky", _, _, _ as Broken) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test func `leaves fingerprint and facts as they were, whatever "onError" says`() throws {
        let plain = try graph("each", Picky.registry(count: 1))
        for value in ["reject", "stop"] {
            let told = try graph(
                "each", Picky.registry(count: 1), settings: #", "onError": "\#(value)""#)
            #expect(told.fingerprint(seed: 1) == plain.fingerprint(seed: 1))
            #expect(StageFacts.of(told, models: [:]) == StageFacts.of(plain, models: [:]))
        }
    }
}

@Suite struct `Records that a stage cannot use` {
    @Test(arguments: Picky.forms, [1, 7, 64])
    func `stop the run once they are more than half of the first thousand, at the same record`(
        form: String, window: Int
    ) async throws {
        // Of the first 999 records, 500 are bad, and the thousandth is the one too many.
        let registry = Picky.registry(count: 3_000) { $0 >= 499 && $0 < 1_500 }
        let error = await #expect(throws: RunError.self) {
            try await execute(graph(form, registry), window: window)
        }
        guard case .unusableRecords(let found) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(found.stage == "picky")
        #expect([found.reached, found.unusable] == [1_000, 501])
        #expect("\(found)".contains("could not use 501 of 1000 records"))
        #expect("\(found)".contains("the number is odd (numbers.txt:500)"))
    }

    @Test(arguments: Picky.forms)
    func `do not stop it while they are half of them, nor when they come later`(
        form: String
    ) async throws {
        for isBad: @Sendable (Int) -> Bool in [{ $0 < 500 }, { $0 >= 1_000 }] {
            let registry = Picky.registry(count: 2_500, isBad: isBad)
            let (sink, _) = try await execute(graph(form, registry))
            #expect(await sink.accepted.count == (isBad(0) ? 2_000 : 1_000))
        }
    }

    @Test(arguments: Picky.forms)
    func `stop it where twenty or more came and none could be used`(form: String) async throws {
        let error = await #expect(throws: RunError.self) {
            try await execute(graph(form, Picky.registry(count: 20) { _ in true }))
        }
        #expect("\(error as Any)".contains("could not use 20 of 20 records"))
        let (sink, _) = try await execute(graph(form, Picky.registry(count: 19) { _ in true }))
        #expect(await sink.rejected.count == 19)
    }
}
