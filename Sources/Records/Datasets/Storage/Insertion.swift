import GRDB
import GRDBSQLite

/// An INSERT statement run many times; values are bound without boxing.
///
/// ```swift
/// var row = try Insertion(db, "INSERT INTO records VALUES (?, ?)")
/// row.add(position)
/// row.add(id)
/// try row.insert()
/// ```
struct Insertion {
    private let statement: Statement
    private let handle: OpaquePointer
    private var index: Int32 = 0

    /// SQLITE_TRANSIENT, a macro that Swift does not import: SQLite copies the bound text.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        // A cached statement may still have bindings to memory that is gone.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds the next column to a number.
    mutating func add(_ number: Int) {
        index += 1
        sqlite3_bind_int64(handle, index, Int64(number))
    }

    /// Binds the next column to a text, which SQLite copies.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bind(UnsafeRawBufferPointer($0), Self.copied) }
    }

    /// Binds the next column to UTF-8 text without copying; nil is null.
    ///
    /// The memory must stay valid until ``insert()`` returns.
    mutating func add(staying text: UnsafeRawBufferPointer?) { bind(text, nil) }

    private mutating func bind(
        _ text: UnsafeRawBufferPointer?, _ destructor: sqlite3_destructor_type?
    ) {
        index += 1
        guard let text else {
            sqlite3_bind_null(handle, index)
            return
        }
        if let start = text.assumingMemoryBound(to: CChar.self).baseAddress {
            sqlite3_bind_text(handle, index, start, Int32(text.count), destructor)
        } else {
            // An empty buffer has no base address, and a null pointer would bind null.
            sqlite3_bind_text(handle, index, "", 0, Self.copied)
        }
    }

    /// Inserts the row and starts the next one at the first column.
    mutating func insert() throws {
        let code = sqlite3_step(handle)
        let connection = sqlite3_db_handle(handle)
        sqlite3_reset(handle)
        index = 0
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)))
        }
    }
}
