public import Foundation
import GRDB
import JSON

extension DatasetReader {
    /// Returns the runs that wrote the dataset, oldest first.
    ///
    /// A run that never noted its end was killed if a later one has begun, since only one run at a
    /// time can write, if no process has the folder's lock, which a run holds as long as it lives, or
    /// if it has given no sign of life for ``silence``.
    /// - Parameter now: The present time.
    public func runs(now: Date = Date()) throws(DatasetError) -> [RunFacts] {
        let runs = try runs(now: now, ended: nil)
        guard let last = runs.last, last.status == "running", folder.isClaimed == false else {
            return runs
        }
        // Read again: a run notes its end before it releases the lock.
        return try self.runs(now: now, ended: last.number)
    }

    /// - Parameter ended: The number of a run that is known not to work any more.
    private func runs(now: Date, ended: Int?) throws(DatasetError) -> [RunFacts] {
        try catalog.read { db in
            let lives = try SignOfLife.byRun(in: db)
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM runs ORDER BY number")
            return try rows.enumerated().map { index, row in
                let number: Int = try row.value("number")
                let life = lives[number]
                let figures = try Row.fetchAll(
                    db,
                    sql: "SELECT name, value FROM performance WHERE run = ?",
                    arguments: [number]
                )
                var status: String = try row.value("status")
                if status == "running" {
                    let isLast = index == rows.count - 1
                    let started: String = try row.value("started")
                    let seen = life?.heartbeat ?? started
                    if !isLast || number == ended || Self.isSilent(since: seen, now: now) {
                        status = "killed"
                    }
                }
                return RunFacts(
                    number: number,
                    started: try row.value("started"),
                    finished: try row.value("finished"),
                    status: status,
                    host: try JSON(parsing: row.value("host") as String).object ?? [:],
                    performance: figures.isEmpty
                        ? life?.performance ?? [:]
                        : Dictionary(
                            try figures.map { (try $0.value("name"), try $0.value("value")) },
                            uniquingKeysWith: { $1 }
                        )
                )
            }
        }
    }

    /// Seconds without a sign of life after which a run counts as killed; a living one gives a sign
    /// every second.
    static let silence = 30.0

    static func isSilent(since heartbeat: String, now: Date) -> Bool {
        guard let seen = try? Date(heartbeat, strategy: .iso8601) else { return false }
        return now.timeIntervalSince(seen) > silence
    }
}

/// The last thing that a run wrote about itself.
private struct SignOfLife {
    let heartbeat: String
    let performance: [String: Double]

    /// The last sign of each run; empty for a catalog of a version without them.
    static func byRun(in db: Database) throws -> [Int: SignOfLife] {
        guard try db.tableExists("run_states"), try db.tableExists("run_stages") else { return [:] }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT run, heartbeat, seconds, tokens,
                    (SELECT COALESCE(SUM(callsMade), 0) FROM run_stages
                     WHERE run_stages.run = run_states.run) AS made,
                    (SELECT COALESCE(SUM(callsRemembered), 0) FROM run_stages
                     WHERE run_stages.run = run_states.run) AS remembered
                FROM run_states
                """)
        let signs = try rows.map { row in
            let number: Int = try row.value("run")
            let sign = SignOfLife(
                heartbeat: try row.value("heartbeat"),
                performance: [
                    "seconds": try row.value("seconds"), "tokensGenerated": try row.value("tokens"),
                    "callsMade": try row.value("made"),
                    "callsRemembered": try row.value("remembered"),
                ])
            return (number, sign)
        }
        return Dictionary(signs, uniquingKeysWith: { $1 })
    }
}
