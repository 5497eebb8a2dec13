import GRDB

extension Catalog {
    /// The types of a table's columns, as the schema declares them.
    struct Columns: Sendable {
        /// Names, types and whether NULL is refused.
        let columns: [(name: String, type: String, isRequired: Bool)]

        init(of table: String, in db: Database) throws {
            columns = try Row.fetchAll(db, sql: "PRAGMA table_info(\(table))").map { row in
                (try row.value("name"), try row.value("type"), try row.value("notnull") as Int != 0)
            }
        }

        var names: String { columns.map(\.name).joined(separator: ", ") }

        /// The condition, in SQL, that every value of a row has its column's type.
        var areFitting: String {
            columns.map { column in
                let fits =
                    switch column.type {
                    case "INTEGER":
                        "typeof(\(column.name)) = 'integer' AND \(column.name) "
                            + "BETWEEN \(column.name == "node" ? -1 : 0) AND \(Int.columnLimit)"
                    case "REAL":
                        "typeof(\(column.name)) IN ('integer', 'real') AND \(column.name) "
                            + "BETWEEN -\(Double.columnLimit) AND \(Double.columnLimit)"
                    default: "typeof(\(column.name)) = 'text'"
                    }
                return column.isRequired ? "(\(fits))" : "(\(column.name) IS NULL OR (\(fits)))"
            }.joined(separator: " AND ")
        }
    }

    /// The tables of a catalog of today's version.
    static let tables = [
        "meta", "shards", "frames", "records", "source_records", "lineage", "stage_counts",
        "rejections", "repairs", "runs", "performance", "run_states", "run_stages", "run_activity",
        "run_history", "plans",
    ]

    /// The tables that were added later, so that an old catalog may lack them.
    private static let laterTables = [
        "run_states", "run_stages", "run_activity", "run_history", "plans",
    ]

    /// The columns of each table as a new catalog has them.
    static func columnsByTable() throws(DatasetError) -> [String: Columns] {
        try wrapped("an empty catalog") {
            let empty = try DatabaseQueue()
            return try empty.write { db in
                try db.execute(sql: Self.schema + Self.snapshotTables + Self.estimateTable)
                return Dictionary(
                    uniqueKeysWithValues: try tables.map { ($0, try Columns(of: $0, in: db)) })
            }
        }
    }

    /// The number of rows with a value of another type than their column's, by table; tables
    /// without such rows are left out.
    func unfitRows() throws(DatasetError) -> [(table: String, rows: Int)] {
        let expected = try Self.columnsByTable()
        return try read { db in
            try Self.tables.compactMap { table in
                guard let columns = expected[table] else { return nil }
                guard try db.tableExists(table) || db.viewExists(table) else {
                    if Self.laterTables.contains(table) { return nil }
                    throw DatasetError.damagedCatalog(
                        path: path, reason: "The table '\(table)' is missing")
                }
                let count =
                    try Int.fetchOne(
                        db,
                        sql: "SELECT COUNT(*) FROM \(table) WHERE NOT (\(columns.areFitting))")
                    ?? 0
                return count == 0 ? nil : (table, count)
            }
        }
    }
}
