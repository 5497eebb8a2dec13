import Chat
import Inference

/// What the models of a command do: the engines of this process, and the remote models.
struct RunningModels: Sendable {
    var engines: [Engine] = []
    var remote: [RemoteModel] = []

    /// Whether there are only models without figures, such as templates.
    var isEmpty: Bool { engines.isEmpty && remote.isEmpty }

    /// Requests that wait for an engine.
    var waiting: Int { engines.reduce(0) { $0 + $1.statistics.waiting } }

    /// Tokens written; engines also count those of requests in flight, servers those of answers.
    var tokensGenerated: Int {
        engines.reduce(0) { $0 + $1.statistics.tokensGenerated }
            + remote.reduce(0) { $0 + $1.usage.generated }
    }

    /// Tokens read; servers count all of a prompt, whatever they reuse.
    var tokensPrefilled: Int {
        engines.reduce(0) { $0 + $1.statistics.tokensPrefilled }
            + remote.reduce(0) { $0 + $1.usage.read }
    }

    /// Tokens that were read before and kept.
    var tokensReused: Int { engines.reduce(0) { $0 + $1.statistics.tokensReused } }

    /// Ends the wait of requests that have not begun, now and later.
    func refuseWaiting() {
        for engine in engines { engine.refuseWaiting() }
        for model in remote { model.refuseWaiting() }
    }
}
