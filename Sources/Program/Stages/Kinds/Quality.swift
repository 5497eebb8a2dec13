import Dataflow
import Formatting
import JSON
import Text

extension StageKind {
    static let quality = StageKind(
        name: "quality",
        summary:
            "Rejects texts that simple rules find unsound: repetitive, refusing, boilerplate, too "
            + "short or long, in another language.",
        settings: QualityStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let stage = QualityStage(condition, &preparation)
        else { return nil }
        return PreparedStage(work: .each(stage), fields: preparation.fields)
    }
}

private struct QualityStage: RecordStage {
    enum Language: String, CaseIterable {
        case english
    }

    static let field = Setting("field", .text, default: "response", "The field with the text.")
    static let promptField = Setting.optional(
        "promptField", .text,
        "The field with what was asked; a text that repeats it is rejected as an echo.",
        formerly: "prompt")
    static let minWords = Setting.optional("minWords", .integer(0...), "The fewest words.")
    static let maxWords = Setting.optional("maxWords", .integer(0...), "The most words.")
    static let minCharacters = Setting.optional(
        "minCharacters", .integer(0...), "The fewest characters.")
    static let maxCharacters = Setting.optional(
        "maxCharacters", .integer(0...), "The most characters.")
    static let repetition = Setting(
        "repetition", .either(.bool, .number(0.1...100)), default: .first(true),
        "Repeated lines, paragraphs and phrases, by the limits of the Gopher report "
            + "(arXiv:2112.11446, table A1); a number multiplies them.")
    static let refusals = Setting(
        "refusals", .bool, default: true, "Answers that open with a refusal.")
    static let boilerplate = Setting(
        "boilerplate", .bool, default: true,
        "\"As an AI language model\", blanks of a template never filled in, marks of the chat "
            + "format.")
    static let phrases = Setting.optional(
        "phrases", .oneOrMore(.text), "Other phrases that a text must not have, in any case.")
    static let language = Setting.optional(
        "language", .choice(Language.self),
        "Of sixteen words or more, an eighth must be words frequent in English alone, and of the "
            + "letters nine tenths Latin: a rule of thumb.")
    static let scripts = Setting.optional(
        "scripts", .named(.number(0...1)),
        "Scripts and the share of the letters that each must have at least: "
            + Script.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    static let settings: [any StageSetting] = [
        field, promptField, minWords, maxWords, minCharacters, maxCharacters, repetition, refusals,
        boilerplate, phrases, language, scripts, SharedSettings.when,
    ]

    private let condition: Condition
    private let field: String
    private let prompt: String?
    private let rules: QualityRules

    init?(_ condition: Condition, _ preparation: inout StagePreparation) {
        self.condition = condition
        field = preparation[Self.field]
        prompt = preparation[Self.promptField]
        preparation.require([field], for: Self.field)
        if let prompt { preparation.require([prompt], for: Self.promptField) }
        rules = QualityRules(&preparation)
        guard preparation.isSound else { return nil }
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        guard let text = record[field]?.string else {
            throw StageError.unusableField(
                field: field, expected: "a text", found: record[field]?.kind ?? "nothing")
        }
        let asked = try prompt.map { try conversation(in: record, field: $0).last?.content ?? "" }
        let findings = rules.findings(text, asked: asked)
        guard let first = findings.first else { return [.pass] }
        let detail = JSONObject(findings.map { ($0.reason, $0.found) })
        return [.reject(Rejection(first.reason, detail: .object(detail)))]
    }
}

extension QualityRules {
    /// Reads the rules from a declaration and reports problems.
    fileprivate init(_ preparation: inout StagePreparation) {
        self.init()
        words = Self.limits(QualityStage.minWords, QualityStage.maxWords, &preparation)
        characters = Self.limits(
            QualityStage.minCharacters, QualityStage.maxCharacters, &preparation)
        repetition =
            switch preparation[QualityStage.repetition] {
            case .first(let isOn): isOn ? 1 : nil
            case .second(let factor): factor
            }
        refusals = preparation[QualityStage.refusals]
        boilerplate = preparation[QualityStage.boilerplate]
        phrases = PhraseList(
            (preparation[QualityStage.phrases] ?? [])
                .map { String(decoding: ComparedText($0).bytes, as: UTF8.self) })
        isEnglish = preparation[QualityStage.language] == .english
        for (name, share) in preparation[QualityStage.scripts] ?? [] {
            guard let script = Script(rawValue: name) else {
                preparation.report(
                    "quality.script", key: "scripts/\(name)", "unknown script '\(name)'",
                    help: suggestion(for: name, among: Script.allCases.map(\.rawValue)))
                continue
            }
            scripts.append((script, share))
        }
    }
    /// Returns the range of two settings; reports a minimum above the maximum.
    private static func limits(
        _ min: Setting<Int?>, _ max: Setting<Int?>, _ preparation: inout StagePreparation
    ) -> ClosedRange<Int> {
        let least = preparation[min] ?? 0
        let most = preparation[max] ?? .max
        guard least > most else { return least...most }
        preparation.report(
            "quality.limits", at: min,
            "\"\(min.name)\" \(least) is more than \"\(max.name)\" \(most)")
        return least...least
    }
}
