import Dataflow
import Datasets
import Foundation
import Inference
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
        seconds: Double, statistics: [EngineStatistics], calls: [CallFigures], shared: Int
    ) {
        self.seconds = seconds
        tokensGenerated =
            statistics.isEmpty
            ? calls.reduce(0) { $0 + $1.tokensMade }
            : statistics.reduce(0) { $0 + $1.tokensGenerated }
        tokensPrefilled = statistics.reduce(0) { $0 + $1.tokensPrefilled }
        tokensReused = statistics.reduce(0) { $0 + $1.tokensReused }
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

/// The report of a run that reached its end.
struct RunReport: Sendable {
    let summary: Run.Summary
    let folder: URL
    let figures: RunFigures
    let revisions: [DatasetRevision]
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

extension Result where Failure == any Error {
    /// Returns the value of `body`, or the error that it throws.
    static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
