import Dataflow
import Datasets
import Foundation

/// Watches a run: writes its progress into the catalog, and stops it at its limits.
struct RunWatch: Sendable {
    let run: Run
    let models: RunningModels
    let interruption: Interruption
    let limits: RunLimits?
    let writer: DatasetWriter
    /// When the command began; its limit of time counts from here.
    let begun: ContinuousClock.Instant
    /// Lets replies in generation finish and begins nothing new.
    let drain: @Sendable () -> Void
    /// Drops replies in generation.
    let cancel: @Sendable () -> Void

    private static let interval = Duration.milliseconds(100)
    private static let heartbeat = 1.0

    /// Watches until the task is cancelled.
    /// - Returns: The limit at which the run was stopped, if it was.
    func follow() async -> String? {
        let start = ContinuousClock.now
        var last = note(at: 0, since: nil)
        var reached: String?
        while !Task.isCancelled {
            let seconds = (ContinuousClock.now - start).inSeconds
            let sinceBegun = (ContinuousClock.now - begun).inSeconds
            if reached == nil,
                let limit = limits?.reached(
                    seconds: sinceBegun, tokens: run.tokensWritten(by: models))
            {
                reached = limit
                drain()
            }
            if limits?.isGraceOver(seconds: sinceBegun) == true { cancel() }
            if seconds - last.seconds >= Self.heartbeat { last = note(at: seconds, since: last) }
            try? await Task.sleep(for: Self.interval)
        }
        _ = note(at: (ContinuousClock.now - start).inSeconds, since: last)
        return reached
    }

    /// Writes a snapshot and what is finished, for readers. A failure is ignored: a run stops only if its records cannot be written.
    private func note(at seconds: Double, since last: RunSnapshot?) -> RunSnapshot {
        let snapshot = snapshot(at: seconds, since: last)
        try? writer.publish()
        try? writer.note(snapshot)
        return snapshot
    }

    private func snapshot(at seconds: Double, since last: RunSnapshot?) -> RunSnapshot {
        var snapshot = RunSnapshot(
            of: run, models: models, isDraining: interruption.isDraining, seconds: seconds)
        if let last, seconds > last.seconds {
            snapshot.tokensPerSecond =
                Double(snapshot.tokens - last.tokens) / (seconds - last.seconds)
        }
        return snapshot
    }
}
