public import JSON

/// A record that a stage made or rejected, with its parents.
public struct LineageRow: Equatable, Sendable {
    /// Whether the stage passed the record.
    public enum Status: String, Sendable, Codable {
        /// Passed to the next stages.
        case passed
        /// Rejected, for the row's reason.
        case rejected
    }

    /// The record's id.
    public var id: String
    /// The ids of the records from which this one was made; empty for a source record.
    public var parents: [String]
    /// The stage that made or rejected the record.
    public var stage: String
    /// The record's index among those that the stage made from the same parent.
    public var number: Int
    /// The journal key of the model call that made the record, if any.
    public var call: String?
    /// Whether the stage passed the record.
    public var status: Status
    /// The reason of a rejection.
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

/// The numbers of records that a stage created, passed and rejected, with the reasons.
///
/// When a run is over, `created == passed + rejected`.
public struct StageCount: Equatable, Sendable, Codable {
    /// The stage's name.
    public var stage: String
    /// Records that entered the stage or were made by it.
    public var created: Int
    /// Records passed.
    public var passed: Int
    /// Records rejected.
    public var rejected: Int
    /// Rejected records by reason.
    public var rejections: [String: Int]
    /// Repairs to model replies, by kind.
    public var repairs: [String: Int]

    /// The counts of a stage.
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
        // Sorted by UTF-8 bytes: ledger digests cover this text, so its order must not vary.
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

/// A finished source record with the lineage and counts of all its descendants.
public struct LedgerEntry: Equatable, Sendable {
    /// The source record's position in canonical order, from 0 without gaps.
    public var position: Int
    /// The stage that read the source record.
    public var stage: String
    /// The source record's id.
    public var id: String
    /// The source record, then its descendants, parents before children.
    public var lineage: [LineageRow]
    /// What each stage did with the source record and its descendants.
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
