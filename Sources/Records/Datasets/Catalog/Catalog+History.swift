import GRDB

/// How far a run was at one moment: a point of its curves.
public struct RunPoint: Equatable, Sendable {
    /// The run's number, from 1.
    public let run: Int
    /// Seconds since it began.
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
    /// The curves of all runs, oldest first; none if the runs wrote none.
    public func history() throws(DatasetError) -> [RunPoint] {
        try catalog.read { db in
            guard try db.tableExists("run_history") else { return [] }
            return try Row.fetchAll(
                db, sql: "SELECT * FROM run_history ORDER BY run, seconds"
            ).map { row in
                RunPoint(
                    run: row["run"], seconds: row["seconds"], accepted: row["accepted"],
                    tokens: row["tokens"])
            }
        }
    }

    /// Whether records are found by id without reading all rows: a finished dataset has an index.
    public func isIndexed() throws(DatasetError) -> Bool {
        try catalog.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT COUNT(*) FROM sqlite_master WHERE name = 'lineage_by_id'") ?? false
        }
    }
}

extension DatasetReader {
    /// The number of source records that are done.
    public func sourceCount() throws(DatasetError) -> Int {
        try catalog.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM source_records") ?? 0 }
    }
}
