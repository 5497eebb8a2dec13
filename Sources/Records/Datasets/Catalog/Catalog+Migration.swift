import GRDB

/// Support for catalogs of schema version 1, which differ in four names: the table `source_records`
/// was `roots`, `lineage.sourceRecord` was `root`, and `run_stages.node` and `plans.node` were
/// `place`.
extension Catalog {
    private static let oldVersion = "1"

    /// The schema version in the `meta` table; nil if there is none.
    static func version(of db: Database) throws -> String? {
        guard try db.tableExists("meta") else { return nil }
        return try String.fetchOne(
            db, sql: "SELECT value FROM meta WHERE key = 'schemaVersion'")
    }

    /// Whether ``showAsCurrent(_:)`` can read catalogs of this version.
    static func isOld(_ version: String?) -> Bool { version == oldVersion }

    /// Renames tables and columns of an old catalog in one transaction; leaves other catalogs as
    /// they are.
    func migrate() throws(DatasetError) {
        try write { db in
            guard Self.isOld(try Self.version(of: db)) else { return }
            try db.execute(
                sql: """
                    ALTER TABLE roots RENAME TO source_records;
                    ALTER TABLE lineage RENAME COLUMN root TO sourceRecord;
                    """)
            for table in ["run_stages", "plans"] where try db.tableExists(table) {
                try db.execute(sql: "ALTER TABLE \(table) RENAME COLUMN place TO node")
            }
            try db.execute(
                sql: "UPDATE meta SET value = ? WHERE key = 'schemaVersion'",
                arguments: [Self.schemaVersion])
        }
    }

    /// Shows an old catalog under the current names to one connection.
    ///
    /// The file is not changed, because its folder may be read-only: the names are temporary views
    /// of the connection, which SQLite finds before the tables of the file.
    static func showAsCurrent(_ db: Database) throws {
        guard isOld(try version(of: db)) else { return }
        try db.execute(
            sql: """
                CREATE TEMP VIEW source_records AS SELECT * FROM main.roots;
                CREATE TEMP VIEW lineage AS
                    SELECT position, root AS sourceRecord, id, parents, stage, number, call, status,
                        reason, fields FROM main.lineage;
                """)
        // These two tables were added during version 1, so an old catalog may lack them.
        if try db.tableExists("run_stages") {
            try db.execute(
                sql: """
                    CREATE TEMP VIEW run_stages AS
                        SELECT run, place AS node, stage, type, created, passed, rejected, working,
                            callsMade, callsRemembered, tokens FROM main.run_stages
                    """)
        }
        if try db.tableExists("plans") {
            try db.execute(
                sql: """
                    CREATE TEMP VIEW plans AS
                        SELECT place AS node, stage, figure, expected, low, high FROM main.plans
                    """)
        }
    }
}
