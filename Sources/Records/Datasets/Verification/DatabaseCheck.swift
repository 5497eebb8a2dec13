import Foundation
import GRDB

/// SQLite's own check of a database file.
enum DatabaseCheck {
    private static let problemLimit = 3

    /// The problems that SQLite finds in the file; nil if there are none.
    static func damage(of url: URL) -> String? {
        do {
            let database = try readOnly(url)
            let found = try database.read { db in
                try String.fetchAll(db, sql: "PRAGMA integrity_check(\(problemLimit))")
            }
            return found == ["ok"] ? nil : found.map(oneLine).joined(separator: "; ")
        } catch let error as DatabaseError {
            return error.message ?? "code \(error.extendedResultCode.rawValue)"
        } catch {
            return "\(error)"
        }
    }

    static func readOnly(_ url: URL) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: url.path, configuration: configuration)
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ")
    }
}
