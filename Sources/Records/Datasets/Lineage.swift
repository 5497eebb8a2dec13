public import JSON

/// One record that a stage made or rejected, and where it came from.
public struct LineageRow: Equatable, Sendable {
    /// Whether the stage let the record through.
    public enum Status: String, Sendable, Codable {
        /// Handed on.
        case passed
        /// Rejected, for the row's reason.
        case rejected
    }

    /// The record's id.
    public var id: String
    /// The ids of the records that it was made from; none for a source record.
    public var parents: [String]
    /// The stage that made or rejected it.
    public var stage: String
    /// Its number among the records that the stage made from the same parent.
    public var number: Int
    /// The journal key of the model call that made it, if one did.
    public var call: String?
    /// Whether the stage let it through.
    public var status: Status
    /// Why it was rejected.
    public var reason: String?
    /// The fields that the stage made.
    public var fields: JSONObject

    /// A row of the lineage.
    public init(
        id: String,
        parents: [String] = [],
        stage: String,
        number: Int = 0,
        call: String? = nil,
        status: Status = .passed,
        reason: String? = nil,
        fields: JSONObject = [:]
    ) {
        self.id = id
        self.parents = parents
        self.stage = stage
        self.number = number
        self.call = call
        self.status = status
        self.reason = reason
        self.fields = fields
    }
}

/// How many records a stage created, passed and rejected, and why.
///
/// When a run is over, `created == passed + rejected`.
public struct StageCount: Equatable, Sendable, Codable {
    /// The stage's name.
    public var stage: String
    /// Records that the stage made or took up.
    public var created: Int
    /// Records that it handed on.
    public var passed: Int
    /// Records that it rejected.
    public var rejected: Int
    /// The rejected ones by reason.
    public var rejections: [String: Int]
    /// What had to be mended in replies to make them, by kind.
    public var repairs: [String: Int]

    /// Counts of a stage.
    public init(
        stage: String,
        created: Int = 0,
        passed: Int = 0,
        rejected: Int = 0,
        rejections: [String: Int] = [:],
        repairs: [String: Int] = [:]
    ) {
        self.stage = stage
        self.created = created
        self.passed = passed
        self.rejected = rejected
        self.rejections = rejections
        self.repairs = repairs
    }

    var json: JSON {
        [
            "stage": .string(stage), "created": .integer(created), "passed": .integer(passed),
            "rejected": .integer(rejected), "rejections": Self.json(of: rejections),
            "repairs": Self.json(of: repairs),
        ]
    }

    var isEmpty: Bool { created == 0 && passed == 0 && rejected == 0 && repairs.isEmpty }

    static func json(of counts: [String: Int]) -> JSON {
        let sorted = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object(JSONObject(sorted.map { ($0.key, .integer($0.value)) }))
    }

    init(json: JSON) {
        self.init(
            stage: json["stage"]?.string ?? "",
            created: json["created"]?.integer ?? 0,
            passed: json["passed"]?.integer ?? 0,
            rejected: json["rejected"]?.integer ?? 0
        )
        for (reason, count) in json["rejections"]?.object?.pairs.map({ $0 }) ?? [] {
            rejections[reason] = count.integer
        }
        for (kind, count) in json["repairs"]?.object?.pairs.map({ $0 }) ?? [] {
            repairs[kind] = count.integer
        }
    }
}

/// A finished source record: all that came of it.
public struct LedgerEntry: Equatable, Sendable {
    /// Its position in canonical order, from 0 without gaps.
    public var position: Int
    /// The stage that read it.
    public var stage: String
    /// The source record's id.
    public var id: String
    /// Every record that descends from it, parents before children, itself first.
    public var lineage: [LineageRow]
    /// What the stages did with it.
    public var counts: [StageCount]

    /// A finished source record.
    public init(
        position: Int,
        stage: String,
        id: String,
        lineage: [LineageRow],
        counts: [StageCount]
    ) {
        self.position = position
        self.stage = stage
        self.id = id
        self.lineage = lineage
        self.counts = counts
    }
}
