public import Foundation
import GRDB

/// What a pilot let expect of a run, kept with a dataset so that the result can be held against it.
public struct Plan: Equatable, Sendable {
    /// An expectation and the interval that holds the true value with ``Plan/confidence``.
    public struct Estimate: Equatable, Sendable {
        /// What is expected.
        public var expected: Double
        /// The interval's lower end.
        public var low: Double
        /// The interval's upper end; infinite where the pilot accepted too little to tell.
        public var high: Double

        /// An expectation with its interval.
        public init(expected: Double, low: Double, high: Double) {
            self.expected = expected
            self.low = low
            self.high = high
        }
    }

    /// One stage's share of the run.
    public struct Stage: Equatable, Sendable {
        /// Its full name.
        public var name: String
        /// Records that it makes or looks at.
        public var records: Estimate
        /// Tokens of the answers that it is given.
        public var tokens: Estimate

        /// Expectations for a stage.
        public init(name: String, records: Estimate, tokens: Estimate) {
            self.name = name
            self.records = records
            self.tokens = tokens
        }
    }

    /// The probability with which an interval holds the true value.
    public static let confidence = 0.9

    /// Accepted records that the run is to bring, if a number is wanted.
    public var target: Int?
    /// Source records that the pilot followed.
    public var pilotSources: Int
    /// Records that it accepted.
    public var pilotAccepted: Int
    /// Source records that the run needs.
    public var sources: Estimate
    /// Records accepted in the end.
    public var accepted: Estimate
    /// Tokens of all answers.
    public var tokens: Estimate
    /// Seconds on the pilot's machine; nil if the pilot made no call, because all were remembered.
    public var seconds: Estimate?
    /// The stages in the graph's order.
    public var stages: [Stage]

    /// A plan.
    public init(
        target: Int?, pilotSources: Int, pilotAccepted: Int, sources: Estimate,
        accepted: Estimate, tokens: Estimate, seconds: Estimate?, stages: [Stage]
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
    /// The last plan made for the dataset: one row a figure, stages by their names and the whole run
    /// under the empty name. It is no part of the dataset's content.
    static let planTable = """
        CREATE TABLE IF NOT EXISTS plans (
            node INTEGER NOT NULL, stage TEXT NOT NULL, figure TEXT NOT NULL,
            expected REAL NOT NULL, low REAL NOT NULL, high REAL,
            PRIMARY KEY (node, figure)) WITHOUT ROWID;
        """

    /// Replaces the plan.
    func set(_ plan: Plan) throws(DatasetError) {
        try write { db in
            try db.execute(sql: "DELETE FROM plans")
            func add(_ node: Int, _ stage: String, _ figure: String, _ estimate: Plan.Estimate?)
                throws
            {
                guard let estimate else { return }
                try db.execute(
                    sql: "INSERT INTO plans VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        node, stage, figure, estimate.expected, estimate.low,
                        estimate.high.isFinite ? estimate.high : nil,
                    ])
            }
            try add(-1, "", "sources", plan.sources)
            try add(-1, "", "accepted", plan.accepted)
            try add(-1, "", "tokens", plan.tokens)
            try add(-1, "", "seconds", plan.seconds)
            func exactly(_ count: Int) -> Plan.Estimate {
                Plan.Estimate(expected: Double(count), low: Double(count), high: Double(count))
            }
            try add(-1, "", "pilotSources", exactly(plan.pilotSources))
            try add(-1, "", "pilotAccepted", exactly(plan.pilotAccepted))
            try add(-1, "", "target", plan.target.map(exactly))
            for (node, stage) in plan.stages.enumerated() {
                try add(node, stage.name, "records", stage.records)
                try add(node, stage.name, "tokens", stage.tokens)
            }
        }
    }
}

extension DatasetReader {
    /// The last plan made for the dataset; nil if there is none.
    public func plan() throws(DatasetError) -> Plan? {
        try catalog.read { db in
            guard try db.tableExists("plans") else { return nil }
            var rows: [Int: [String: Plan.Estimate]] = [:]
            var names: [Int: String] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM plans") {
                let node: Int = row["node"]
                names[node] = row["stage"]
                rows[node, default: [:]][row["figure"]] = Plan.Estimate(
                    expected: row["expected"], low: row["low"],
                    high: row["high"] as Double? ?? .infinity)
            }
            guard let run = rows[-1], let sources = run["sources"], let accepted = run["accepted"],
                let tokens = run["tokens"]
            else { return nil }
            func count(_ figure: String) -> Int? {
                run[figure].flatMap { Int(exactly: $0.expected) }
            }
            let stages = rows.keys.filter { $0 >= 0 }.sorted().compactMap { node in
                rows[node].flatMap { row -> Plan.Stage? in
                    guard let records = row["records"], let tokens = row["tokens"] else {
                        return nil
                    }
                    return Plan.Stage(name: names[node] ?? "", records: records, tokens: tokens)
                }
            }
            return Plan(
                target: count("target"), pilotSources: count("pilotSources") ?? 0,
                pilotAccepted: count("pilotAccepted") ?? 0, sources: sources, accepted: accepted,
                tokens: tokens, seconds: run["seconds"], stages: stages)
        }
    }
}

/// Puts a plan beside a dataset that may not have been begun.
public enum PlanStore {
    /// Keeps `plan` in the folder's catalog, making that if it is not there.
    public static func write(_ plan: Plan, in url: URL) throws(DatasetError) {
        let folder = DatasetFolder(url: url)
        try folder.create()
        let claim = try folder.claim()
        defer { withExtendedLifetime(claim) {} }
        let catalog = try Catalog.create(at: folder.catalog)
        try catalog.set(plan)
        try catalog.settle()
        try catalog.close()
    }
}
