import Foundation
import GRDB

/// The SQLite database of a dataset: shards, frames, records, lineage, counts and runs.
///
/// Plain SQL tables, documented at ``schema``, which other programs may query too. While a dataset
/// is written the database is in write-ahead mode; a finished one is a single file.
struct Catalog: Sendable {
    let path: String
    private let database: DatabaseQueue

    static let schemaVersion = "2"

    /// Opens the catalog for writing, creating it if it does not exist.
    /// - Throws: ``DatasetError/foreignDatabase(path:)`` if the file has other tables than a
    ///   catalog's; it is not changed then.
    static func create(at url: URL) throws(DatasetError) -> Catalog {
        guard !isForeign(url) else { throw .foreignDatabase(path: url.path) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            // FULL, because a deletion must be on the disk before the shard bytes that it described
            // are overwritten. The page size comes first: it is fixed once WAL mode is on.
            try db.execute(
                sql: """
                    PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000;
                    PRAGMA cache_size = -16000; PRAGMA threads = 1
                    """)
        }
        let catalog = Catalog(
            url,
            try wrapped(url.path) {
                try DatabaseQueue(path: url.path, configuration: configuration)
            })
        if try catalog.read({ try $0.tableExists("meta") }) {
            try catalog.migrate()
            try catalog.checkVersion()
        } else {
            try catalog.write { db in
                try db.execute(sql: Self.schema)
                try db.execute(
                    sql: "INSERT INTO meta VALUES ('schemaVersion', ?)",
                    arguments: [Self.schemaVersion]
                )
            }
        }
        try catalog.write { try $0.execute(sql: Self.snapshotTables + Self.estimateTable) }
        return catalog
    }

    /// Whether a file is a database with tables, but without those of a catalog.
    private static func isForeign(_ url: URL) -> Bool {
        guard FileManager.default.fileExists(atPath: url.path) else { return false }
        let found = try? DatabaseQueue.reading(url).read { db in
            let hasTables = try Bool.fetchOne(db, sql: "SELECT COUNT(*) > 0 FROM sqlite_master")
            return try hasTables == true && !db.tableExists("meta")
        }
        // A file that cannot be read is damaged, which opening it for writing says.
        return found ?? false
    }

    /// Opens an existing catalog for reading.
    static func open(
        at url: URL, checksVersion: Bool = true
    ) throws(DatasetError) -> Catalog {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw .missing(path: url.path)
        }
        var configuration = Configuration()
        configuration.prepareDatabase { try Self.showAsCurrent($0) }
        let catalog = Catalog(
            url, try wrapped(url.path) { try DatabaseQueue.reading(url, configuration) })
        if checksVersion { try catalog.checkVersion() }
        return catalog
    }

    private init(_ url: URL, _ database: DatabaseQueue) {
        path = url.path
        self.database = database
    }

    /// Runs `body` with a read-only view of the database.
    func read<Value>(_ body: (Database) throws -> Value) throws(DatasetError) -> Value {
        try wrapped(path) { try database.read(body) }
    }

    /// Runs `body` in one transaction: all of its changes are committed, or none.
    func write<Value>(_ body: (Database) throws -> Value) throws(DatasetError) -> Value {
        try wrapped(path) { try database.write(body) }
    }

    /// Creates the id indexes; called when a dataset is finished.
    func index() throws(DatasetError) {
        try write { try $0.execute(sql: Self.indexes) }
    }

    /// Merges the write-ahead log into the database file and leaves write-ahead mode.
    ///
    /// While another process reads the catalog, it stays in write-ahead mode, complete all the
    /// same.
    func settle() throws(DatasetError) {
        try wrapped(path) {
            try database.writeWithoutTransaction { db in
                do {
                    try db.checkpoint(.truncate)
                    try db.execute(sql: "PRAGMA journal_mode = DELETE")
                } catch let error as DatabaseError
                    where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
                {}
            }
        }
    }

    func close() throws(DatasetError) {
        try wrapped(path) { try database.close() }
    }

    private func checkVersion() throws(DatasetError) {
        let path = path
        try read { db in
            let found = try Self.version(of: db)
            guard found != Self.schemaVersion, !Self.isOld(found) else { return }
            // Every version's number is written with the tables, in one transaction.
            guard let found, Int(found) != nil else {
                let folder = URL(filePath: path).deletingLastPathComponent()
                let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master")
                if tables == 0, DatasetFolder(url: folder).shardNames.isEmpty {
                    throw DatasetError.nothingYet(folder: folder.path)
                }
                throw DatasetError.damagedCatalog(
                    path: path, reason: "It says of no version which it is")
            }
            throw DatasetError.otherSchema(
                path: path, found: found, expected: Self.schemaVersion)
        }
    }
}
