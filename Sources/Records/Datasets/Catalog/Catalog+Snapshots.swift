import Foundation
import GRDB

extension Catalog {
    /// Tables of a run's progress.
    ///
    /// Like `runs` and `performance` they are no part of the dataset's content and may differ
    /// between equal runs.
    ///
    /// - `run_states`: one row a run, rewritten every second. A row with the state `running` and an
    ///   old heartbeat is that of a killed run.
    /// - `run_stages`: one row a stage of each run, in the graph's order.
    /// - `run_activity`: one row a run: what goes before its first source record, and how many
    ///   records wait for an earlier source record.
    /// - `run_history`: points for curves, spaced so that a long run has at most a few thousand.
    static let snapshotTables = """
        CREATE TABLE IF NOT EXISTS run_states (
            run INTEGER PRIMARY KEY NOT NULL, state TEXT NOT NULL, error TEXT,
            heartbeat TEXT NOT NULL, seconds REAL NOT NULL, accepted INTEGER NOT NULL,
            target INTEGER, finishedSources INTEGER NOT NULL, openSources INTEGER NOT NULL,
            waitingRequests INTEGER NOT NULL, tokens INTEGER NOT NULL,
            tokensPerSecond REAL NOT NULL);
        CREATE TABLE IF NOT EXISTS run_stages (
            run INTEGER NOT NULL, node INTEGER NOT NULL, stage TEXT NOT NULL, type TEXT NOT NULL,
            created INTEGER NOT NULL, passed INTEGER NOT NULL, rejected INTEGER NOT NULL,
            working INTEGER NOT NULL, callsMade INTEGER NOT NULL,
            callsRemembered INTEGER NOT NULL, tokens INTEGER NOT NULL,
            PRIMARY KEY (run, node)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS run_activity (
            run INTEGER PRIMARY KEY NOT NULL, activity TEXT, waitingRecords INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS run_history (
            run INTEGER NOT NULL, seconds REAL NOT NULL, accepted INTEGER NOT NULL,
            tokens INTEGER NOT NULL, tokensPerSecond REAL NOT NULL,
            PRIMARY KEY (run, seconds)) WITHOUT ROWID;
        """

    /// Replaces the progress of a run and adds a point to its curves if one is due.
    func set(_ snapshot: RunSnapshot, run: Int) throws(DatasetError) {
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO run_states VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                arguments: [
                    run, snapshot.state.rawValue, snapshot.error, Date().formatted(.iso8601),
                    snapshot.seconds, snapshot.accepted, snapshot.target, snapshot.finishedSources,
                    snapshot.openSources, snapshot.waitingRequests, snapshot.tokens,
                    snapshot.tokensPerSecond,
                ])
            try db.execute(
                sql: "INSERT OR REPLACE INTO run_activity VALUES (?,?,?)",
                arguments: [run, snapshot.activity, snapshot.waitingRecords])
            for (node, stage) in snapshot.stages.enumerated() {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO run_stages VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                    arguments: [
                        run, node, stage.name, stage.type, stage.created, stage.passed,
                        stage.rejected, stage.working, stage.callsMade, stage.callsRemembered,
                        stage.tokens,
                    ])
            }
            // At growing intervals: at most a hundred points for every tenfold time, as 0.977 is 10
            // to the -0.01.
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO run_history SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (
                        SELECT 1 FROM run_history WHERE run = ?1 AND seconds > ?2 * 0.977)
                    """,
                arguments: [
                    run, snapshot.seconds, snapshot.accepted, snapshot.tokens,
                    snapshot.tokensPerSecond,
                ])
        }
    }

    /// Stores the final state in the run's progress, if the run wrote any.
    func endSnapshots(run: Int, state: String, error: String?) throws(DatasetError) {
        try write { db in
            try db.execute(
                sql: "UPDATE run_states SET state = ?, error = ?, heartbeat = ? WHERE run = ?",
                arguments: [state, error, Date().formatted(.iso8601), run])
        }
    }
}

extension DatasetReader {
    /// The last run's newest snapshot; nil if no run has written any.
    public func snapshot() throws(DatasetError) -> RunSnapshot? {
        try catalog.read { db in
            guard try db.tableExists("run_states"),
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM run_states ORDER BY run DESC LIMIT 1")
            else { return nil }
            var snapshot = RunSnapshot()
            snapshot.run = try row.value("run")
            snapshot.state = RunSnapshot.State(rawValue: try row.value("state")) ?? .failed
            snapshot.error = try row.value("error")
            snapshot.heartbeat = try row.value("heartbeat")
            snapshot.seconds = try row.value("seconds")
            snapshot.accepted = try row.value("accepted")
            snapshot.target = try row.value("target")
            snapshot.finishedSources = try row.value("finishedSources")
            snapshot.openSources = try row.value("openSources")
            snapshot.waitingRequests = try row.value("waitingRequests")
            snapshot.tokens = try row.value("tokens")
            snapshot.tokensPerSecond = try row.value("tokensPerSecond")
            snapshot.stages = try Row.fetchAll(
                db, sql: "SELECT * FROM run_stages WHERE run = ? ORDER BY node",
                arguments: [snapshot.run]
            ).map(RunSnapshot.Stage.init(row:))
            // Catalogs of earlier versions have no such table.
            guard try db.tableExists("run_activity"),
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM run_activity WHERE run = ?", arguments: [snapshot.run])
            else { return snapshot }
            snapshot.activity = try row.value("activity")
            snapshot.waitingRecords = try row.value("waitingRecords")
            return snapshot
        }
    }
}

extension RunSnapshot.Stage {
    fileprivate init(row: Row) throws {
        self.init(name: try row.value("stage"), type: try row.value("type"))
        created = try row.value("created")
        passed = try row.value("passed")
        rejected = try row.value("rejected")
        working = try row.value("working")
        callsMade = try row.value("callsMade")
        callsRemembered = try row.value("callsRemembered")
        tokens = try row.value("tokens")
    }
}
