import Foundation
import GRDB

extension DatabaseQueue {
    /// Opens a database for reading.
    ///
    /// A process that is killed while it changes the file outside of write-ahead mode, which is how
    /// that mode itself is entered and left, leaves a rollback journal beside the file. A connection
    /// for reading may not undo the change and SQLite refuses to read without that, so a connection
    /// for writing undoes it first.
    ///
    /// - Parameter configuration: What else the connection needs.
    /// - Throws: SQLite's errors; `SQLITE_READONLY` if there is a change to be undone and the file
    ///   cannot be written.
    static func reading(
        _ url: URL, _ configuration: Configuration = Configuration()
    ) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            return try opened(url, configuration)
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            var writing = Configuration()
            writing.busyMode = .timeout(10)
            try opened(url, writing).close()
            return try opened(url, configuration)
        }
    }

    /// Opens a database and reads of it, which undoes an unfinished change if the file may be
    /// written.
    private static func opened(_ url: URL, _ configuration: Configuration) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: url.path, configuration: configuration)
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
        return queue
    }
}
