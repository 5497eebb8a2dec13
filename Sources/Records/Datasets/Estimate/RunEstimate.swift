public import Foundation
import GRDB
public import JSON

/// A pilot's estimate of a run, kept in the catalog so that the outcome can be compared with it.
public struct RunEstimate: Equatable, Sendable {
    /// An expected value, and an interval that holds the true value with ``RunEstimate/confidence``.
    public struct Interval: Equatable, Sendable {
        /// The expected value.
        public var expected: Double
        /// The interval's lower end.
        public var low: Double
        /// The interval's upper end; infinite if the pilot accepted too few records to tell.
        public var high: Double

        /// Creates an expected value with its interval.
        public init(expected: Double, low: Double, high: Double) {
            self.expected = expected
            self.low = low
            self.high = high
        }
    }

    /// The estimate for one stage.
    public struct Stage: Equatable, Sendable {
        /// The stage's full name.
        public var name: String
        /// Records that the stage creates or examines.
        public var records: Interval
        /// Tokens of the answers to the stage's calls.
        public var tokens: Interval

        /// Creates the estimate for a stage.
        public init(name: String, records: Interval, tokens: Interval) {
            self.name = name
            self.records = records
            self.tokens = tokens
        }
    }

    /// Confidence level of the intervals.
    public static let confidence = 0.9

    /// Number of accepted records wanted; nil for all that the sources give.
    public var target: Int?
    /// Number of source records in the pilot.
    public var pilotSources: Int
    /// Number of records accepted in the pilot.
    public var pilotAccepted: Int
    /// Source records that the run will need.
    public var sources: Interval
    /// Records that the run will accept.
    public var accepted: Interval
    /// Tokens of all answers in the run.
    public var tokens: Interval
    /// Seconds on the pilot's machine; nil if journal or cache answered every call of the pilot.
    public var seconds: Interval?
    /// The stages in the graph's order.
    public var stages: [Stage]

    /// Creates an estimate from its figures.
    public init(
        target: Int?, pilotSources: Int, pilotAccepted: Int, sources: Interval,
        accepted: Interval, tokens: Interval, seconds: Interval?, stages: [Stage]
    ) {
        self.target = target
        self.pilotSources = pilotSources
        self.pilotAccepted = pilotAccepted
        self.sources = sources
        self.accepted = accepted
        self.tokens = tokens
        self.seconds = seconds
        self.stages = stages
    }
}

extension Catalog {
    /// Table of the last estimate: one row per figure.
    ///
    /// Stages have node numbers from 0; the whole run has node -1 and an empty stage name. The
    /// estimate is not part of the dataset's content.
    static let estimateTable = """
        CREATE TABLE IF NOT EXISTS plans (
            node INTEGER NOT NULL, stage TEXT NOT NULL, figure TEXT NOT NULL,
            expected REAL NOT NULL, low REAL NOT NULL, high REAL,
            PRIMARY KEY (node, figure)) WITHOUT ROWID;
        """

    /// Replaces the stored estimate.
    func set(_ estimate: RunEstimate) throws(DatasetError) {
        try write { db in
            try db.execute(sql: "DELETE FROM plans")
            func add(
                _ node: Int, _ stage: String, _ figure: String, _ interval: RunEstimate.Interval?
            )
                throws
            {
                guard let interval else { return }
                try db.execute(
                    sql: "INSERT INTO plans VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        // NULL stands for an infinite upper end.
                        node, stage, figure, interval.expected, interval.low,
                        interval.high.isFinite ? interval.high : nil,
                    ])
            }
            try add(-1, "", "sources", estimate.sources)
            try add(-1, "", "accepted", estimate.accepted)
            try add(-1, "", "tokens", estimate.tokens)
            try add(-1, "", "seconds", estimate.seconds)
            func exactly(_ count: Int) -> RunEstimate.Interval {
                RunEstimate.Interval(
                    expected: Double(count), low: Double(count), high: Double(count))
            }
            try add(-1, "", "pilotSources", exactly(estimate.pilotSources))
            try add(-1, "", "pilotAccepted", exactly(estimate.pilotAccepted))
            try add(-1, "", "target", estimate.target.map(exactly))
            for (node, stage) in estimate.stages.enumerated() {
                try add(node, stage.name, "records", stage.records)
                try add(node, stage.name, "tokens", stage.tokens)
            }
        }
    }
}

extension DatasetReader {
    /// Returns the last estimate made for the dataset; nil if there is none.
    public func estimate() throws(DatasetError) -> RunEstimate? {
        try catalog.read { db in
            guard try db.tableExists("plans") else { return nil }
            var rows: [Int: [String: RunEstimate.Interval]] = [:]
            var names: [Int: String] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM plans") {
                let node = (try row.value("node") as NodeNumber).value
                names[node] = try row.value("stage") as String
                let high: Double? = try row.value("high")
                rows[node, default: [:]][try row.value("figure")] = RunEstimate.Interval(
                    expected: try row.value("expected"), low: try row.value("low"),
                    high: high ?? .infinity)
            }
            guard let run = rows[-1], let sources = run["sources"], let accepted = run["accepted"],
                let tokens = run["tokens"]
            else { return nil }
            func count(_ figure: String) -> Int? {
                run[figure].flatMap { Int(exactly: $0.expected) }
            }
            let stages = rows.keys.filter { $0 >= 0 }.sorted().compactMap { node in
                rows[node].flatMap { row -> RunEstimate.Stage? in
                    guard let records = row["records"], let tokens = row["tokens"] else {
                        return nil
                    }
                    return RunEstimate.Stage(
                        name: names[node] ?? "", records: records, tokens: tokens)
                }
            }
            return RunEstimate(
                target: count("target"), pilotSources: count("pilotSources") ?? 0,
                pilotAccepted: count("pilotAccepted") ?? 0, sources: sources, accepted: accepted,
                tokens: tokens, seconds: run["seconds"], stages: stages)
        }
    }
}

/// Stores an estimate in a dataset's folder, even before the dataset's first run.
public enum EstimateStore {
    /// Writes `estimate` to the folder's catalog, creating the catalog if necessary, and enters the
    /// pilot among the runs.
    ///
    /// - Parameters:
    ///   - description: What the pilot ran; kept if no run has written the dataset yet.
    ///   - performance: What the pilot cost.
    ///   - host: Facts about the machine.
    public static func write(
        _ estimate: RunEstimate, in url: URL,
        description: DatasetDescription = DatasetDescription(),
        performance: [String: Double] = [:], host: JSONObject = [:]
    ) throws(DatasetError) {
        let folder = DatasetFolder(url: url)
        try folder.create()
        // Held until the end, so that no run writes to the catalog at the same time.
        let claim = try folder.claim()
        defer { withExtendedLifetime(claim) {} }
        try folder.requireSoundCatalog()
        let catalog = try Catalog.create(at: folder.catalog)
        try catalog.set(estimate)
        if try catalog.lineageCount() == 0 { try catalog.setMeta(description.rows) }
        let run = try catalog.beginRun(host: host)
        try catalog.setPerformance(performance, run: run)
        try catalog.endRun(run, status: "estimate")
        try catalog.settle()
        try catalog.close()
    }
}
