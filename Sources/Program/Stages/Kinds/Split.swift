import Dataflow
import Hashing
import JSON

extension StageKind {
    static let split = StageKind(
        name: "split",
        summary:
            "Sends every record to one of several parts, which other stages name as \"stage.part\".",
        settings: SplitStage.settings
    ) { preparation in
        guard let key = RecordKey(SplitStage.by, in: &preparation) else { return nil }
        let parts = preparation[SplitStage.parts].map { ($0.name, $0.value) }
        let total = parts.reduce(0) { $0 + $1.1 }
        guard parts.count > 1, total > 0, total < .infinity else {
            preparation.report(
                "split.parts", at: SplitStage.parts,
                "a split has two parts or more, with shares above 0",
                help: "for example \"parts\": {\"sft\": 7, \"preference\": 3}")
            return nil
        }
        for (name, _) in parts where name.isEmpty || name.contains(where: { "/. ".contains($0) }) {
            preparation.report(
                "split.partName", at: SplitStage.parts, "'\(name)' cannot be a part's name",
                help: "use a name without spaces, '/' and '.'")
        }
        let stage = SplitStage(
            key: key, parts: parts.map { ($0, $1 / total) },
            salt: preparation[SplitStage.salt], turns: preparation[SplitStage.turns])
        return PreparedStage(
            work: .each(stage), fields: preparation.fields, parts: parts.map(\.0))
    }
}

/// Assigns a record to a part by a digest of its key, not by the run's seed, so that several
/// documents agree on the part of a prompt.
private struct SplitStage: RecordStage {
    static let by = SharedSettings.by(
        "The field or fields that decide: records equal there, but for case and white space, go to "
            + "the same part, in every run and document.")
    static let parts = Setting.required(
        "parts", .named(.number(0...)),
        "The parts and how much of the records each gets, relative to the others.")
    static let salt = Setting(
        "salt", .text, default: "", "Another text draws the parts anew.")
    static let turns = ComparedTurns.setting
    static let settings: [any StageSetting] = [by, parts, salt, turns]

    let key: RecordKey
    /// The parts and their shares, which sum to 1.
    let parts: [(name: String, share: Double)]
    let salt: String
    let turns: ComparedTurns

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        [.send(part: part(at: index(of: record)))]
    }

    /// Returns a number in 0..<1 from the record's key.
    private func index(of record: Record) -> Double {
        var hash = SHA256()
        hash.update(framed: "split")
        hash.update(framed: salt)
        for field in key.fields {
            hash.update(framed: turns.text(of: record, field).foldedForComparison)
        }
        let bits = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // 53 bits fit a Double exactly; more could round up to 1.
        return Double(bits >> 11) * 0x1p-53
    }

    private func part(at index: Double) -> String {
        var end = 0.0
        for part in parts.dropLast() {
            end += part.share
            if index < end { return part.name }
        }
        // The last part takes the rest: rounded shares may sum to less than 1.
        return parts[parts.count - 1].name
    }
}
