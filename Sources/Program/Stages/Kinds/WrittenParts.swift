import Dataflow
import Datasets
import Hashing
import JSON

/// The `"parts"` of a `write` stage: drawn by a digest as `split` draws them, or named by a field.
enum WrittenParts {
    static let by = Setting.optional(
        "by", .oneOrMore(.text),
        "The field or fields that decide, as those of a `split`: records equal there, but for case "
            + "and white space, are in the same part.")
    static let shares = Setting.optional(
        "shares", .named(.number(0...)),
        "The parts and how much of the records each gets, relative to the others.")
    static let salt = Setting("salt", .text, default: "", "Another text draws the parts anew.")
    static let field = Setting.optional(
        "field", .text, "Instead of \"by\": the field that holds the name of a record's part.")
    static let names = Setting.optional(
        "names", .list(.text), "With \"field\": the names of the parts.")
    static let settings: [any StageSetting] = [
        by, shares, salt, ComparedTurns.setting, field, names,
    ]
}

extension PartSettings {
    /// Reads the `"parts"` of a declaration; returns nil if it has none or after reporting a
    /// problem.
    init?(in preparation: inout StagePreparation) {
        guard let given = preparation[WriteSettings.parts] else { return nil }
        let isDrawn = given.gives(WrittenParts.by) || given.gives(WrittenParts.shares)
        let isNamed = given.gives(WrittenParts.field) || given.gives(WrittenParts.names)
        guard isDrawn != isNamed else {
            Self.report(in: &preparation)
            return nil
        }
        let parts =
            isDrawn
            ? Self.drawn(given, in: &preparation) : Self.named(given, in: &preparation)
        guard let parts else {
            if preparation.isSound { Self.report(in: &preparation) }
            return nil
        }
        for name in parts.names where !RecordKind.isPartName(name) {
            preparation.report(
                "write.partName", at: WriteSettings.parts, "'\(name)' cannot be a part's name",
                help: "a letter, then letters, digits and \"_\", such as \"test\"; not \"all\", "
                    + "\"shard\", \"accepted\" or \"rejected\"")
        }
        guard Set(parts.names.map { $0.lowercased() }).count == parts.names.count else {
            preparation.report(
                "write.partName", at: WriteSettings.parts, "two parts have the same name",
                help: "upper and lower case alone make no other file on some systems")
            return nil
        }
        self = parts
    }

    private static func report(in preparation: inout StagePreparation) {
        preparation.report(
            "write.parts", at: WriteSettings.parts,
            "parts need either \"by\" and \"shares\", or \"field\" and \"names\"",
            help: "for example {\"by\": \"prompt\", \"shares\": {\"train\": 9, \"test\": 1}}")
    }

    private static func drawn(
        _ given: SettingValues, in preparation: inout StagePreparation
    ) -> PartSettings? {
        guard let fields = given[WrittenParts.by], let shares = given[WrittenParts.shares] else {
            return nil
        }
        preparation.require(fields, for: WriteSettings.parts)
        let (salt, turns) = (given[WrittenParts.salt], given[ComparedTurns.setting])
        guard
            let draw = PartDraw(by: fields, shares: shares, salt: salt, turns: turns),
            !fields.isEmpty
        else {
            preparation.report(
                "write.parts", at: WriteSettings.parts,
                "there must be two parts or more, with shares above 0",
                help: "for example \"shares\": {\"train\": 9, \"test\": 1}")
            return nil
        }
        let facts: [String] = fields + [salt, turns.rawValue]
        return PartSettings(
            names: draw.names,
            digest: digest(["by"] + facts + shares.flatMap { [$0.name, "\($0.value)"] })
        ) { draw.part(of: $0.fields) }
    }

    private static func named(
        _ given: SettingValues, in preparation: inout StagePreparation
    ) -> PartSettings? {
        guard let field = given[WrittenParts.field], let names = given[WrittenParts.names] else {
            return nil
        }
        preparation.require([field], for: WriteSettings.parts)
        guard !names.isEmpty else {
            preparation.report("write.parts", at: WriteSettings.parts, "\"names\" names no part")
            return nil
        }
        return PartSettings(names: names, digest: digest(["field", field] + names)) {
            $0[field]?.string
        }
    }

    private static func digest(_ facts: [String]) -> String {
        var hash = SHA256()
        for fact in facts { hash.update(framed: fact) }
        return hash.finalize128().description
    }
}
