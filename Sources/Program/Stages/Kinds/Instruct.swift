import Dataflow
import Formatting
import Hashing
import JSON
import Verifiers

extension StageKind {
    static let instruct = StageKind(
        name: "instruct",
        summary:
            "Draws instructions that a program can check and that can be followed together, with words "
            + "for them; templates put these to the prompt.",
        settings: InstructStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let stage = InstructStage(condition, &preparation)
        else { return nil }
        return PreparedStage(
            work: .each(stage), fields: preparation.fields.adding([stage.into, stage.wordings]))
    }
}

private struct InstructStage: RecordStage {
    static let field = Setting(
        "field", .text, default: "prompt",
        "The field with the prompt, or with a conversation, whose last turn counts: some "
            + "instructions take words from it.")
    static let minCount = Setting(
        "minCount", .integer(1...10), default: 1, "The fewest instructions.")
    static let maxCount = Setting.optional(
        "maxCount", .integer(1...10),
        "The most instructions; \"minCount\", if not given. Fewer come if no others agree.")
    static let kinds = Setting.optional(
        "kinds", .named(.number(0...1_000_000)),
        "Weights of IFEval's ids, such as \"punctuation:no_comma\", or of their groups, such as "
            + "\"keywords\"; others are not drawn. All alike, if not given.")
    static let into = SharedSettings.into(
        default: "instructions", "The field that takes the list of {\"id\", \"kwargs\"}.")
    static let wordings = Setting(
        "wordings", .newField, default: "wordings",
        "The field that takes a list with a sentence or two for each.")
    static let settings: [any StageSetting] = [
        field, minCount, maxCount, kinds, into, wordings, SharedSettings.when,
    ]

    private let condition: Condition
    private let field: String
    private let counts: ClosedRange<Int>
    private let weights: [(kind: InstructionKind, weight: Double)]
    let into: String
    let wordings: String

    init?(_ condition: Condition, _ preparation: inout StagePreparation) {
        self.condition = condition
        field = preparation[Self.field]
        into = preparation[Self.into]
        wordings = preparation[Self.wordings]
        let least = preparation[Self.minCount]
        let most = preparation[Self.maxCount] ?? least
        if least > most {
            preparation.report(
                "instruct.count", at: Self.minCount,
                "\"minCount\" \(least) is more than \"maxCount\" \(most)")
        }
        counts = least...max(least, most)
        weights = Self.weights(&preparation)
        preparation.require([field], for: Self.field)
        guard preparation.isSound else { return nil }
    }

    /// Returns every kind's weight, in the order of the kinds, independent of the document's order.
    private static func weights(
        _ preparation: inout StagePreparation
    ) -> [(kind: InstructionKind, weight: Double)] {
        guard let listed = preparation[Self.kinds] else {
            return InstructionKind.allCases.map { ($0, 1) }
        }
        let groups = Set(InstructionKind.allCases.map(\.group))
        let names = InstructionKind.allCases.map(\.rawValue) + groups.sorted()
        for (name, _) in listed where !names.contains(name) {
            preparation.report(
                "instruct.kind", key: "kinds/\(name)", "no instruction is called '\(name)'",
                help: suggestion(for: name, among: names))
        }
        let given = Dictionary(listed.map { ($0.name, $0.value) }) { first, _ in first }
        let weights = InstructionKind.allCases.map { kind in
            (kind, given[kind.rawValue] ?? given[kind.group] ?? 0)
        }
        if weights.allSatisfy({ $0.1 == 0 }) {
            preparation.report(
                "instruct.noKind", at: Self.kinds, "\"kinds\" gives no instruction a weight",
                help: "give one, such as \"punctuation:no_comma\": 1")
        }
        return weights
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let prompt = try conversation(in: record, field: field).last?.content ?? ""
        var stream = SplitMix64(seed: context.seed(for: record.id))
        let count = counts.lowerBound + stream.integer(below: counts.count)
        var draw = InstructionDraw(prompt: prompt, seed: stream.next())
        let drawn = try draw.instructions(count, weights: weights)
        var fields = record.fields
        fields[into] = .array(drawn.map(\.json))
        fields[wordings] = .array(drawn.map { .string(draw.wording(of: $0)) })
        return [.replace(fields)]
    }
}

extension InstructionKind {
    /// The part of the id before the colon.
    fileprivate var group: String { String(rawValue.prefix { $0 != ":" }) }
}
