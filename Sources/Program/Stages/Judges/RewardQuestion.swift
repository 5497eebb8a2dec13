import Chat
import Dataflow
import JSON

/// A conversation for a reward model, remembered under all that decides its rewards.
struct RewardQuestion: Sendable {
    let messages: [ChatMessage]

    init(_ messages: [ChatMessage]) { self.messages = messages }

    init(_ prompt: [ChatMessage], answer: String) {
        self.init(prompt + [ChatMessage(role: "assistant", content: answer)])
    }

    /// The rewards of every assistant turn as JSON, and the name of the call.
    func ask(
        _ model: any LanguageModel, priority: Int, _ calls: any CallAnswering
    ) async throws -> (rewards: [JSON], call: CallKey) {
        let asked = JSON.array(messages.map(\.json))
        let key = CallKey(
            model: model.fingerprint, request: ["kind": "score", "messages": asked])
        let answered = try await calls.answer(to: key) {
            let rewards = try await model.score(messages, priority: priority)
            return ["messages": asked, "rewards": .array(rewards.map(\.json))]
        }
        return (answered["rewards"]?.array ?? [], key)
    }
}
