import Hashing
import JSON

/// The source records of a run in canonical order: the sources take turns by weight, and each is
/// read again from its start up to the draw limit.
struct SourceRecordSequence {
    private struct SourceState {
        let node: NodeID
        let name: String
        let stage: any SourceStage
        var cursor: (any SourceCursor)?
        var draw = 0
        var taken = 0
        var occurrences = Occurrences()
        var isExhausted = false
    }

    private var sources: [SourceState]
    private let drawLimit: Int
    private let seed: UInt64
    /// Position of the next source record in canonical order.
    private var position = 0
    private var current = 0
    private var takenOfCurrent = 0

    /// - Parameter drawLimit: How many times a source may be read from its start; 1 for once.
    init(graph: Graph, drawLimit: Int, seed: UInt64) {
        self.drawLimit = drawLimit
        self.seed = seed
        sources = graph.nodeIDs.compactMap { node in
            guard case .source(let stage) = graph[node].stage.work else { return nil }
            return SourceState(node: node, name: graph[node].name, stage: stage)
        }
    }

    /// Number of times every source has been read to its end.
    var finishedDraws: Int { sources.map(\.draw).min() ?? 0 }

    /// Returns the next source record; nil when all sources have been read as often as allowed.
    mutating func next() throws -> SourceRecord? {
        while sources.contains(where: { !$0.isExhausted }) {
            if takenOfCurrent >= max(1, sources[current].stage.weight)
                || sources[current].isExhausted
            {
                current = (current + 1) % sources.count
                takenOfCurrent = 0
                if sources[current].isExhausted { continue }
            }
            guard let row = try nextRow(of: current) else { continue }
            takenOfCurrent += 1
            defer { position += 1 }
            let record = makeRecord(row, of: current)
            return SourceRecord(
                position: position, node: sources[current].node, draw: sources[current].draw,
                start: row.rejection.map { .refused(record, $0) } ?? .source(record))
        }
        return nil
    }

    /// Returns the outcomes of a gathering stage as the next source record.
    mutating func next(of node: NodeID, _ outcomes: [GroupOutcome]) -> SourceRecord {
        defer { position += 1 }
        return SourceRecord(position: position, node: node, draw: nil, start: .gathered(outcomes))
    }

    private mutating func nextRow(of index: Int) throws -> SourceRow? {
        if sources[index].cursor == nil {
            let drawSeed = derivedSeed(seed, sources[index].name, "draw", sources[index].draw)
            sources[index].cursor = try sources[index].stage.makeCursor(seed: drawSeed)
            sources[index].taken = 0
            sources[index].occurrences = Occurrences()
        }
        if let row = try sources[index].cursor?.next() {
            sources[index].taken += 1
            return row
        }
        sources[index].cursor = nil
        sources[index].draw += 1
        // An empty source is exhausted at once: reading it again would loop for ever.
        sources[index].isExhausted = sources[index].draw >= drawLimit || sources[index].taken == 0
        return nil
    }

    private mutating func makeRecord(_ row: SourceRow, of index: Int) -> Record {
        let fields = row.fields
        let first = RecordID.source(
            stage: sources[index].name, content: fields, occurrence: 0, draw: sources[index].draw)
        let occurrence = sources[index].occurrences.note(first)
        let id =
            occurrence == 0
            ? first
            : RecordID.source(
                stage: sources[index].name, content: fields, occurrence: occurrence,
                draw: sources[index].draw)
        return Record(
            id: id, fields: fields,
            path: RecordPath().appending(sources[index].node, number: 0), location: row.location)
    }
}

/// Counts records of equal content, in eight bytes for each that came once.
private struct Occurrences {
    private var seen: Set<UInt64> = []
    private var repeats: [UInt64: Int] = [:]

    /// Returns how many equal records came before. Compares half of each id: two different records
    /// with an equal half are next to impossible, and would only change the second one's id.
    mutating func note(_ id: RecordID) -> Int {
        let half = id.hash.high
        guard !seen.insert(half).inserted else { return 0 }
        repeats[half, default: 0] += 1
        return repeats[half, default: 0]
    }
}
