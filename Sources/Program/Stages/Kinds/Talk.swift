import Chat
import Compute
import Dataflow
import JSON
import Text

/// A simulated user: a name and the template that asks for the user's next message.
struct Personality: Sendable {
    let name: String
    let template: RecordTemplate

    init?(name: String, prompt: TextSource, in preparation: inout StagePreparation) {
        guard
            let template = RecordTemplate(
                prompt, key: "personalities/\(name)", setting: ["conversation", "turn"],
                in: &preparation)
        else { return nil }
        self.name = name
        self.template = template
    }
}

/// A model with its sampling.
struct Speaker: Sendable {
    let model: String
    let sampling: EncodedSampling

    init(_ model: String, _ values: SettingValues?) {
        self.model = model
        sampling = EncodedSampling(SamplingSettings.sampling(values, temperature: 0))
    }

    func say(
        _ question: Question, _ registry: LanguageModelRegistry, sample: Int, _ record: Record,
        in context: StageContext
    ) async throws -> (reply: ChatReply, call: CallKey) {
        try await RememberedModel(registry.model(model), in: context).reply(
            to: question, sampling: sampling, seed: context.seed(for: record.id, sample: sample))
    }
}

/// A conversation in progress, with its repairs and token count.
struct Talk {
    private(set) var messages: [ChatMessage]
    private(set) var repairs: [String: Int] = [:]
    private(set) var tokens = 0
    private(set) var isTruncated = false
    private(set) var lastCall: CallKey?

    init(opening: [ChatMessage]) { messages = opening }

    /// Number of user turns.
    var turns: Int { messages.count { $0.role == "user" } }

    /// Number of user turns with an answer.
    var answered: Int { turns - (messages.last?.role == "user" ? 1 : 0) }

    /// The turns without a final user turn.
    var wholeExchanges: [ChatMessage] {
        messages.last?.role == "user" ? messages.dropLast() : messages
    }

    /// Adds a turn, or returns its fault as a rejection.
    mutating func add(
        _ turn: Turn, as role: String, _ said: (reply: ChatReply, call: CallKey)
    ) -> Rejection? {
        tokens += said.reply.tokens
        lastCall = said.call
        for repair in turn.repairs { repairs[repair, default: 0] += 1 }
        let isRepeated =
            role == "assistant"
            && messages.contains {
                $0.content.comparable == turn.text.comparable
            }
        if let fault = turn.fault ?? (isRepeated ? "answer repeats an earlier turn" : nil) {
            return Rejection(
                fault,
                detail: [
                    "turn": .integer(turns + (role == "user" ? 1 : 0)),
                    "said": .string(said.reply.text),
                ])
        }
        isTruncated = isTruncated || turn.isCut
        messages.append(ChatMessage(role: role, content: turn.text))
        return nil
    }
}
