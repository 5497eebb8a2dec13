import Chat
import Compute
import Concurrency
import Dataflow
import Hashing
import JSON
import Jinja
import Stages

/// How answers are asked for: the part that all forms share in which the model writes.
struct Generation: Sendable {
    private let template: Template
    private let sampling: EncodedSampling
    /// Answers to each row.
    let samples: Int

    // MARK: Settings

    /// The template of the question, with a form's own default.
    static func prompt(_ standard: String) -> Setting<String> {
        Setting(
            "prompt", .text, default: standard,
            "The question: a Jinja template over the row's columns; lines of [system], [user] or "
                + "[assistant] alone begin a turn.")
    }

    static let samplingKey = Setting.optional(
        "sampling", SamplingSettings.form(temperature: 0),
        "How the model chooses tokens; greedy, if no temperature is given.")
    static let samplesKey = Setting(
        "samples", .integer(1...10_000), default: 1, "Answers to each row, each with its own seed.")

    /// Reads the settings; reports a template that does not parse, and samples that would be alike.
    ///
    /// - Parameter given: The template, where the setting is not the form's only source of one.
    init?(_ values: SettingValues, prompt: String, _ check: inout FormCheck) {
        samples = values[Self.samplesKey]
        let options = SamplingSettings.sampling(values[Self.samplingKey], temperature: 0)
        sampling = EncodedSampling(options)
        if samples > 1, options.temperature == 0 {
            check.report(
                "samples", "\"samples\" is \(samples), and all of them would be alike",
                help: "give \"sampling\" a \"temperature\" above 0")
        }
        do {
            template = try Template(prompt, name: "prompt", headings: ChatScript.headings)
        } catch {
            check.report("prompt", "\"prompt\" does not parse: \(error)")
            return nil
        }
    }

    // MARK: Asking

    /// The turns of the question about a row.
    func messages(for row: EvaluationRow) throws(RowProblem) -> [ChatMessage] {
        do {
            let turns = ChatScript.turns(
                of: try template.renderWithHeadings(row.values, strict: true))
            guard !turns.isEmpty else { throw RowProblem("the question is empty") }
            return turns
        } catch let problem as RowProblem { throw problem } catch {
            throw RowProblem("the question cannot be made of it: \(error)")
        }
    }

    /// All samples of the answer to a question.
    func answers(
        to messages: [ChatMessage], by model: RememberedModel, _ context: ItemContext
    ) async throws -> [ItemOutcome.Answer] {
        let question = Question(messages)
        return try await mapConcurrently(Array(0..<samples)) { [self] sample in
            let seed = Self.seed(context, sample)
            let reply = try await model.reply(to: question, sampling: sampling, seed: seed).reply
            return ItemOutcome.Answer(
                text: reply.text, isTruncated: reply.isTruncated, tokens: reply.tokens)
        }
    }

    /// The seed of a sample: of document, row and number, never of the order of rows.
    private static func seed(_ context: ItemContext, _ sample: Int) -> UInt64 {
        var hash = SHA256()
        hash.update(context.seed)
        hash.update(framed: context.id)
        hash.update(UInt64(sample))
        return hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Figures

    /// What is always told of answers.
    static let figures = [
        Figure("characters", "length, characters", .number, better: .neither),
        Figure("tokens", "length, tokens", .number, better: .neither),
        Figure("truncated", "cut at maxTokens", better: .lower),
    ]

    /// What some answers to one row add to ``figures``.
    static func shares(of answers: [ItemOutcome.Answer]) -> [String: Share] {
        func mean(_ value: (ItemOutcome.Answer) -> Double) -> Share {
            Share(answers.reduce(0) { $0 + value($1) }, of: Double(answers.count))
        }
        return [
            "characters": mean { Double($0.text.unicodeScalars.count) },
            "tokens": mean { Double($0.tokens) },
            "truncated": mean { $0.isTruncated ? 1 : 0 },
        ]
    }
}
