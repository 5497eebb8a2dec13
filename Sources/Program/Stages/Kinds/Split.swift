import Dataflow

extension StageKind {
    static let split = StageKind(
        name: "split",
        summary:
            "Sends every record to one of several parts, which other stages name as \"stage.part\".",
        settings: SplitStage.settings
    ) { preparation in
        guard let key = RecordKey(SplitStage.by, in: &preparation) else { return nil }
        let parts = preparation[SplitStage.parts]
        let draw = PartDraw(
            by: key.fields, shares: parts, salt: preparation[SplitStage.salt],
            turns: preparation[SplitStage.turns])
        guard let draw else {
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
        return PreparedStage(
            work: .each(SplitStage(draw: draw)), fields: preparation.fields, parts: draw.names)
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

    let draw: PartDraw

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        [.send(part: draw.part(of: record.fields))]
    }
}
