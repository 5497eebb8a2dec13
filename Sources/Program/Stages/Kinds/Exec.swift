import Dataflow
import JSON

extension StageKind {
    static let exec = StageKind(
        name: "exec",
        summary: "Asks an outside program about every record, over lines of JSON.",
        settings: ExecStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let command = ProgramCommand(&preparation)
        else { return nil }
        let stage = ExecStage(command, condition, preparation.values)
        preparation.require(stage.sent ?? [], for: ExecStage.fields)
        var fields = preparation.fields.adding(stage.made ?? [])
        fields.isOpen = fields.isOpen || stage.made == nil
        return PreparedStage(
            work: .each(stage), fields: fields, ingredients: [command.version])
    }
}

private struct ExecStage: RecordStage {
    static let fields = Setting.optional(
        "fields", .oneOrMore(.text), "The fields to send; all, if not given.")
    static let makes = Setting.optional(
        "makes", .oneOrMore(.newField),
        "The fields that it sets on the record, so that later stages can be checked; any, if not "
            + "given.")
    static let workers = Setting(
        "workers", .integer(1...1_024), default: 1, "Copies of the program at a time.")
    static let inFlight = Setting(
        "inFlight", .integer(1...100_000), default: 1,
        "Records that a copy is asked about before it has answered.")
    static let maxSeconds = Setting(
        "maxSeconds", .number(0.01...86_400), default: 60,
        "How long it may be silent while it is asked, starting included.")
    static let maxReplyBytes = Setting(
        "maxReplyBytes", .integer(16...(1 << 30)), default: 16 << 20,
        "The longest line it may answer with.")
    static let retries = Setting(
        "retries", .integer(0...1_000), default: 2,
        "How often it is asked again about a record at which it ended, was silent or reported an "
            + "error.")
    static let onError = RecordErrorTreatment.setting(
        "What becomes of a record at which the program still fails then, or that the stage cannot "
            + "use: it is rejected with the reason and the row it came from, or stops the run.",
        formerly: "failed")
    static let settings: [any StageSetting] = [
        ProgramCommand.program, ProgramCommand.version, fields, makes, workers, inFlight,
        maxSeconds, maxReplyBytes, retries, SharedSettings.when, onError,
    ]

    let command: ProgramCommand
    let condition: Condition
    let pool: ProgramPool
    /// The fields to send; nil for all.
    let sent: [String]?
    /// The fields that the program may set; nil for any.
    let made: [String]?

    init(_ command: ProgramCommand, _ condition: Condition, _ values: SettingValues) {
        self.command = command
        self.condition = condition
        var limits = ProgramLimits()
        limits.workers = values[Self.workers]
        limits.inFlight = values[Self.inFlight]
        limits.silence = .seconds(values[Self.maxSeconds])
        limits.retries = values[Self.retries]
        limits.replyInBytes = values[Self.maxReplyBytes]
        pool = ProgramPool(command, limits: limits)
        sent = values[Self.fields]
        made = values[Self.makes]
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let question =
            sent.map { JSONObject($0.compactMap { name in record[name].map { (name, $0) } }) }
            ?? record.fields
        let key = CallKey(
            model: "program \(command.version)",
            request: [
                "kind": "exec", "program": .array(command.arguments.map(JSON.string)),
                "record": .object(question),
            ])
        let answer = try await context.answer(to: key) {
            try await pool.ask(question, id: record.id.description).json
        }
        guard let reply = ProgramReply(answer) else {
            throw StageError.unreadableAnswer(
                key: key.description, expected: "a program's reply", found: answer.kind)
        }
        return try outcomes(of: reply, call: key)
    }

    func finish() async { await pool.close() }

    private func outcomes(of reply: ProgramReply, call: CallKey) throws -> [Outcome] {
        switch reply {
        case .records(let records):
            guard !records.isEmpty else {
                return [.rejectNew(Rejection("no records made"), made: [:], call: call)]
            }
            return try records.map { fields in
                if let made, let other = fields.keys.first(where: { !made.contains($0) }) {
                    throw StageError.programSetsField(
                        program: command.name, field: other, declared: made)
                }
                return .make(fields, call: call)
            }
        case .reject(let reason): return [.rejectNew(Rejection(reason), made: [:], call: call)]
        case .error(let problem):
            throw StageError.unreadableAnswer(
                key: call.description, expected: "a reply", found: "an error: \(problem)")
        }
    }
}
