import Chat
import Compute
import Dataflow
import Hashing
import JSON

extension StageKind {
    /// The `dialogue` kind: models play both sides of a conversation.
    static func dialogue(_ registry: LanguageModelRegistry) -> StageKind {
        StageKind(
            name: "dialogue",
            summary: "Goes on with a conversation; a model answers, and one plays the user.",
            settings: DialogueStage.settings
        ) { preparation in
            guard let stage = DialogueStage(registry, &preparation) else { return nil }
            return PreparedStage(
                work: .each(stage), fields: preparation.adding(stage.made),
                ingredients: stage.ingredients, models: stage.models)
        }
    }
}

private struct DialogueStage: RecordStage {
    static let model = SharedSettings.model("The model that answers.")
    static let userModel = Setting.optional(
        "userModel", .model,
        "The model that plays the user; the one that answers, if not given.")
    static let personalities = Setting.required(
        "personalities", .named(.template),
        "Users by name, one of whom is drawn per record: Jinja templates that ask for the user's "
            + "next message. Besides the record's fields they see \"conversation\" and \"turn\".")
    static let opening = Setting(
        "opening", .text, default: "prompt",
        "The field with the user's first message, or with turns that end with one.")
    static let turns = Setting(
        "turns", .integer(1...100), default: 3,
        "The user's turns, those of the opening included.")
    static let minTurns = Setting.optional(
        "minTurns", .integer(1...100),
        "Turns after which a dialogue that breaks off is kept. Without it, all turns are needed.")
    static let into = SharedSettings.into(default: "messages", "The field that takes the turns.")
    static let sampling = Setting.optional(
        "sampling", SamplingSettings.form(temperature: 0),
        "How the tokens of answers are chosen; greedy by default.")
    static let userSampling = Setting.optional(
        "userSampling", SamplingSettings.form(temperature: 0),
        "How the tokens of user turns are chosen; greedy by default.")
    static let truncated = Setting(
        "truncated", .choice(Truncation.self), default: .trim,
        "What becomes of a turn that runs into maxTokens: it ends with its last whole sentence, "
            + "breaks the dialogue off, or stays.")
    static let settings: [any StageSetting] = [
        model, userModel, personalities, opening, SharedSettings.system, turns, minTurns, into,
        sampling, userSampling, truncated, SharedSettings.when,
    ]

    private let registry: LanguageModelRegistry
    private let answerer: Speaker
    private let user: Speaker
    private let personalities: [Personality]
    private let opening: String
    private let system: SystemMessage
    private let turns: Int
    private let minTurns: Int
    private let into: String
    private let truncation: Truncation
    private let condition: Condition

    var models: [String] { Set([answerer.model, user.model]).sorted() }
    /// The fields that it sets.
    var made: [String: FieldForm] {
        [into: .conversation, "turns": .scalar, "personality": .scalar, "generation": .dialogue]
    }
    var ingredients: [String] {
        personalities.map(\.template.source) + system.ingredients
    }

    init?(_ registry: LanguageModelRegistry, _ preparation: inout StagePreparation) {
        guard let condition = Condition(in: &preparation),
            let system = SystemMessage(in: &preparation)
        else { return nil }
        self.registry = registry
        self.condition = condition
        let model = preparation[Self.model]
        answerer = Speaker(model, preparation[Self.sampling])
        user = Speaker(preparation[Self.userModel] ?? model, preparation[Self.userSampling])
        let templates = preparation[Self.personalities]
        personalities = templates.compactMap {
            Personality(name: $0.name, prompt: $0.value, in: &preparation)
        }
        opening = preparation[Self.opening]
        preparation.require([opening], for: Self.opening)
        self.system = system
        turns = preparation[Self.turns]
        minTurns = preparation[Self.minTurns] ?? turns
        into = preparation[Self.into]
        truncation = preparation[Self.truncated]
        if templates.isEmpty {
            preparation.report(
                "dialogue.personalities", at: Self.personalities,
                "\"personalities\" names no template",
                help: "add one that asks for the user's next message")
        }
        if minTurns > turns {
            preparation.report(
                "dialogue.minTurns", at: Self.minTurns,
                "\"minTurns\" is \(minTurns), but the dialogue has \(turns) turns at most",
                help: "raise \"turns\" or lower \"minTurns\"")
        }
        guard preparation.isSound else { return nil }
    }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        var talk = try Talk(opening: messages(of: record, in: context))
        let personality = drawPersonality(for: record, in: context)
        var fault: Rejection?
        while fault == nil {
            do {
                fault = try await answer(&talk, record, in: context)
                guard fault == nil, talk.turns < turns else { break }
                fault = try await goOn(&talk, as: personality, record, in: context)
            } catch {
                // A dialogue that has outgrown the context breaks off there; one that has no answer
                // yet could not be used at all.
                guard talk.lastCall != nil, let rejection = error.recordRejection else {
                    throw error
                }
                fault = rejection
            }
        }
        return try outcomes(of: talk, personality: personality.name, fault: fault)
    }

    /// Returns the turns to begin with; the last is the user's.
    private func messages(
        of record: Record, in context: StageContext
    ) throws -> [ChatMessage] {
        let given = try conversation(in: record, field: opening)
        guard given.last?.role == "user" else {
            throw StageError.unusableField(
                field: opening, expected: "a text, or turns that end with the user's",
                found: "turns that end with the \(given.last?.role ?? "")'s")
        }
        let seed = { context.seed(for: record.id, sample: Self.systemSample) }
        return try system.messages(for: record, seed: seed()) + given
    }

    private func drawPersonality(for record: Record, in context: StageContext) -> Personality {
        var stream = SplitMix64(seed: context.seed(for: record.id, sample: Self.drawSample))
        return personalities[stream.integer(below: personalities.count)]
    }

    /// First sample number of draws that are not calls; the calls of a dialogue use at most 200.
    private static let drawSample = 1_000
    /// Sample number of what a system message draws, past those of the turns.
    private static let systemSample = 2_000

    // MARK: Turns

    /// Adds the assistant's next turn, or returns why there is none.
    private func answer(
        _ talk: inout Talk, _ record: Record, in context: StageContext
    ) async throws -> Rejection? {
        let said = try await answerer.say(
            Question(talk.messages), registry, sample: 2 * talk.turns, record, in: context)
        let heard = Turn(answer: said.reply, truncation: truncation)
        return talk.add(heard, as: "assistant", said)
    }

    /// Adds the user's next turn, or returns why there is none. The model that plays the user is
    /// shown the whole conversation and asked for the next message.
    private func goOn(
        _ talk: inout Talk, as personality: Personality, _ record: Record, in context: StageContext
    ) async throws -> Rejection? {
        let sample = 2 * talk.turns + 1
        var fields = record.fields
        fields["conversation"] = .array(talk.messages.map(\.json))
        fields["turn"] = .integer(talk.turns + 1)
        let asked = try personality.template.renderTurns(
            Record(id: record.id, fields: fields),
            seed: context.seed(for: record.id, sample: Self.drawSample + sample))
        let said = try await user.say(
            Question(asked), registry, sample: sample, record, in: context)
        let heard = Turn(
            userTurn: said.reply, after: talk.messages.map(\.content), truncation: truncation)
        return talk.add(heard, as: "user", said)
    }

    // MARK: What becomes of it

    private func outcomes(
        of talk: Talk, personality: String, fault: Rejection?
    ) throws -> [Outcome] {
        let isKept = fault == nil || talk.answered >= minTurns
        var made = JSONObject()
        made[into] = .array((isKept ? talk.wholeExchanges : talk.messages).map(\.json))
        made["turns"] = .integer(talk.answered)
        made["personality"] = .string(personality)
        made["generation"] = [
            "model": .string(try registry.model(answerer.model).name),
            "userModel": .string(try registry.model(user.model).name),
            "truncated": .bool(talk.isTruncated), "tokens": .integer(talk.tokens),
            "temperature": .double(answerer.sampling.options.temperature),
        ]
        var repairs = talk.repairs
        if isKept, let fault { repairs["ended early: \(fault.reason)"] = 1 }
        let repaired = repairs.sorted { $0.key < $1.key }.map {
            Outcome.repair($0.key, count: $0.value)
        }
        if !isKept, let fault {
            return [.rejectNew(fault, made: made, call: talk.lastCall)] + repaired
        }
        return [.make(made, call: talk.lastCall)] + repaired
    }
}
