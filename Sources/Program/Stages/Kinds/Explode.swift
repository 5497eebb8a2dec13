import Dataflow
import JSON

extension StageKind {
    static let explode = StageKind(
        name: "explode",
        summary: "Takes a list apart: makes a record of each of its elements.",
        settings: ExplodeStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation) else { return nil }
        let stage = ExplodeStage(condition, preparation.values)
        preparation.require([stage.field], for: ExplodeStage.field)
        if stage.spreads, preparation.gives(ExplodeStage.into) {
            preparation.report(
                "explode.into", at: ExplodeStage.into,
                "\"into\" and \"spread\" exclude each other",
                details: ["With \"spread\" an element's members become fields of the record."],
                help: "remove one of them")
        }
        if stage.index == stage.into, !stage.spreads {
            preparation.report(
                "explode.index", at: ExplodeStage.index,
                "'\(stage.into)' cannot take both the element and its index",
                help: "choose another field for \"index\"")
        }
        return PreparedStage(
            work: .each(stage),
            fields: stage.fields(
                of: preparation.fields, keepsList: preparation.gives(SharedSettings.when)))
    }
}

/// The settings of an `explode` stage.
private struct ExplodeStage: RecordStage {
    static let field = Setting.required("field", .text, "The field with the list.")
    static let into = Setting.optional(
        "into", .newField,
        "The field that takes an element; the list is dropped. \"field\", if not given.")
    static let index = Setting.optional(
        "index", .newField, "A field that takes the element's index in the list, from 0.")
    static let spread = Setting(
        "spread", .bool, default: false,
        "Whether the elements are objects whose members become fields of the record, instead of "
            + "fields that it has under the same names.")
    static let settings: [any StageSetting] = [field, into, index, spread, SharedSettings.when]

    let field: String
    let into: String
    let index: String?
    let spreads: Bool
    private let condition: Condition

    init(_ condition: Condition, _ values: SettingValues) {
        self.condition = condition
        field = values[Self.field]
        into = values[Self.into] ?? field
        index = values[Self.index]
        spreads = values[Self.spread]
    }

    /// Returns the fields of the records that leave the stage.
    ///
    /// - Parameter keepsList: Whether some records may pass untouched.
    func fields(of incoming: FieldSet, keepsList: Bool) -> FieldSet {
        var fields = incoming
        if !keepsList { fields.names.remove(field) }
        if !spreads {
            // A record that passes untouched may have another value there.
            let isSure = !keepsList || !incoming.mayContain(into) && !incoming.isSampled
            fields = fields.adding(into, isSure ? incoming.form(of: field).element : .any)
        }
        fields = fields.adding(index.map { [$0] } ?? [])
        // The members of the elements are not known before the run.
        fields.isOpen = fields.isOpen || spreads
        return fields
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        guard let elements = record[field]?.array else {
            throw StageError.unusableField(
                field: field, expected: "a list", found: record[field]?.kind ?? "nothing")
        }
        guard !elements.isEmpty else { return [.reject(Rejection("empty list"))] }
        var rest = record.fields
        // An element in the place of the list keeps the order of the fields.
        if spreads || into != field { rest[field] = nil }
        return try elements.enumerated().map { number, element in
            var fields = rest
            if spreads {
                guard let members = element.object else {
                    throw StageError.unusableField(
                        field: field, expected: "a list of objects, to spread them",
                        found: "\(element.kind) at index \(number)")
                }
                fields = fields.merging(members)
            } else {
                fields[into] = element
            }
            if let index { fields[index] = .integer(number) }
            return .replace(fields)
        }
    }
}
