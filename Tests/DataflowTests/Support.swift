import Dataflow
import JSON
import Synchronization
import TestSupport

/// Kinds whose stages are closures: dataflow knows nothing of language models.
struct ClosureStages {
    var each: [String: @Sendable (Record, StageContext) async throws -> [Outcome]] = [:]
    var group: [String: @Sendable ([Record]) -> [GroupOutcome]] = [:]
    /// What the end is told, instead of by the document.
    var sink: SinkSettings?

    var registry: StageRegistry {
        var kinds = [StageKind.count, StageKind.ending(sink), StageKind.join, StageKind.unique]
        for (name, body) in each {
            kinds.append(
                StageKind(name: name, summary: "", settings: []) { preparation in
                    PreparedStage(work: .each(EachClosure(body: body)), fields: preparation.fields)
                })
        }
        for (name, body) in group {
            kinds.append(
                StageKind(name: name, summary: "", settings: []) { preparation in
                    PreparedStage(
                        work: .group(GroupClosure(body: body)), fields: preparation.fields)
                })
        }
        return StageRegistry(kinds)
    }
}

private struct EachClosure: RecordStage {
    let body: @Sendable (Record, StageContext) async throws -> [Outcome]
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        try await body(record, context)
    }
}

private struct GroupClosure: GroupStage {
    let body: @Sendable ([Record]) -> [GroupOutcome]
    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        body(records)
    }
}

extension StageKind {
    private static let countTo = Setting.required("to", .integer(0...1_000_000), "How far.")
    private static let countWeight = Setting(
        "weight", .integer(1...100), default: 1, "How many at a time.")
    private static let target = Setting.optional("target", .integer(1...1_000_000), "How many.")
    private static let draws = Setting("draws", .integer(1...1_000), default: 100, "How often.")

    /// Counts from 0 in the field "n".
    static let count = StageKind(
        name: "read", summary: "Counts.",
        settings: [countTo, countWeight], takesInput: false
    ) { preparation in
        PreparedStage(
            work: .source(
                CountSource(end: preparation[countTo], weight: preparation[countWeight])),
            fields: FieldSet(["n"]))
    }

    static let join = StageKind(name: "mix", summary: "Joins.", settings: []) { preparation in
        PreparedStage(work: .merge, fields: preparation.fields)
    }

    /// Rejects records whose "n" was seen before.
    static let unique = StageKind(name: "unique", summary: "Once each.", settings: []) {
        preparation in
        PreparedStage(work: .ordered(UniqueStage()), fields: preparation.fields)
    }

    static let end = ending(nil)

    static func ending(_ given: SinkSettings?) -> StageKind {
        StageKind(
            name: "write", summary: "Ends.",
            settings: [target, draws]
        ) { preparation in
            PreparedStage(
                work: .sink(
                    given
                        ?? SinkSettings(
                            target: preparation[target],
                            drawLimit: preparation[draws], folder: "")),
                fields: preparation.fields)
        }
    }

}

private struct CountSource: SourceStage {
    let end: Int
    let weight: Int

    func makeCursor(seed: UInt64) throws -> any SourceCursor { Cursor(end: end) }

    private final class Cursor: SourceCursor {
        var at = 0
        let end: Int
        init(end: Int) { self.end = end }
        func next() throws -> SourceRow? {
            guard at < end else { return nil }
            defer { at += 1 }
            return SourceRow(["n": .integer(at)])
        }
    }
}

private struct UniqueStage: OrderedStage {
    func makeJudge() throws -> any OrderedJudge { Judge() }

    private final class Judge: OrderedJudge {
        let seen = Mutex<Set<Int>>([])
        func reject(_ record: Record) throws -> Rejection? {
            let isNew = seen.withLock { $0.insert(record["n"]?.integer ?? -1).inserted }
            return isNew ? nil : Rejection("seen before")
        }
    }
}

/// A sink in memory.
actor MemorySink: RunSink {
    private(set) var accepted: [Record] = []
    /// The part of each accepted record.
    private(set) var parts: [String?] = []
    private(set) var rejected: [LineageEntry] = []
    private(set) var sourceRecords: [SourceRecordResult] = []
    private(set) var totals: [String: StageCounts] = [:]

    func accept(_ record: Record, part: String?) {
        accepted.append(record)
        parts.append(part)
    }

    func reject(_ entry: LineageEntry, fields: JSONObject) { rejected.append(entry) }

    func commit(_ result: SourceRecordResult, counts: [(stage: String, counts: StageCounts)]) {
        sourceRecords.append(result)
        for (stage, more) in counts {
            totals[stage, default: StageCounts()].created += more.created
            totals[stage, default: StageCounts()].passed += more.passed
            totals[stage, default: StageCounts()].rejected += more.rejected
        }
    }

    /// Everything that must be the same on every run.
    var account: [String] {
        accepted.map { "+ \($0.id) \(JSON.object($0.fields).text)" }
            + rejected.map { "- \($0.id) \($0.stage) \($0.rejection?.reason ?? "")" }
            + sourceRecords.map { "\($0.position) \($0.id) \($0.lineage.map(\.id.description))" }
    }
}

/// Answers in memory, with a count of those that were not known.
final class MemoryJournal: CallMemory {
    private let state = Mutex<(answers: [CallKey: JSON], computed: Int)>(([:], 0))

    var computed: Int { state.withLock { $0.computed } }
    func answer(to key: CallKey) -> JSON? { state.withLock { $0.answers[key] } }
    func remember(_ answer: JSON, for key: CallKey) {
        state.withLock {
            $0.answers[key] = answer
            $0.computed += 1
        }
    }
}

/// The graph of a document in a folder of its own.
func makeGraph(_ text: String, _ registry: StageRegistry) throws -> Graph {
    let folder = try TemporaryFolder()
    return try Graph(
        PipelineDocument(path: folder.write("test.json", text).path), registry: registry)
}

func makeGraph(_ text: String, _ stages: ClosureStages) throws -> Graph {
    try makeGraph(text, stages.registry)
}
