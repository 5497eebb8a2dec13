import GRDB

/// A point of a run's curves: its progress at one time.
public struct RunPoint: Equatable, Sendable {
    /// The run's number, from 1.
    public let run: Int
    /// Seconds since the run began.
    public let seconds: Double
    /// Records accepted so far.
    public let accepted: Int
    /// Tokens generated so far.
    public let tokens: Int

    /// A point.
    public init(run: Int, seconds: Double, accepted: Int, tokens: Int) {
        self.run = run
        self.seconds = seconds
        self.accepted = accepted
        self.tokens = tokens
    }
}

extension DatasetReader {
    /// The points of all runs, oldest first; empty if no run wrote any.
    public func history() throws(DatasetError) -> [RunPoint] {
        try catalog.read { db in
            guard try db.tableExists("run_history") else { return [] }
            return try Row.fetchAll(
                db, sql: "SELECT * FROM run_history ORDER BY run, seconds"
            ).map { row in
                RunPoint(
                    run: try row.value("run"), seconds: try row.value("seconds"),
                    accepted: try row.value("accepted"), tokens: try row.value("tokens"))
            }
        }
    }

    /// Whether records can be looked up by id without reading all rows, as in a finished dataset.
    public func isIndexed() throws(DatasetError) -> Bool {
        try catalog.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT COUNT(*) FROM sqlite_master WHERE name = 'lineage_by_id'") ?? false
        }
    }
}

extension DatasetReader {
    /// The number of finished source records that sources gave, every reading counted; the outcomes
    /// of gathering stages, which have parents, are in the ledger too and are left out.
    public func sourceCount() throws(DatasetError) -> Int {
        try catalog.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FROM source_records JOIN lineage
                    ON lineage.position = source_records.firstRow WHERE lineage.parents = '[]'
                    """) ?? 0
        }
    }
}
