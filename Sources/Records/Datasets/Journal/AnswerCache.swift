import Dispatch
import Files
public import Foundation
import GRDB
import Synchronization

/// Answers shared between pipelines: an SQLite file of bounded size that several processes may use
/// at once.
///
/// Unlike in a ``Journal``, an answer may be lost: evicted as the least recently used one, or
/// because the machine stopped. Writes are queued and committed together. Each answer has a hash,
/// which is compared when the answer is used; a damaged one counts as not there.
public final class AnswerCache: Sendable {
    private struct State {
        // Put but not committed yet; `get` looks here first, so a process sees its own answers at
        // once.
        var waiting: [[UInt8]: [UInt8]] = [:]
        // Keys found since the last commit, whose times of use are written with the next one: a
        // time a look-up would make every read a write.
        var used: Set<[UInt8]> = []
        var waitingBytes = 0
        /// Whether a commit will come that takes what is put now.
        var isCommitPlanned = false
        var hits = 0
        var damaged = 0
        var failure: DatasetError?
        /// The lock that keeps the answers from being pruned; nil once the cache is closed.
        var use: FileUse?
    }

    /// The database file.
    public let url: URL
    private let limitInBytes: Int
    private let database: DatabasePool
    private let queue = DispatchQueue(label: "synthgen.answers")
    private let state = Mutex(State())

    private static let delay = DispatchTimeInterval.milliseconds(200)
    private static let waitingLimitInBytes = 16 << 20
    /// The share of the limit to which eviction shrinks the content, so that it does not run for
    /// every answer.
    private static let shareKept = 0.9

    /// Opens the cache in a folder, creating it if it does not exist.
    ///
    /// - Parameter limitInBytes: The size at which the least recently used answers are evicted.
    public init(folder: URL, limitInBytes: Int) throws(DatasetError) {
        precondition(limitInBytes > 0, "a cache holds at least a byte")
        let file = folder.appending(path: Self.fileName)
        url = file
        self.limitInBytes = limitInBytes
        database = try wrapped(file.path) {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { db in
                // Only the pool's writer. NORMAL syncs at checkpoints alone: a crash of the machine
                // loses the newest answers but cannot damage the file, which is enough for a cache.
                if !db.configuration.readonly {
                    try db.execute(sql: "PRAGMA synchronous = NORMAL")
                }
            }
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            try pool.write { db in
                try db.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS answers (
                            key BLOB PRIMARY KEY NOT NULL, size INTEGER NOT NULL,
                            value BLOB NOT NULL, used REAL NOT NULL);
                        CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used);
                        """)
                // Answers that were put before there were hashes have none.
                if try !db.columns(in: "answers").contains(where: { $0.name == "hash" }) {
                    try db.execute(sql: "ALTER TABLE answers ADD COLUMN hash INTEGER")
                }
            }
            return pool
        }
        let use = FileUse(creating: folder.appending(path: Self.lockName))
        state.withLock { $0.use = use }
    }

    static let fileName = "answers.sqlite"
    /// The file in the folder whose shared lock every open cache holds.
    static let lockName = ".lock"

    /// The number of answers found.
    public var hits: Int { state.withLock { $0.hits } }

    /// The number of answers that were looked up and found damaged.
    public var damaged: Int { state.withLock { $0.damaged } }

    /// The first error; after it the cache is disabled.
    public var failure: DatasetError? { state.withLock { $0.failure } }

    /// The answer put under `key`, unless it was evicted.
    public func get(key: [UInt8]) -> [UInt8]? {
        let (isUsable, waiting) = state.withLock { ($0.failure == nil, $0.waiting[key]) }
        guard isUsable else { return nil }
        guard let value = waiting ?? stored(key) else { return nil }
        state.withLock {
            $0.hits += 1
            $0.used.insert(key)
        }
        return value
    }

    private func stored(_ key: [UInt8]) -> [UInt8]? {
        let row =
            attempt {
                try database.read { db in
                    try Row.fetchOne(
                        db.cachedStatement(
                            sql: "SELECT size, value, hash FROM answers WHERE key = ?"),
                        arguments: [Data(key)])
                }
            } ?? nil
        guard let row else { return nil }
        guard let value = try? Self.value(in: row, of: key) else {
            state.withLock { $0.damaged += 1 }
            return nil
        }
        return value
    }

    /// The answer in a row; nil if it is not the one that was put under `key`.
    private static func value(in row: Row, of key: [UInt8]) throws -> [UInt8]? {
        let (size, stored): (Int, [UInt8]) = (try row.value("size"), try row.value("value"))
        let hash: AnswerHash? = try row.value("hash")
        guard hash == nil || hash == AnswerHash(key: key, size: size, stored: stored) else {
            return nil
        }
        return try JournalValue.decode(stored, size: size)
    }

    /// Stores `value` under `key`, queued for the next commit.
    public func put(key: [UInt8], value: [UInt8]) {
        let (isFirst, bytes) = state.withLock { state in
            guard state.failure == nil else { return (false, 0) }
            let isFirst = !state.isCommitPlanned
            state.isCommitPlanned = true
            if let former = state.waiting.updateValue(value, forKey: key) {
                state.waitingBytes -= key.count + former.count
            }
            state.waitingBytes += key.count + value.count
            return (isFirst, state.waitingBytes)
        }
        if bytes > Self.waitingLimitInBytes {
            flush()
        } else if isFirst {
            queue.asyncAfter(deadline: .now() + Self.delay) { self.commit() }
        }
    }

    /// Returns once everything put before is committed to the file.
    public func flush() { queue.sync { commit() } }

    /// Commits the queued answers and closes the file.
    public func close() {
        flush()
        attempt { try database.close() }
        state.withLock { $0.use = nil }
    }

    /// The number of answers in the file.
    public var count: Int {
        flush()
        return attempt {
            try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM answers") ?? 0 }
        } ?? 0
    }

    /// Commits queued answers and times of use in one transaction. Runs on ``queue`` only.
    private func commit() {
        let (waiting, used) = state.withLock { state in
            // Before the answers are taken: one that is put from now on needs another commit.
            state.isCommitPlanned = false
            return (state.waiting, state.used)
        }
        guard !waiting.isEmpty || !used.isEmpty else { return }
        attempt {
            try database.write { db in
                let now = Date().timeIntervalSince1970
                let compressor = try JournalValue.makeCompressor()
                for (key, value) in waiting {
                    let stored = try JournalValue.encode(value, with: compressor)
                    let hash = AnswerHash(key: key, size: value.count, stored: stored)
                    try db.execute(
                        sql: """
                            INSERT OR REPLACE INTO answers (key, size, value, used, hash)
                            VALUES (?, ?, ?, ?, ?)
                            """,
                        arguments: [Data(key), value.count, Data(stored), now, hash.number])
                }
                for key in used {
                    try db.execute(
                        sql: "UPDATE answers SET used = ? WHERE key = ?",
                        arguments: [now, Data(key)])
                }
                try makeRoom(in: db)
            }
        }
        state.withLock { state in
            // Removed only after the commit, and only if not put again meanwhile with another
            // value: until then `get` would find the answer neither here nor in the file.
            for (key, value) in waiting where state.waiting[key] == value {
                state.waiting[key] = nil
                state.waitingBytes -= key.count + value.count
            }
            state.used.subtract(used)
        }
    }

    /// Evicts the least recently used answers until the content fits the limit again.
    private func makeRoom(in db: Database) throws {
        var bytes = try Self.bytesInUse(db)
        guard bytes > limitInBytes else { return }
        while bytes > Int(Double(limitInBytes) * Self.shareKept) {
            // A twentieth of the answers at a time: their sizes differ, so the pages freed are
            // measured.
            let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM answers") ?? 0
            guard count > 0 else { return }
            try db.execute(
                sql: """
                    DELETE FROM answers WHERE key IN (
                        SELECT key FROM answers ORDER BY used, rowid LIMIT ?)
                    """, arguments: [max(1, count / 20)])
            bytes = try Self.bytesInUse(db)
        }
    }

    private static func bytesInUse(_ db: Database) throws -> Int {
        func pragma(_ name: String) throws -> Int {
            try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0
        }
        // Free pages do not count: a deletion frees pages for reuse and does not shrink the file.
        return (try pragma("page_count") - pragma("freelist_count")) * (try pragma("page_size"))
    }

    /// Runs `body`; an error disables the cache instead of stopping the run.
    @discardableResult
    private func attempt<Value>(_ body: () throws -> Value) -> Value? {
        do { return try body() } catch {
            state.withLock {
                $0.failure = $0.failure ?? .wrapping(error, path: url.path)
                $0.waiting = [:]
                $0.waitingBytes = 0
                $0.used = []
            }
            return nil
        }
    }
}

/// The 64-bit xxHash of an answer with its key and size, as SQLite stores it.
private struct AnswerHash: ColumnValue, Equatable {
    static var expectation: String { "a hash" }

    let number: Int64

    init(key: [UInt8], size: Int, stored: [UInt8]) {
        var hash = XXHash64()
        for length in [key.count, size, stored.count] {
            withUnsafeBytes(of: UInt64(length).littleEndian) { hash.update($0) }
        }
        hash.update(key)
        hash.update(stored)
        number = Int64(bitPattern: hash.value)
    }

    init?(column: DatabaseValue) {
        guard case .int64(let number) = column.storage else { return nil }
        self.number = number
    }
}
