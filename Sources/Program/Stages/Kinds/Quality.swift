import Dataflow
import JSON
import Text

extension StageKind {
    static let quality = StageKind(
        name: "quality",
        summary:
            "Rejects texts that simple rules find unsound: repetitive, refusing, boilerplate, too "
            + "short or long, in another language.",
        keys: [
            .optional("field", .text, default: "response", "The field with the text."),
            .optional(
                "prompt", .text,
                "The field with what was asked; a text that repeats it is rejected as an echo."),
            .optional("minWords", .integer(0...Int.max), "The fewest words."),
            .optional("maxWords", .integer(0...Int.max), "The most words."),
            .optional("minCharacters", .integer(0...Int.max), "The fewest characters."),
            .optional("maxCharacters", .integer(0...Int.max), "The most characters."),
            .optional(
                "repetition", .either([.truth, .number(0.1...100)]), default: true,
                "Repeated lines, paragraphs and phrases, by the limits of the Gopher report "
                    + "(arXiv:2112.11446, table A1); a number multiplies them."),
            .optional(
                "refusals", .truth, default: true, "Answers that open with a refusal."),
            .optional(
                "boilerplate", .truth, default: true,
                "\"As an AI language model\", blanks of a template never filled in, marks of the chat "
                    + "format."),
            .optional(
                "phrases", .list(.text), "Other phrases that a text must not have, in any case."),
            .optional(
                "language", .choice(["english"]),
                "Of sixteen words or more, an eighth must be words frequent in English alone, and of the "
                    + "letters nine tenths Latin: a rule of thumb."),
            .optional(
                "scripts", .named(.number(0...1)),
                "Scripts and the share of the letters that each must have at least: "
                    + Script.allCases.map(\.rawValue).joined(separator: ", ") + "."),
            Condition.key,
        ]
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let stage = QualityStage(condition, &preparation)
        else { return nil }
        return PreparedStage(work: .each(stage), fields: preparation.fields)
    }
}

private struct QualityStage: RecordStage {
    private let condition: Condition
    private let field: String
    private let prompt: String?
    private let rules: QualityRules

    init?(_ condition: Condition, _ preparation: inout StagePreparation) {
        let values = preparation.values
        self.condition = condition
        field = values["field"]?.string ?? "response"
        prompt = values["prompt"]?.string
        preparation.require([field], for: "field")
        if let prompt { preparation.require([prompt], for: "prompt") }
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
    /// What a declaration asks for; reports what is wrong with it.
    fileprivate init(_ preparation: inout StagePreparation) {
        let values = preparation.values
        self.init()
        var limits: [ClosedRange<Int>] = []
        for unit in ["Words", "Characters"] {
            let least = values["min" + unit]?.integer ?? 0
            let most = values["max" + unit]?.integer ?? .max
            if least > most {
                preparation.report(
                    "quality.limits", key: "min" + unit,
                    "\"min\(unit)\" \(least) is more than \"max\(unit)\" \(most)")
            }
            limits.append(least...max(least, most))
        }
        (words, characters) = (limits[0], limits[1])
        let isOn = values["repetition"]?.bool ?? true
        repetition = isOn ? values["repetition"]?.double ?? 1 : nil
        refusals = values["refusals"]?.bool ?? true
        boilerplate = values["boilerplate"]?.bool ?? true
        phrases = PhraseList(
            (values["phrases"]?.array?.compactMap(\.string) ?? [])
                .map { String(decoding: ComparedText($0).bytes, as: UTF8.self) })
        isEnglish = values["language"]?.string == "english"
        for (name, share) in values["scripts"]?.object?.pairs ?? [] {
            guard let script = Script(rawValue: name) else {
                preparation.report(
                    "quality.script", key: "scripts/\(name)", "unknown script '\(name)'",
                    help: suggestion(for: name, among: Script.allCases.map(\.rawValue)))
                continue
            }
            scripts.append((script, share.double ?? 0))
        }
    }
}
