public import Foundation

/// What a full check of a dataset's folder found: every shard, every frame, every row, every answer.
public struct DatasetVerification: Equatable, Sendable {
    /// Shards whose frames are all sound.
    public internal(set) var intactShards = 0
    /// Frames whose bytes are the ones that were written, and whose records are where the catalog says.
    public internal(set) var intactFrames = 0
    /// The records in them.
    public internal(set) var intactRecords = 0
    /// Remembered answers that can be read back.
    public internal(set) var intactAnswers = 0
    /// Everything that is wrong.
    public internal(set) var problems: [DatasetProblem] = []

    /// Whether nothing is lost or wrong; files that merely lie about are no damage.
    public var isIntact: Bool { !problems.contains(where: \.isDamage) }

    /// Reads everything in `folder` and compares it.
    /// - Throws: ``DatasetError/missing(path:)``, ``DatasetError/notADataset(folder:found:)``,
    ///   ``DatasetError/locked(folder:)`` while a run writes there, or
    ///   ``DatasetError/otherSchema(path:found:expected:)``. Damage is a problem found, not an error.
    public init(verifying url: URL) throws(DatasetError) {
        let folder = DatasetFolder(url: url)
        let claim = try folder.claim()
        defer { withExtendedLifetime(claim) {} }
        self = try DatasetVerification(claimed: folder)
    }

    init(claimed folder: DatasetFolder) throws(DatasetError) {
        try folder.requireDataset()
        inspectFiles(of: folder)
        if FileManager.default.fileExists(atPath: folder.catalog.path) {
            try inspectCatalog(of: folder)
        } else {
            let shards = RecordKind.allCases.reduce(0) { $0 + folder.shardsPresent($1).count }
            problems.append(.missingCatalog(shards: shards))
        }
        inspectJournal(of: folder)
    }

    // MARK: Files

    private mutating func inspectFiles(of folder: DatasetFolder) {
        for name in folder.names {
            if folder.isLeftover(name) {
                problems.append(.leftover(file: name))
            } else if !folder.isOwn(name) {
                problems.append(.foreignFile(file: name))
            }
        }
    }

    // MARK: Catalog

    private mutating func inspectCatalog(of folder: DatasetFolder) throws(DatasetError) {
        if let reason = DatabaseCheck.damage(of: folder.catalog) {
            return problems.append(.damagedCatalog(reason: reason))
        }
        let catalog: Catalog
        do throws(DatasetError) { catalog = try Catalog.open(at: folder.catalog) } catch {
            guard case .damagedDatabase(_, let reason) = error else { throw error }
            return problems.append(.damagedCatalog(reason: reason))
        }
        do throws(DatasetError) {
            for kind in RecordKind.allCases {
                let found = try ShardInspection(folder: folder, catalog: catalog, kind: kind)
                problems += found.problems
                intactShards += found.intactShards
                intactFrames += found.intactFrames
                intactRecords += found.intactRecords
            }
            problems += try LedgerInspection(folder: folder, catalog: catalog).problems
            let isComplete = try catalog.meta()["complete"] == "true"
            if isComplete, !folder.names.contains("README.md") { problems.append(.missingCard) }
        } catch {
            // A table is missing or a row is of no use: SQLite finds the file sound, we cannot.
            problems.append(.damagedCatalog(reason: error.reason))
        }
    }

    // MARK: Journal

    private mutating func inspectJournal(of folder: DatasetFolder) {
        guard FileManager.default.fileExists(atPath: folder.journal.path) else { return }
        do throws(DatasetError) {
            var scan = try JournalScan(StoredFile(folder.journal, for: .read))
            while let (_, entry) = try scan.next() {
                if let reason = entry.damage {
                    problems.append(.journalEntry(key: entry.key.hexadecimal, reason: reason))
                } else {
                    intactAnswers += 1
                }
            }
            for gap in scan.gaps + [scan.tail] where !gap.isEmpty {
                problems.append(
                    .damagedJournal(
                        reason:
                            "\(gap.count.grouped) bytes from \(gap.lowerBound.grouped) on are no answers"
                    ))
            }
        } catch {
            problems.append(.damagedJournal(reason: error.reason))
        }
    }
}

extension DatasetError {
    /// What the database said, without the position.
    fileprivate var reason: String {
        switch self {
        case .damagedDatabase(_, let reason), .database(_, let reason): reason
        default: description.split(separator: "\n").first.map(String.init) ?? description
        }
    }
}
