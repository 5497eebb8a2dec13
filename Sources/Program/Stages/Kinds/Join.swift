import Dataflow
import JSON
import Synchronization

extension StageKind {
    static let join = StageKind(
        name: "join",
        summary:
            "Adds to each record the fields of those of a second input that have the same key.",
        settings: RecordJoin.settings,
        takesSideInput: true
    ) { preparation in
        guard let key = RecordKey(RecordJoin.by, in: &preparation) else { return nil }
        preparation.require(key.fields, for: RecordJoin.by, among: preparation.side.fields)
        let scope = RecordScope(preparation)
        if scope == .source { preparation.requireCommonSource() }
        let stage = RecordJoin(
            key: key, into: preparation[RecordJoin.into],
            keepsUnmatched: preparation[RecordJoin.unmatched] == .keep)
        let side = preparation.side.fields
        let more = stage.into.map { FieldSet([]).adding($0, side.form()) } ?? side
        var fields = more.names.reduce(preparation.fields) { fields, name in
            // Of a field that both have, the value of the first input stays.
            let isNew = stage.into != nil || !fields.mayContain(name) && !fields.isSampled
            return fields.adding(name, isNew ? more.form(of: name) : .any)
        }
        fields.isOpen = fields.isOpen || more.isOpen
        fields.isSampled = fields.isSampled || more.isSampled
        return PreparedStage(work: scope.work(stage), fields: fields)
    }
}

extension StagePreparation {
    /// Reports inputs whose records never share a source record.
    fileprivate mutating func requireCommonSource() {
        guard !input.sources.isEmpty, !side.sources.isEmpty,
            input.sources.isDisjoint(with: side.sources)
        else { return }
        func named(_ sources: Set<String>) -> String { sources.sorted().joined(separator: ", ") }
        report(
            "join.sources", key: "with", "no record of \"input\" can meet one of \"with\"",
            details: [
                "They are made of different source records, of \(named(input.sources)) and of "
                    + "\(named(side.sources)); \"over\" is \"source\"."
            ],
            help: "add \"over\": \"run\"")
    }
}

/// The settings of a `join` stage.
private struct RecordJoin: GatherStage {
    static let by = SharedSettings.by(
        "The field or fields that must be equal on both sides; null equals nothing.")
    static let into = Setting.optional(
        "into", .newField,
        "A field that takes the other record whole. Without it the fields are joined; of one that "
            + "both have, the value of \"input\" stays.")
    static let unmatched = Setting(
        "unmatched", .choice(RejectOrKeep.self), default: .reject,
        "What becomes of a record that finds no other. Those of \"with\" that are never found are "
            + "rejected.")
    static let settings: [any StageSetting] = [by, into, unmatched, SharedSettings.over]

    let key: RecordKey
    let into: String?
    let keepsUnmatched: Bool

    func makeHold() -> any RecordHold { JoinHold(join: self) }

    func made(of record: Record, _ other: Record) -> JSONObject {
        if let into { return record.fields.merging([into: .object(other.fields)]) }
        var fields = record.fields
        for (name, value) in other.fields.pairs where fields[name] == nil { fields[name] = value }
        return fields
    }
}

/// Holds both sides; releases the outcomes of the first side, then the unmatched records of `with`.
private final class JoinHold: RecordHold {
    private struct State {
        var records: [Record?] = []
        var others: [Record] = []
        var indices: [[UInt8]: [Int]] = [:]
        var isFound: Set<Int> = []
        var next = 0
        var nextOther = 0
    }

    private let join: RecordJoin
    private let state = Mutex(State())

    init(join: RecordJoin) { self.join = join }

    func take(_ record: Record, isSide: Bool) {
        state.withLock { state in
            guard isSide else { return state.records.append(record) }
            // Records with a null key are not indexed, so that null matches nothing.
            if !join.key.isIncomplete(in: record) {
                state.indices[join.key.bytes(of: record), default: []].append(state.others.count)
            }
            state.others.append(record)
        }
    }

    func next() -> [GroupOutcome]? {
        state.withLock { state in
            while state.next < state.records.count {
                defer { state.next += 1 }
                if let record = state.records[state.next].take() {
                    return outcomes(of: record, &state)
                }
            }
            while state.nextOther < state.others.count {
                defer { state.nextOther += 1 }
                if !state.isFound.contains(state.nextOther) {
                    return [.reject(state.others[state.nextOther], Rejection("never found"))]
                }
            }
            return nil
        }
    }

    private func outcomes(of record: Record, _ state: inout State) -> [GroupOutcome] {
        let found = state.indices[join.key.bytes(of: record)] ?? []
        state.isFound.formUnion(found)
        if found.isEmpty {
            return [join.keepsUnmatched ? .pass(record) : .reject(record, Rejection("no match"))]
        }
        return found.map { index in
            let other = state.others[index]
            return .make(join.made(of: record, other), from: [record, other])
        }
    }
}
