import Dataflow
import Foundation
import JSON

/// The cost of a run: figures of this machine, not of the content.
struct RunFigures: Sendable {
    let seconds: Double
    let tokensGenerated: Int
    let tokensPrefilled: Int
    let tokensReused: Int
    let callsMade: Int
    /// Calls answered from the folder's journal.
    let callsRemembered: Int
    /// Calls answered from the cache that pipelines share.
    let callsShared: Int

    init(
        seconds: Double, models: RunningModels, calls: [CallFigures], shared: Int
    ) {
        self.seconds = seconds
        tokensGenerated =
            models.isEmpty ? calls.reduce(0) { $0 + $1.tokensMade } : models.tokensGenerated
        tokensPrefilled = models.tokensPrefilled
        tokensReused = models.tokensReused
        callsMade = calls.reduce(0) { $0 + $1.made }
        callsShared = shared
        // Stages count calls answered from the shared cache as remembered, too.
        callsRemembered = max(0, calls.reduce(0) { $0 + $1.remembered } - shared)
    }

    /// The figures as the catalog keeps them.
    var byName: [String: Double] {
        [
            "seconds": seconds, "tokensGenerated": Double(tokensGenerated),
            "tokensPrefilled": Double(tokensPrefilled), "tokensReused": Double(tokensReused),
            "callsMade": Double(callsMade), "callsRemembered": Double(callsRemembered),
            "callsShared": Double(callsShared),
        ]
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
