import GRDB

@testable import Datasets

extension Catalog {
    /// Every row of `tables` in the order of all its columns.
    func dump(_ tables: [String]) throws -> [String] {
        try read { db in
            try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
                    .sorted()
            }
        }
    }
}
