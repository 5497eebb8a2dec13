import Dataflow
import Datasets

extension RunSnapshot {
    /// The progress of a run at this moment.
    ///
    /// - Parameters:
    ///   - models: Its models.
    ///   - isDraining: Whether it was asked to stop.
    ///   - seconds: Time since it began.
    init(of run: Run, models: RunningModels, isDraining: Bool, seconds: Double) {
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
        waitingRequests = models.waiting
        tokens = run.tokensWritten(by: models)
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
    /// Tokens that models have written so far.
    func tokensWritten(by models: RunningModels) -> Int {
        models.isEmpty
            ? callFigures.reduce(0) { $0 + $1.tokensMade } : models.tokensGenerated
    }
}

extension RequirementProgress {
    /// The work and how far it has come, for a line.
    var line: String { "\(work): \(count == 0 ? 100 : done * 100 / count) %" }
}
