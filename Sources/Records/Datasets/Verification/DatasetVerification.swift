public import Foundation

/// The result of a full check of a dataset's folder: shards, frames, rows, ledger and journal.
public struct DatasetVerification: Equatable, Sendable {
    /// Shards whose frames are all intact.
    public internal(set) var intactShards = 0
    /// Frames whose bytes are intact and whose records match the catalog's rows.
    public internal(set) var intactFrames = 0
    /// Records in intact frames.
    public internal(set) var intactRecords = 0
    /// Journal entries that can be read back.
    public internal(set) var intactAnswers = 0
    /// All problems found.
    public internal(set) var problems: [DatasetProblem] = []

    /// Whether nothing is damaged; leftover and foreign files do not count.
    public var isIntact: Bool { !problems.contains(where: \.isDamage) }

    /// Reads the whole folder and compares shards, catalog, ledger and journal.
    /// - Throws: ``DatasetError/missing(path:)``, ``DatasetError/notADataset(folder:found:)``,
    ///   ``DatasetError/locked(folder:)`` while a run writes there, or
    ///   ``DatasetError/otherSchema(path:found:expected:)``. Damage is a problem found, not an
    ///   error.
    public init(verifying url: URL) throws(DatasetError) {
        let folder = DatasetFolder(url: url)
        let claim = try folder.claim()
        // Without it the optimizer may release the claim, and with it the lock, before the check
        // ends.
        defer { withExtendedLifetime(claim) {} }
        self = try DatasetVerification(claimed: folder)
    }

    /// Checks the catalog against itself and against the shards, but neither journal nor other files.
    static func ofCatalog(in folder: DatasetFolder) throws(DatasetError) -> DatasetVerification {
        var verification = DatasetVerification()
        try verification.inspectCatalog(of: folder)
        return verification
    }

    private init() {}

    init(claimed folder: DatasetFolder) throws(DatasetError) {
        try folder.requireDataset()
        inspectFiles(of: folder)
        if FileManager.default.fileExists(atPath: folder.catalog.path) {
            try inspectCatalog(of: folder)
        } else {
            problems.append(.missingCatalog(shards: folder.shardNames.count))
        }
        inspectJournal(of: folder)
        inspectAnswers(of: folder)
    }

    // MARK: Files

    private mutating func inspectFiles(of folder: DatasetFolder) {
        for name in folder.names {
            if folder.isLeftover(name) {
                problems.append(.leftover(file: name))
            } else if !folder.isOwn(name), !PreviousDataset.isName(name) {
                problems.append(.foreignFile(file: name))
            }
        }
    }

    // MARK: Catalog

    private mutating func inspectCatalog(of folder: DatasetFolder) throws(DatasetError) {
        if let reason = try DatabaseCheck.damage(of: folder.catalog) {
            return problems.append(.damagedCatalog(reason: reason))
        }
        let catalog: Catalog
        do throws(DatasetError) { catalog = try Catalog.open(at: folder.catalog) } catch {
            if case .nothingYet = error { return }
            return problems.append(try Self.problem(of: error))
        }
        do throws(DatasetError) {
            problems += try catalog.unfitRows().map { .unfitRows(table: $0.table, rows: $0.rows) }
            // Everything below reads these rows, and would stop at the first such value.
            guard problems.allSatisfy({ $0.code != "catalog.values" }) else { return }
            for kind in folder.kinds {
                let found = try ShardInspection(folder: folder, catalog: catalog, kind: kind)
                problems += found.problems
                intactShards += found.intactShards
                intactFrames += found.intactFrames
                intactRecords += found.intactRecords
            }
            problems += try LedgerInspection(folder: folder, catalog: catalog).problems
            let reader = try DatasetReader(folder: folder.url)
            // What no inspection reads, commands may: it must at least be readable.
            _ = (try reader.runs(), try reader.snapshot(), try reader.history())
            _ = try reader.estimate()
            if reader.isComplete, !folder.names.contains("README.md") {
                problems.append(.missingCard)
            }
        } catch {
            // A table is missing or a row is unusable, though SQLite finds the file intact.
            problems.append(try Self.problem(of: error))
        }
    }

    /// The problem that an error in reading the catalog means.
    private static func problem(of error: DatasetError) throws(DatasetError) -> DatasetProblem {
        switch error {
        case .damagedDatabase(_, let reason), .database(_, let reason):
            return .damagedCatalog(reason: reason)
        case .damagedCatalog(_, let reason): return .unusableCatalog(reason: reason)
        default: throw error
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
            if !scan.hasName {
                problems.append(
                    .damagedJournal(reason: "Its first 16 bytes are not those of a journal"))
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

extension DatasetVerification {
    /// Looks for the answers that the lineage names; a damaged catalog or journal is reported already.
    private mutating func inspectAnswers(of folder: DatasetFolder) {
        guard let found = try? ForgottenAnswers(in: folder.url), found.count > 0 else { return }
        problems.append(
            .forgottenAnswers(count: found.count, isJournalMissing: found.isJournalMissing))
    }
}

extension DatasetError {
    /// The first line of the message.
    fileprivate var reason: String {
        description.split(separator: "\n").first.map(String.init) ?? description
    }
}
