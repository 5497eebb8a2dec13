import Files
public import Foundation
import GRDB

extension AnswerCache {
    /// What a folder of shared answers holds.
    public struct Contents: Sendable, Equatable {
        /// The number of answers.
        public var count: Int
        /// The size of the database's files.
        public var bytes: Int
        /// When an answer was last used; nil if there is none.
        public var lastUsed: Date?
        /// Whether a running process has the cache open.
        public var isInUse: Bool
    }

    /// Returns what the answers in `folder` are; nil if there are none.
    /// - Parameter date: If given, only answers not used since then are counted.
    public static func contents(
        of folder: URL, unusedSince date: Date? = nil
    ) throws(DatasetError) -> Contents? {
        guard let file = database(in: folder) else { return nil }
        let isInUse = isInUse(folder)
        return try wrapped(file.path) {
            let queue = try DatabaseQueue.reading(file)
            let (count, lastUsed) = try queue.read { db in
                let row = try Row.fetchOne(
                    db, sql: "SELECT COUNT(*), MAX(used) FROM answers WHERE ? IS NULL OR used < ?",
                    arguments: [date?.timeIntervalSince1970, date?.timeIntervalSince1970])
                // A damaged file may hold a text there.
                let values = row.map { Array($0.databaseValues) } ?? []
                return (
                    values.first.flatMap(Int.fromDatabaseValue) ?? 0,
                    values.last.flatMap(Double.fromDatabaseValue)
                )
            }
            try queue.close()
            return Contents(
                count: count, bytes: bytes(in: folder),
                lastUsed: lastUsed.map { Date(timeIntervalSince1970: $0) }, isInUse: isInUse)
        }
    }

    /// Deletes answers, and gives their space back to the file system.
    ///
    /// - Parameter date: If given, only answers not used since then are deleted.
    /// - Returns: The number of deleted answers; nil if a running process has the cache open, and
    ///   nothing was deleted.
    public static func prune(_ folder: URL, unusedSince date: Date?) throws(DatasetError) -> Int? {
        guard let file = database(in: folder) else { return 0 }
        // A cache of before there were locks has no such file.
        _ = FileUse(creating: folder.appending(path: lockName))
        guard let claim = FileClaim(path: folder.appending(path: lockName).path) else { return nil }
        return try withExtendedLifetime(claim) { () throws(DatasetError) in
            try wrapped(file.path) {
                var configuration = Configuration()
                configuration.busyMode = .timeout(10)
                let queue = try DatabaseQueue(path: file.path, configuration: configuration)
                let deleted = try queue.write { db in
                    try db.execute(
                        sql: "DELETE FROM answers WHERE ? IS NULL OR used < ?",
                        arguments: [date?.timeIntervalSince1970, date?.timeIntervalSince1970])
                    return db.changesCount
                }
                if deleted > 0 { try queue.vacuum() }
                try queue.close()
                return deleted
            }
        }
    }

    /// Whether a running process has the cache in `folder` open.
    private static func isInUse(_ folder: URL) -> Bool {
        let lock = folder.appending(path: lockName).path
        return FileManager.default.fileExists(atPath: lock) && FileClaim(path: lock) == nil
    }

    /// The database in `folder`; nil if there is none. A link is none.
    private static func database(in folder: URL) -> URL? {
        let facts = (try? OpenFolder(folder.path))?.facts(of: fileName)
        return facts?.kind == .regular ? folder.appending(path: fileName) : nil
    }

    private static func bytes(in folder: URL) -> Int {
        let entries = (try? OpenFolder(folder.path).entries()) ?? []
        return entries.filter { $0.name.hasPrefix(fileName) }.reduce(0) { $0 + $1.bytes }
    }
}
