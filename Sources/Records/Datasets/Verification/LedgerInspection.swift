import JSON

/// Checks the ledger against its digests, and the stages' counts against the ledger and the
/// records.
struct LedgerInspection {
    private(set) var problems: [DatasetProblem] = []
    /// The number of source records before the first damaged one.
    private(set) var intactSourceRecords = 0

    init(folder: DatasetFolder, catalog: Catalog) throws(DatasetError) {
        var counts: [StageCount] = []
        try checkEntries(of: catalog, &counts)
        // Sums over a damaged ledger differ anyway, and would only repeat that problem.
        guard problems.isEmpty else { return }
        let reader = try DatasetReader(folder: folder.url)
        let noted = try reader.funnel()
        for sum in Self.differing(counts.summed, noted) {
            problems.append(.stageSums(stage: sum))
        }
        for count in noted where count.created != count.passed + count.rejected {
            problems.append(
                .stageCounts(
                    stage: count.stage, created: count.created, passed: count.passed,
                    rejected: count.rejected))
        }
        if reader.isComplete, problems.isEmpty { try compare(noted, with: reader) }
    }

    private mutating func checkEntries(
        of catalog: Catalog, _ counts: inout [StageCount]
    ) throws(DatasetError) {
        for (expected, position) in try catalog.ledgerPositions().enumerated() {
            guard position == expected else {
                let reason = "The next entry is that of source record \(position)"
                return problems.append(.ledgerEntry(position: expected, reason: reason))
            }
            do throws(DatasetError) {
                let (entry, digest) = try catalog.ledgerEntry(at: position)
                guard EncodedLedgerEntry(entry).digest == digest else {
                    let reason = "The entry of '\(entry.id)' is not what its digest says"
                    return problems.append(.ledgerEntry(position: position, reason: reason))
                }
                counts = (counts + entry.counts).summed
            } catch {
                let reason = "The entry cannot be read"
                return problems.append(.ledgerEntry(position: position, reason: reason))
            }
            intactSourceRecords += 1
        }
        // No digest covers lineage rows past the last entry, so they are counted.
        let stray = try catalog.lineageRows(past: intactSourceRecords)
        if stray > 0 {
            problems.append(
                .ledgerEntry(
                    position: intactSourceRecords,
                    reason: "\(stray) rows of lineage belong to no entry"))
        }
    }

    /// The stages whose counts differ.
    private static func differing(_ expected: [StageCount], _ noted: [StageCount]) -> [String] {
        let (left, right) = (byStage(expected), byStage(noted))
        return Set(left.keys).union(right.keys).sorted().filter { left[$0] != right[$0] }
    }

    /// The counts by stage, without stages that did nothing: they have no row.
    private static func byStage(_ counts: [StageCount]) -> [String: StageCount] {
        let busy = counts.filter { $0.created != 0 || !$0.repairs.isEmpty }
        return Dictionary(busy.map { ($0.stage, $0) }, uniquingKeysWith: { $1 })
    }

    private mutating func compare(
        _ counts: [StageCount], with reader: DatasetReader
    ) throws(DatasetError) {
        let rejected = try reader.count(.rejected)
        let counted = counts.reduce(0) { $0 + $1.rejected }
        if rejected != counted {
            problems.append(
                .recordCount(kind: .rejected, records: rejected, counted: counted))
        }
        guard let sink = reader.description.sinkStage,
            let count = counts.first(where: { $0.stage == sink })
        else { return }
        let accepted = try reader.count(.accepted)
        if accepted != count.passed {
            problems.append(
                .recordCount(kind: .accepted, records: accepted, counted: count.passed))
        }
    }
}

extension DatasetDescription {
    /// The name of the `write` stage of the document that made the dataset.
    fileprivate var sinkStage: String? {
        let stages = (try? JSON(parsing: document))?["stages"]?.object
        return stages?.pairs.first { $0.1["type"]?.string == "write" }?.0
    }
}
