import Chat
import Dataflow
import JSON

extension StageKind {
    /// The `judge` kind: a model grades answers one by one.
    static func judge(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "judge",
            summary: "Has a model grade an answer: the expected value of a grade on a scale.",
            settings: JudgeStage.settings
        ) { preparation in
            guard let condition = Condition(in: &preparation),
                let scale = GradeScale(&preparation),
                let prompt = JudgePrompt(
                    at: JudgeStage.prompt, or: JudgePrompt.grade, knowing: preparation.fields,
                    in: &preparation)
            else { return nil }
            let model = preparation[JudgeStage.model]
            let into = preparation[JudgeStage.into]
            if !preparation.gives(JudgeStage.prompt), scale != .oneToFive {
                preparation.report(
                    "judge.noPrompt", "a scale of its own needs a \"prompt\" that explains it",
                    help: "add \"prompt\": a template that asks for "
                        + scale.words.joined(separator: ", "))
            }
            let judge: @Sendable () throws -> GradingJudge = {
                GradingJudge(model: try registry.model(model), prompt: prompt, scale: scale)
            }
            let requirement = JudgeRequirement(in: &preparation) { .grade(try judge()) }
            return PreparedStage(
                work: .each(
                    JudgeStage(
                        judge: judge, into: into, condition: condition,
                        asksOwnQuestion: !preparation.gives(JudgeStage.prompt))),
                fields: preparation.adding([into: .judgement]),
                ingredients: [prompt.source],
                models: [model], requirement: requirement)
        }
    }
}

extension GradeScale {
    /// Reads the grades from `"scale"` or `"choices"`; reports problems and returns nil.
    fileprivate init?(_ preparation: inout StagePreparation) {
        let bounds = preparation[JudgeStage.scale]
        let choices = preparation[JudgeStage.choices]
        switch (bounds, choices) {
        case (nil, nil): self = .oneToFive
        case (let bounds?, nil):
            guard bounds.count == 2, bounds[0] < bounds[1], bounds[1] - bounds[0] <= 100 else {
                preparation.report(
                    "judge.scale", at: JudgeStage.scale,
                    "\"scale\" must be the lowest and the highest grade, at most 100 apart",
                    help: "for example [1, 5]")
                return nil
            }
            self.init(bounds[0]...bounds[1])
        case (nil, let choices?):
            guard choices.count > 1 else {
                preparation.report(
                    "judge.choices", at: JudgeStage.choices,
                    "\"choices\" must name two words or more")
                return nil
            }
            self.init(choices.map { ($0.name, $0.value) })
        default:
            preparation.report(
                "judge.scale", at: JudgeStage.choices,
                "\"scale\" and \"choices\" exclude each other",
                help: "remove one of them")
            return nil
        }
    }
}

private struct JudgeStage: RecordStage {
    static let model = SharedSettings.model("The model that grades.")
    static let prompt = Setting.optional(
        "prompt", .template,
        "A Jinja template of the question, over the record's fields, to be answered by a grade; "
            + "ours for \"prompt\" and \"response\" from 1 to 5, if not given.")
    static let scale = Setting.optional(
        "scale", .list(.integer(-1_000...1_000)),
        "The lowest and the highest grade; [1, 5] if neither this nor \"choices\" is given.")
    static let choices = Setting.optional(
        "choices", .named(.number(-1_000_000...1_000_000)),
        "Instead of a scale: the words that may be answered, and what each is worth.")
    static let into = SharedSettings.into(default: "judgement", "The field to set.")
    static let settings: [any StageSetting] = [
        model, prompt, scale, choices, into,
        JudgeRequirement.setting, SharedSettings.when,
    ]

    let judge: @Sendable () throws -> GradingJudge
    let into: String
    let condition: Condition
    /// Whether the question is the built-in one, about "prompt" and "response".
    let asksOwnQuestion: Bool

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        // A template would write "None" for an answer that is not there.
        if asksOwnQuestion, record["response"]?.isNull ?? true {
            throw StageError.unusableField(
                field: "response", expected: "a text",
                found: record["response"]?.kind ?? "nothing")
        }
        let judge = try judge()
        let grade = try await judge.grade(
            record.fields, priority: context.priority, context)
        guard let score = grade.score else {
            return [
                .rejectNew(
                    Rejection("judge's answer cannot be read"),
                    made: [into: .string(grade.answer.text)], call: grade.answer.call)
            ]
        }
        let made: JSON = [
            "score": .double(score), "choice": .string(word(of: grade, in: judge.scale)),
            "probabilities": .array((grade.answer.probabilities ?? []).map(JSON.double)),
            "model": .string(judge.model.name),
        ]
        return [.make([into: made], call: grade.answer.call)]
    }

    /// Returns the word of the most probable grade, the first if tied.
    private func word(of grade: Grade, in scale: GradeScale) -> String {
        let most = grade.answer.probabilities.flatMap { all in
            all.max().flatMap { all.firstIndex(of: $0) }
        }
        return (grade.answer.choice ?? most).map { scale.words[$0] } ?? ""
    }
}
