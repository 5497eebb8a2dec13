import GRDB
import GRDBSQLite

/// An INSERT that is made many times: values are bound to SQLite as they are, without a box for each.
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

    /// Tells SQLite to copy what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// The next column's value.
    mutating func add(_ number: Int) {
        index += 1
        sqlite3_bind_int64(handle, index, Int64(number))
    }

    /// The next column's value.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bind(UnsafeRawBufferPointer($0), Self.copied) }
    }

    /// The next column's value: a text, given as UTF-8 that stays where it is until the row is
    /// inserted; nil for null.
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
            sqlite3_bind_text(handle, index, "", 0, Self.copied)
        }
    }

    /// Inserts the row and begins the next one.
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
