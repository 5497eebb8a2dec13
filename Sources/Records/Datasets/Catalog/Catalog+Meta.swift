import Foundation
import GRDB
import JSON

extension Catalog {
    /// The rows of the `meta` table.
    func meta() throws(DatasetError) -> [String: String] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT key, value FROM meta")
            return Dictionary(
                try rows.map { (try $0.value("key"), try $0.value("value")) },
                uniquingKeysWith: { _, last in last }
            )
        }
    }

    func setMeta(_ rows: [String: String]) throws(DatasetError) {
        try write { db in
            for (key, value) in rows {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                    arguments: [key, value]
                )
            }
        }
    }

    /// Stores the parts of the dataset; without parts there is no row of them.
    func setParts(_ parts: [String]) throws(DatasetError) {
        try write { db in
            try db.execute(sql: "DELETE FROM meta WHERE key = 'parts'")
            guard !parts.isEmpty else { return }
            try db.execute(
                sql: "INSERT INTO meta VALUES ('parts', ?)",
                arguments: [JSON.array(parts.map { .string($0) }).text])
        }
    }

    /// Inserts a row for a new run and returns the run's number.
    func beginRun(host: JSONObject) throws(DatasetError) -> Int {
        try write { db in
            try db.execute(
                sql: "INSERT INTO runs (started, status, host) VALUES (?, 'running', ?)",
                arguments: [Date().formatted(.iso8601), JSON.object(host).text]
            )
            return Int(db.lastInsertedRowID)
        }
    }

    /// Stores when and how a run ended.
    func endRun(_ number: Int, status: String) throws(DatasetError) {
        try write { db in
            try db.execute(
                sql: "UPDATE runs SET finished = ?, status = ? WHERE number = ?",
                arguments: [Date().formatted(.iso8601), status, number]
            )
        }
    }

    func setPerformance(_ values: [String: Double], run: Int) throws(DatasetError) {
        try write { db in
            for (name, value) in values {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO performance VALUES (?, ?, ?)",
                    arguments: [run, name, value]
                )
            }
        }
    }
}
