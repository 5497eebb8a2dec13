import Dispatch
public import Foundation
import GRDB
import Synchronization

/// Answers that pipelines share: a folder, bounded in size, that several processes may use at once.
///
/// Unlike a ``Journal`` it promises nothing: what was put may be gone, because it was used longest ago
/// and room was needed, or because the machine stopped. Writes are queued and committed together.
public final class AnswerCache: Sendable {
    private struct State {
        var waiting: [[UInt8]: [UInt8]] = [:]
        var used: Set<[UInt8]> = []
        var waitingBytes = 0
        var hits = 0
        var failure: DatasetError?
    }

    /// The file in its folder.
    public let url: URL
    private let limitInBytes: Int
    private let database: DatabasePool
    private let queue = DispatchQueue(label: "synthgen.answers")
    private let state = Mutex(State())

    private static let delay = DispatchTimeInterval.milliseconds(200)
    private static let waitingLimitInBytes = 16 << 20
    /// Room is made down to this share of the limit, so that it is not made for every answer.
    private static let shareKept = 0.9

    /// Opens the cache in a folder, making it if it is not there.
    ///
    /// - Parameter limitInBytes: The size of the file at which the answers used longest ago go.
    public init(folder: URL, limitInBytes: Int) throws(DatasetError) {
        precondition(limitInBytes > 0, "a cache holds at least a byte")
        let file = folder.appending(path: "answers.sqlite")
        url = file
        self.limitInBytes = limitInBytes
        database = try wrapped(file.path) {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { db in
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
            }
            return pool
        }
    }

    /// How many answers were found here.
    public var hits: Int { state.withLock { $0.hits } }

    /// What went wrong with the cache, which is then out of use.
    public var failure: DatasetError? { state.withLock { $0.failure } }

    /// The answer put under `key`, if it is still there.
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
        attempt {
            try database.read { db in
                try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT size, value FROM answers WHERE key = ?"),
                    arguments: [Data(key)]
                ).map { row in
                    try JournalValue.decode(Array(row["value"] as Data), size: row["size"])
                }
            }
        } ?? nil
    }

    /// Keeps `value` under `key` for as long as there is room.
    public func put(key: [UInt8], value: [UInt8]) {
        let (isFirst, bytes) = state.withLock { state in
            guard state.failure == nil else { return (false, 0) }
            let isFirst = state.waiting.isEmpty
            state.waiting[key] = value
            state.waitingBytes += key.count + value.count
            return (isFirst, state.waitingBytes)
        }
        if bytes > Self.waitingLimitInBytes {
            flush()
        } else if isFirst {
            queue.asyncAfter(deadline: .now() + Self.delay) { self.commit() }
        }
    }

    /// Returns once everything put before is in the file.
    public func flush() { queue.sync { commit() } }

    /// Writes what waits and closes the file.
    public func close() {
        flush()
        attempt { try database.close() }
    }

    /// The number of answers in the file.
    public var count: Int {
        flush()
        return attempt {
            try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM answers") ?? 0 }
        } ?? 0
    }

    /// Runs on ``queue`` only.
    private func commit() {
        let (waiting, used) = state.withLock { ($0.waiting, $0.used) }
        guard !waiting.isEmpty || !used.isEmpty else { return }
        attempt {
            try database.write { db in
                let now = Date().timeIntervalSince1970
                let compressor = try JournalValue.makeCompressor()
                for (key, value) in waiting {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                        arguments: [
                            Data(key), value.count,
                            Data(try JournalValue.encode(value, with: compressor)), now,
                        ])
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
            for (key, value) in waiting where state.waiting[key] == value {
                state.waiting[key] = nil
                state.waitingBytes -= key.count + value.count
            }
            state.used.subtract(used)
        }
    }

    /// Drops the answers used longest ago until the file is below its limit again.
    private func makeRoom(in db: Database) throws {
        var bytes = try Self.bytesInUse(db)
        guard bytes > limitInBytes else { return }
        while bytes > Int(Double(limitInBytes) * Self.shareKept) {
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
        return (try pragma("page_count") - pragma("freelist_count")) * (try pragma("page_size"))
    }

    /// A cache that fails is no reason to stop: it goes out of use, and says why.
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
