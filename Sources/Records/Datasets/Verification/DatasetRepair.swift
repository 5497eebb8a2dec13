public import Foundation

/// Repairs a dataset's folder: keeps intact content and lists the lost records.
///
/// A run can always continue from the result. Shards are cut after their last intact frame, the
/// catalog's rows are made again from the shards, the ledger ends before its first damaged entry,
/// and a damaged journal keeps every readable answer.
public struct DatasetRepair: Equatable, Sendable {
    /// The problems before the repair.
    public let problems: [DatasetProblem]
    /// The repair's actions, as sentences.
    public private(set) var actions: [String] = []
    /// The ids of lost records by kind, as far as the catalog had them.
    public private(set) var lost: [RecordKind: [String]] = [:]
    /// The problems after the repair, which need a person.
    public private(set) var remaining: [DatasetProblem] = []

    private let folder: DatasetFolder

    /// Verifies the dataset in `folder` and repairs the problems found.
    /// - Throws: The errors of ``DatasetVerification/init(verifying:)``, or that the folder cannot
    ///   be written.
    public init(repairing url: URL) throws(DatasetError) {
        folder = DatasetFolder(url: url)
        let claim = try folder.claim()
        defer { withExtendedLifetime(claim) {} }
        problems = try DatasetVerification(claimed: folder).problems
        removeLeftovers()
        try mendJournal()
        try mendCatalog()
        remaining = try DatasetVerification(claimed: folder).problems
    }

    /// Compares the findings, actions and losses; the folder does not count.
    public static func == (left: DatasetRepair, right: DatasetRepair) -> Bool {
        left.problems == right.problems && left.actions == right.actions && left.lost == right.lost
            && left.remaining == right.remaining
    }

    private mutating func removeLeftovers() {
        for case .leftover(let file) in problems
        where unlink(folder.url.appending(path: file).path) == 0 {
            actions.append("removed \(file)")
        }
    }

    // MARK: Journal

    private mutating func mendJournal() throws(DatasetError) {
        let isDamaged = problems.contains { problem in
            switch problem {
            case .damagedJournal, .journalEntry: true
            default: false
            }
        }
        guard isDamaged else { return }
        let kept = try JournalRepair.rebuild(folder.journal)
        actions.append(
            "made \(DatasetFolder.journalName) anew with the \(kept.grouped) answers that can be read"
        )
    }

    // MARK: Catalog

    private mutating func mendCatalog() throws(DatasetError) {
        let isUnusable = problems.contains { problem in
            switch problem {
            case .missingCatalog, .damagedCatalog: true
            default: false
            }
        }
        if isUnusable { try replaceCatalog() }
        let catalog = try Catalog.create(at: folder.catalog)
        for kind in RecordKind.allCases
        where isUnusable || problems.contains(where: { $0.kind == kind }) {
            try rebuild(kind, in: catalog, knowsIDs: !isUnusable)
        }
        try mendLedger(of: catalog)
        try catalog.index()
        try catalog.settle()
        try catalog.close()
    }

    /// Replaces an unusable catalog with an empty one, keeping its `meta` rows if readable.
    private mutating func replaceCatalog() throws(DatasetError) {
        let meta = (try? Catalog.open(at: folder.catalog).meta()) ?? [:]
        // With its side files: SQLite would apply an old write-ahead log to the new database.
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(folder.catalog.path + suffix) }
        let catalog = try Catalog.create(at: folder.catalog)
        try catalog.setMeta(
            meta.filter { $0.key != "schemaVersion" }.merging(["complete": "false"]) { $1 })
        try catalog.close()
        actions.append("made catalog.sqlite anew from the shards")
    }

    private mutating func rebuild(
        _ kind: RecordKind, in catalog: Catalog, knowsIDs: Bool
    ) throws(DatasetError) {
        let before = knowsIDs ? try catalog.recordIDs(kind) : []
        let scan = try ShardScan(folder: folder, kind: kind)
        // The catalog first, as in `ShardSequence`: a crash in between leaves surplus bytes, never
        // rows whose bytes are gone.
        try catalog.replaceIndex(scan, kind)
        try scan.cutFiles()
        let kept = Set(scan.records.joined().map(\.id))
        lost[kind] = before.filter { !kept.contains($0) }
        if lost[kind]?.isEmpty == false || !knowsIDs {
            try catalog.setMeta(["complete": "false"])
        }
        actions.append(
            "kept \(kept.count.grouped) \(kind.rawValue) records in \(scan.frames.count.grouped) "
                + "frames and indexed them anew")
    }

    private mutating func mendLedger(of catalog: Catalog) throws(DatasetError) {
        let found = try LedgerInspection(folder: folder, catalog: catalog)
        guard !found.problems.isEmpty else { return }
        try catalog.cutLedger(to: found.intactSourceRecords)
        try catalog.setMeta(["complete": "false"])
        actions.append(
            "kept the ledger of the first \(found.intactSourceRecords.grouped) source records and counted "
                + "anew")
    }
}
