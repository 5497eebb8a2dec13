public import Foundation
public import JSON

/// Statistics of everything readable in a dataset's folder, and a list of what is damaged.
///
/// Reads every record once. A damaged frame loses its records, a damaged catalog everything but the
/// records; the rest is surveyed all the same, and ``problems`` says what was lost.
public struct DatasetSurvey: Sendable {
    /// What the dataset was made from; empty if the catalog cannot be read.
    public private(set) var description = DatasetDescription()
    /// Statistics of everything that could be read.
    public private(set) var statistics = DatasetStatistics()
    /// The runs that wrote the dataset, oldest first.
    public private(set) var runs: [RunFacts] = []
    /// The last snapshot of the last run.
    public private(set) var snapshot: RunSnapshot?
    /// Progress over time, of all runs.
    public private(set) var history: [RunPoint] = []
    /// The first fifty things that could not be read, each with the number of records lost.
    public private(set) var problems: [Problem] = []
    /// Number of problems beyond the first fifty.
    public private(set) var furtherProblems = 0
    /// A reader for single records; `nil` if the catalog cannot be read.
    public private(set) var reader: DatasetReader?

    private static let problemLimit = 50

    /// A part of the dataset that could not be read.
    public struct Problem: Equatable, Sendable {
        /// Error text: what was found, what was expected, and what to do next.
        public let message: String
        /// Number of records lost because of the problem; 0 if unknown.
        public internal(set) var recordsLost: Int
    }

    /// Surveys the dataset in `folder` and calls `visit` with every record, accepted ones first.
    ///
    /// - Parameter eta: The factor that turns a reward difference into a target probability.
    /// - Throws: ``DatasetError/missing(path:)``, or ``DatasetError/notADataset(folder:found:)`` if
    ///   there is neither a catalog nor a shard. Damage is not thrown but listed in ``problems``.
    public init(
        of folder: URL, eta: Double = 1, visit: (RecordKind, JSONObject) -> Void = { _, _ in }
    ) throws(DatasetError) {
        let files = DatasetFolder(url: folder)
        do throws(DatasetError) {
            reader = try DatasetReader(folder: folder)
        } catch {
            let shards = files.shardNames
            let hasCatalog = FileManager.default.fileExists(atPath: files.catalog.path)
            if case .missing = error, !hasCatalog, shards.isEmpty { throw error }
            if case .notADataset = error, shards.isEmpty { throw error }
            note(error)
        }
        if let reader { survey(reader) }
        var tally = RecordTally(eta: eta, by: [])
        for kind in RecordKind.allCases {
            let count = records(kind, in: files) { record in
                if kind == .accepted { tally.add(record) }
                visit(kind, record)
            }
            // Without the catalog's counts, the records that were read are counted.
            if reader == nil || statistics.shards.isEmpty { set(count, of: kind) }
        }
        tally.report(into: &statistics)
    }

    // MARK: The catalog

    private mutating func survey(_ reader: DatasetReader) {
        description = reader.description
        statistics.pipeline = reader.description.pipeline
        statistics.isComplete = reader.isComplete
        statistics.shards = attempt(reader.shards) ?? []
        for shard in statistics.shards {
            if shard.kind.isAccepted { statistics.accepted += shard.records }
            if shard.kind == .rejected { statistics.rejected += shard.records }
        }
        statistics.parts = attempt(reader.partCounts) ?? []
        statistics.funnel = attempt(reader.funnel) ?? []
        runs = attempt { () throws(DatasetError) in try reader.runs() } ?? []
        statistics.add(runs)
        snapshot = attempt(reader.snapshot) ?? nil
        history = attempt(reader.history) ?? []
        statistics.estimate = attempt(reader.estimate) ?? nil
        for stage in snapshot?.stages ?? [] { statistics.answerTokens[stage.name] = stage.tokens }
    }

    private mutating func attempt<Value>(_ read: () throws(DatasetError) -> Value) -> Value? {
        do throws(DatasetError) {
            return try read()
        } catch {
            note(error)
            return nil
        }
    }

    private mutating func note(_ error: DatasetError, recordsLost: Int = 0) {
        let message = error.description
        // A missing shard fails once per frame, with the same message each time.
        if let index = problems.firstIndex(where: { $0.message == message }) {
            problems[index].recordsLost += recordsLost
        } else if problems.count < Self.problemLimit {
            problems.append(Problem(message: message, recordsLost: recordsLost))
        } else {
            furtherProblems += 1
        }
    }

    private mutating func set(_ count: Int, of kind: RecordKind) {
        if kind == .accepted { statistics.accepted = count } else { statistics.rejected = count }
    }

    // MARK: Records

    /// Calls `take` with every record that can be read; returns their number.
    private mutating func records(
        _ kind: RecordKind, in files: DatasetFolder, _ take: (JSONObject) -> Void
    ) -> Int {
        guard let reader else { return recordsWithoutCatalog(kind, in: files, take) }
        guard let cursor = attempt({ () throws(DatasetError) in try reader.records(kind) }) else {
            return recordsWithoutCatalog(kind, in: files, take)
        }
        var count = 0
        while true {
            do throws(DatasetError) {
                guard let record = try cursor.next() else { return count }
                count += 1
                take(record)
            } catch {
                note(error, recordsLost: cursor.skipDamage())
            }
        }
    }

    private mutating func recordsWithoutCatalog(
        _ kind: RecordKind, in files: DatasetFolder, _ take: (JSONObject) -> Void
    ) -> Int {
        var count = 0
        for shard in files.shards(kind) {
            do throws(DatasetError) {
                let reader = try RecordReader(url: shard)
                while let record = try reader.next() {
                    count += 1
                    take(record)
                }
            } catch {
                note(error)
            }
        }
        return count
    }
}
