import Files
import Foundation
import GRDB
import JSON

extension DatasetError {
    /// The dataset error for a system error number on the file at `path`.
    static func system(_ code: Int32, path: String, operation: String) -> DatasetError {
        let reason = String(cString: strerror(code))
        return switch code {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EACCES, EPERM, EROFS: .notWritable(path: path, reason: reason)
        case ENOENT: .missing(path: path)
        default: .fileSystem(path: path, operation: operation, reason: reason)
        }
    }

    /// What a failed system call on a file means.
    init(_ failure: FileFailure) {
        if let kind = failure.kind {
            self = .notAFile(path: failure.path, kind: kind.name)
            return
        }
        self = .system(failure.code, path: failure.path, operation: failure.operation)
    }

    /// Any error on the way to or from `path`, as one of ours.
    static func wrapping(_ error: any Error, path: String) -> DatasetError {
        switch error {
        case let error as DatasetError: return error
        case let error as UnfitValue: return .damagedCatalog(path: path, reason: error.reason)
        case let error as JSONError:
            return .damagedCatalog(path: path, reason: "A value is not JSON: \(error)")
        case is RowDecodingError:
            return .damagedCatalog(path: path, reason: "a column holds a value of another type")
        case let error as DatabaseError: return wrapping(error, path: path)
        default: return .fileSystem(path: path, operation: "be used", reason: "\(error)")
        }
    }

    private static func wrapping(_ error: DatabaseError, path: String) -> DatasetError {
        let reason = error.message ?? "code \(error.extendedResultCode.rawValue)"
        return switch error.resultCode {
        case .SQLITE_FULL: .diskFull(path: path)
        case .SQLITE_IOERR where isFull(path), .SQLITE_CANTOPEN where isFull(path):
            .diskFull(path: path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            .notWritable(path: path, reason: reason)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damagedDatabase(path: path, reason: reason)
        default: .database(path: path, reason: reason)
        }
    }

    /// Whether less than 256 KiB are free. SQLite reports a full disk under its shared-memory file
    /// as a plain I/O error, so the result code does not tell.
    private static func isFull(_ path: String) -> Bool {
        var facts = statvfs()
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard statvfs(folder, &facts) == 0 else { return false }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) < 256 * 1024
    }
}

/// Runs `body`; turns any error it throws into a ``DatasetError`` about `path`.
func wrapped<Value>(_ path: String, _ body: () throws -> Value) throws(DatasetError) -> Value {
    do {
        return try body()
    } catch {
        throw .wrapping(error, path: path)
    }
}
