import Dataflow
import JSON
import Synchronization

extension StageKind {
    static let group = StageKind(
        name: "group",
        summary: "Makes one record of all that have the same key, with a list of what they hold.",
        settings: RecordGrouping.settings
    ) { preparation in
        guard let key = RecordKey(RecordGrouping.by, in: &preparation) else { return nil }
        let stage = RecordGrouping(key, preparation.values)
        preparation.require(stage.gathered ?? [], for: RecordGrouping.gather)
        preparation.require(stage.kept, for: RecordGrouping.keep)
        return PreparedStage(
            work: RecordScope(preparation).work(stage),
            fields: (key.fields + stage.kept).reduce(FieldSet([])) {
                $0.adding($1, preparation.fields.form(of: $1))
            }.adding(stage.into, .list(stage.item(of: preparation.fields))))
    }
}

/// The settings of a `group` stage.
private struct RecordGrouping: GatherStage {
    static let by = SharedSettings.by(
        "The field or fields that a group's records have in common.")
    static let gather = Setting.optional(
        "gather", .either(.text, .list(.text)),
        "A field, whose values are listed, or several, of which objects are listed; all but the "
            + "key, if not given.")
    static let into = SharedSettings.into(default: "records", "The field that takes the list.")
    static let keep = Setting.optional(
        "keep", .oneOrMore(.text), "Fields to take over from a group's first record.")
    static let settings: [any StageSetting] = [by, gather, into, keep, SharedSettings.over]

    let key: RecordKey
    /// The fields to list; nil for all but the key.
    let gathered: [String]?
    /// Whether the list holds values of one field rather than objects.
    let isBare: Bool
    let into: String
    let kept: [String]

    init(_ key: RecordKey, _ values: SettingValues) {
        self.key = key
        let gather = values[Self.gather]
        isBare = gather?.first != nil
        gathered = gather?.first.map { [$0] } ?? gather?.second
        into = values[Self.into]
        kept = values[Self.keep] ?? []
    }

    func makeHold() -> any RecordHold {
        GroupHold(key: key.bytes) { [.make(made(of: $0), from: $0)] }
    }

    func made(of group: [Record]) -> JSONObject {
        var fields = key.values(of: group[0])
        for field in kept { fields[field] = group[0][field] ?? .null }
        fields[into] = .array(group.map(item))
        return fields
    }

    /// The form of what is listed of a record.
    func item(of fields: FieldSet) -> FieldForm {
        guard let gathered else { return fields.form(without: key.fields) }
        if isBare, let field = gathered.first { return fields.form(of: field) }
        return .object(
            Dictionary(gathered.map { ($0, fields.form(of: $0)) }) { first, _ in first },
            isOpen: false)
    }

    private func item(_ record: Record) -> JSON {
        if isBare, let field = gathered?.first { return record[field] ?? .null }
        if let gathered {
            return .object(JSONObject(gathered.map { ($0, record[$0] ?? .null) }))
        }
        return .object(JSONObject(record.fields.pairs.filter { !key.fields.contains($0.0) }))
    }
}

/// Holds the records of every group; releases groups in the order of their first records.
final class GroupHold: RecordHold {
    private let key: @Sendable (Record) throws -> [UInt8]
    private let outcomes: @Sendable ([Record]) -> [GroupOutcome]
    private let state = Mutex((groups: RecordGroups(), next: 0))

    /// - Parameters:
    ///   - key: Returns what the records of a group have in common; throws a ``RecordError`` about a
    ///     record that has no key.
    ///   - outcomes: Returns what becomes of a group, in the order in which its records came.
    init(
        key: @escaping @Sendable (Record) throws -> [UInt8],
        outcomes: @escaping @Sendable ([Record]) -> [GroupOutcome]
    ) {
        self.key = key
        self.outcomes = outcomes
    }

    func take(_ record: Record, isSide: Bool) throws {
        let key = try key(record)
        state.withLock { $0.groups.add(record, under: key) }
    }

    func next() -> [GroupOutcome]? {
        let group: [Record]? = state.withLock { state in
            guard state.next < state.groups.count else { return nil }
            defer { state.next += 1 }
            return state.groups.remove(at: state.next)
        }
        return group.map(outcomes)
    }
}

/// Records by key, groups in the order of their first records.
struct RecordGroups: Sendable {
    private var indices: [[UInt8]: Int] = [:]
    private(set) var groups: [[Record]] = []

    var count: Int { groups.count }

    mutating func add(_ record: Record, under key: [UInt8]) {
        if let index = indices[key] { return groups[index].append(record) }
        indices[key] = groups.count
        groups.append([record])
    }

    /// Returns a group and frees its memory.
    mutating func remove(at index: Int) -> [Record] {
        defer { groups[index] = [] }
        return groups[index]
    }
}
