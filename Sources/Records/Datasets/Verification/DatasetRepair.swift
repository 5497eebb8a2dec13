import Files
public import Foundation

/// Repairs a dataset's folder: keeps intact content and lists the lost records.
///
/// A run can always continue from the result. Shards are cut after their last intact frame, the
/// catalog is made anew from the shards and from what is sound in the old one, the ledger ends
/// before its first damaged entry, and a damaged journal keeps every readable answer. Catalog and
/// journal are written beside the old ones and renamed when they are whole, so a repair may be
/// killed at any moment and begun again. What is taken out is kept in the folder `damaged`.
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
        if problems.contains(where: \.concernsCatalog) { try mendCatalog() }
        remaining =
            actions.isEmpty ? problems : try DatasetVerification(claimed: folder).problems
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
        guard problems.contains(where: \.concernsJournal) else { return }
        let kept = try JournalRepair.rebuild(folder)
        actions.append(
            "made \(DatasetFolder.journalName) anew with the \(kept.grouped) answers that can be read"
        )
    }

    // MARK: Catalog

    /// Makes the catalog anew beside the old one, renames it, and then cuts damaged shards.
    private mutating func mendCatalog() throws(DatasetError) {
        // Otherwise a kill between the removal of the log and the renaming would lose the log.
        if !problems.contains(where: \.isUnreadableCatalog) { mergeLog() }
        let beside = folder.catalog.appendingPathExtension("tmp")
        removeDatabase(beside)
        let catalog = try Catalog.create(at: beside)
        let salvage = CatalogSalvage(from: folder.catalog, into: catalog)
        try salvage.copyFacts()
        let kinds = folder.kinds(describedBy: try catalog.meta())
        try catalog.setParts(kinds.compactMap(\.part))
        var scans: [ShardScan] = []
        for kind in kinds {
            let scan = try ShardScan(folder: folder, kind: kind)
            try catalog.replaceIndex(scan, kind)
            let kept = Set(scan.records.joined().map(\.id))
            let missing = salvage.recordIDs(kind).filter { !kept.contains($0) }
            if !missing.isEmpty { lost[kind] = missing }
            actions.append(
                "kept \(kept.count.grouped) \(kind.rawValue) records in "
                    + "\(scan.frames.count.grouped) frames and indexed them anew")
            scans.append(scan)
        }
        let entries = try salvage.copyLedger()
        actions.append("kept the ledger of the first \(entries.grouped) source records")
        if problems.contains(where: \.needsRun) || !lost.isEmpty {
            try catalog.setMeta(["complete": "false"])
        }
        try catalog.index()
        try catalog.settle()
        try catalog.close()
        try replaceCatalog(with: beside)
        // The catalog first, as in `ShardSequence`: a crash in between leaves surplus bytes, never
        // rows whose bytes are gone.
        for scan in scans { actions += try scan.cutFiles() }
    }

    private func replaceCatalog(with beside: URL) throws(DatasetError) {
        if problems.contains(where: \.isUnreadableCatalog) {
            for suffix in DatasetFolder.databaseSuffixes {
                try folder.keep(URL(filePath: folder.catalog.path + suffix), in: .damaged)
            }
        }
        // The side files first: SQLite would apply an old write-ahead log to the new database.
        for suffix in DatasetFolder.databaseSuffixes where !suffix.isEmpty {
            unlink(folder.catalog.path + suffix)
        }
        // Before the rename: otherwise a crash could leave the new name with an empty file.
        try StoredFile(beside, for: .read).synchronize()
        do { try FileReplacement.move(beside, to: folder.catalog) } catch {
            throw DatasetError(error)
        }
    }

    /// Merges a sound catalog's write-ahead log, which a killed run left, into its file. The repair
    /// does without it if that fails.
    private func mergeLog() {
        let log = folder.catalog.path + "-wal"
        guard FileManager.default.fileExists(atPath: log),
            let catalog = try? Catalog.create(at: folder.catalog)
        else { return }
        try? catalog.settle()
        try? catalog.close()
    }

    private func removeDatabase(_ url: URL) {
        // The side files first, as above.
        for suffix in DatasetFolder.databaseSuffixes.reversed() { unlink(url.path + suffix) }
    }
}

extension DatasetProblem {
    /// Whether the catalog is to be made anew: every problem of catalog or shards.
    fileprivate var concernsCatalog: Bool {
        switch self {
        case .repeatedRecord: false
        default: isDamage && !concernsJournal
        }
    }

    fileprivate var concernsJournal: Bool {
        switch self {
        case .damagedJournal, .journalEntry: true
        default: false
        }
    }

    /// Whether SQLite or we cannot read parts of the catalog, which a person may still want.
    fileprivate var isUnreadableCatalog: Bool {
        switch self {
        case .damagedCatalog, .unusableCatalog, .unfitRows: true
        default: false
        }
    }

    /// Whether only a run can bring back what is lost.
    fileprivate var needsRun: Bool {
        switch self {
        case .missingCatalog, .damagedCatalog, .unusableCatalog, .unfitRows, .ledgerEntry,
            .recordCount:
            true
        default: false
        }
    }
}
