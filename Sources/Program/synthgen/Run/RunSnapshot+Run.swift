import Dataflow
import Datasets
import Inference

extension RunSnapshot {
    /// The progress of a run at this moment.
    ///
    /// - Parameters:
    ///   - engines: The engines of its models.
    ///   - isDraining: Whether it was asked to stop.
    ///   - seconds: Time since it began.
    init(of run: Run, engines: [Engine], isDraining: Bool, seconds: Double) {
        self.init()
        let progress = run.progress.snapshot
        state = isDraining ? .draining : .running
        self.seconds = seconds
        accepted = progress.accepted
        target = progress.target
        finishedSources = progress.finishedSourceRecords
        openSources = progress.openSourceRecords
        waitingRecords = progress.waitingRecords
        activity = progress.requirement?.line
        waitingRequests = engines.reduce(0) { $0 + $1.statistics.waiting }
        tokens = run.tokensWritten(by: engines)
        stages = zip(progress.stages, run.callFigures).map { Stage($0, $1) }
    }
}

extension RunSnapshot.Stage {
    fileprivate init(_ stage: RunProgress.Stage, _ calls: CallFigures) {
        self.init(name: stage.name, type: stage.type)
        created = stage.counts.created
        passed = stage.counts.passed
        rejected = stage.counts.rejected
        working = stage.running
        callsMade = calls.made
        callsRemembered = calls.remembered
        tokens = stage.tokens
    }
}

extension Run {
    /// Tokens that models have written so far; engines also count those of requests in flight.
    func tokensWritten(by engines: [Engine]) -> Int {
        engines.isEmpty
            ? callFigures.reduce(0) { $0 + $1.tokensMade }
            : engines.reduce(0) { $0 + $1.statistics.tokensGenerated }
    }
}

extension RequirementProgress {
    /// The work and how far it has come, for a line.
    var line: String { "\(work): \(count == 0 ? 100 : done * 100 / count) %" }
}
