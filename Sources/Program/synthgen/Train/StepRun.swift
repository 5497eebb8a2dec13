import Chat
import Compute
import Diagnostics
import Formatting
import Foundation
import Hashing
import Hub
import JSON
import Models
import Terminal
import Training
import TrainingData

/// One step of a training: its task, its loop, its state and its log.
struct StepRun {
    let index: Int
    let label: String
    let step: TrainingStep
    let rows: StepRows
    let model: TrainedModel
    /// Digest of what the weights at the step's beginning follow from.
    let identity: String
    let work: URL
    /// Whether the model is written after it.
    let isLast: Bool
    /// Lines for other programs, if they are wanted.
    let lines: StepLines?
    let seed: UInt64
    let settings: TrainingSession.Settings

    /// The log of a step.
    static func log(_ work: URL, _ index: Int) -> URL {
        work.appending(path: "training-\(index + 1).jsonl")
    }

    /// Where the state of a step lies.
    static func state(_ work: URL, _ index: Int) -> URL {
        work.appending(path: "state-\(index + 1)")
    }

    /// Whether it is the document's only step.
    private var isOnly: Bool { index == 0 && isLast }
    private var examples: StepExamples { rows.training }
    private var loop: TrainingSettings { step.settings(examples: examples.count, seed: seed) }

    /// Everything that decides the weights after the step, but for the weights before.
    private var facts: [(name: String, value: String)] {
        var loop = loop
        // They change no bit.
        (loop.microBatchSize, loop.microTokens) = (nil, 0)
        return [
            ("device", model.devices), ("arithmetic", model.arithmetic.rawValue),
            ("model", identity), ("data", rows.digest),
            ("objective", "\(step.objective)"), ("settings", "\(loop)"),
            ("moments", model.moments.rawValue),
            ("adapter", model.adapter.map { "\($0)" } ?? "none"),
        ]
    }

    /// Digest of what the weights after the step follow from.
    var identityAfter: String {
        var hash = SHA256()
        for (name, value) in facts {
            hash.update(framed: name)
            hash.update(framed: value)
        }
        return hash.finalize().hexadecimal
    }

    /// Trains to the end of the step, from its state if there is one.
    ///
    /// - Parameter isResumed: Whether the weights at the step's beginning are gone.
    func train(isResumed: Bool) throws {
        if !isResumed { for replica in model.replicas { replica.forgetMoments(step) } }
        let (replicas, heldOut) = try tasks(isResumed: isResumed)
        let trainer = try Trainer(replicas, summing: model.allReduce, settings: loop)
        let state = TrainingState(folder: Self.state(work, index), identity: facts)
        _ = try state.restore(trainer)
        let logs = try StepLogs(
            Self.log(work, index), keeping: trainer.step, lines: lines,
            events: settings.tensorBoard.map {
                isOnly ? $0 : $0.appending(path: "step-\(index + 1)")
            })
        if trainer.step > 0 {
            printError("\(label): goes on after step \(Format.count(trainer.step))")
        }
        let view = TrainingView(
            TrainingFigures(label: label, steps: loop.steps, stepsBefore: trainer.step))
        let activity = Activity(showing: view.view)
        defer { activity.end() }
        measurePeak(view)
        let cost = TrainingWork(
            model.parameters.configuration,
            adapters: model.parameters.adapters.reduce(0) { $0 + $1.count })
        var saved = ContinuousClock.now
        while true {
            if let heldOut { try evaluate(heldOut, trainer, logs, view) }
            if trainer.isFinished { break }
            try checkStop(trainer)
            let report = try trainer.next()
            try logs.write(report)
            let average = Double(report.figures.tokens) / Double(max(1, step.batchSize))
            let operations = cost.operations(
                tokens: report.figures.tokens, targets: report.figures.targets,
                averageLength: average)
            view.update { $0.add(report, operations: operations) }
            let isDue =
                trainer.step.isMultiple(of: settings.saveEvery)
                || ContinuousClock.now - saved > .seconds(300) || settings.stop.isAsked
            if trainer.isFinished ? !isLast : isDue {
                try state.save(trainer)
                saved = .now
            }
        }
        activity.end()
        if let heldOut {
            printError(HeldOutTable(logs.evaluations, examples: heldOut.count).text(label))
        }
    }

    /// Evaluates what is held out, if it is due now and was not done before an interruption.
    private func evaluate(
        _ heldOut: any TrainingTask, _ trainer: Trainer, _ logs: StepLogs, _ view: TrainingView
    ) throws {
        var loss = logs.evaluations[trainer.step]?["heldout_loss"]?.double
        if loss == nil, step.isEvaluated(after: trainer.step, of: loop.steps) {
            // After the last step of all nothing is saved any more, so it is not stopped.
            let isLast = trainer.isFinished && isLast
            let figures = try heldOut.evaluate(microTokens: step.microTokens) {
                settings.stop.isAsked && !isLast
            }
            guard let figures else { throw stopped(trainer.step) }
            try logs.write(heldOut: figures, after: trainer.step)
            loss = figures.loss
        }
        if let loss { view.update { $0.heldOutLoss = loss } }
    }

    // MARK: Stopping

    private func checkStop(_ trainer: Trainer) throws {
        if settings.stop.isAsked { throw stopped(trainer.step) }
    }

    private func stopped(_ done: Int) -> TrainingStopped {
        TrainingStopped(label: label, step: done, steps: loop.steps, work: work)
    }

    /// Measures in the background what the machine can do, where people look on.
    private func measurePeak(_ view: TrainingView) {
        // What a GPU can do is not known here.
        guard isatty(STDERR_FILENO) != 0, !settings.device.isGPU else { return }
        let threads = settings.threads ?? ProcessInfo.processInfo.activeProcessorCount
        Thread.detachNewThread {
            var ceilings = MachineCeilings(threads: threads)
            ceilings.measureArithmetic()
            let peak = 2 * ceilings.float32
            view.update { $0.peak = peak }
        }
    }

    // MARK: Objectives

    /// The tasks of the examples that are trained, on each device, and of those that are held out, on
    /// the first.
    private func tasks(
        isResumed: Bool
    ) throws -> (training: [Replica], heldOut: (any TrainingTask)?) {
        var references: [ReferencePair] = []
        var comparesSums = false
        if case .preference = step.objective { comparesSums = true }
        for replica in model.replicas { replica.backend.forwardIsFloat32 = comparesSums }
        if comparesSums {
            references = try self.references(
                examples.preferences + (rows.heldOut?.preferences ?? []), isResumed: isResumed)
        }
        let replicas = try model.replicas.map { replica in
            Replica(
                try task(examples, Array(references.prefix(examples.count)), on: replica),
                replica.gradient, parameters: replica.trained(step))
        }
        let heldOut = try rows.heldOut.map {
            try task($0, Array(references.dropFirst(examples.count)), on: model.replicas[0])
        }
        return (replicas, heldOut)
    }

    private func task(
        _ examples: StepExamples, _ references: [ReferencePair], on replica: ModelReplica
    ) throws -> any TrainingTask {
        switch (step.objective, examples) {
        case (.supervised, .conversations(let set)):
            return try SupervisedTask(set.examples, replica.gradient)
        case (.preference(let loss, let term, let weights, _), .preferences(let set)):
            let differences: [Double]
            if case .rpo = loss {
                differences = try set.rewardDifferences(weights)
            } else {
                differences = set.examples.map { _ in 0 }
            }
            return try PreferenceTask(
                set.examples, references: references, rewards: differences, loss: loss,
                supervised: term, replica.gradient)
        case (.attributes, .answers(let set)):
            return try RewardTask(
                set.examples, reward: head(of: replica), replica.gradient)
        case (.rewardPairs(let weights), .preferences(let set)):
            let names = model.attributes
            let factors = try names.indices.map { index in
                try weights.worth(
                    of: Reward(
                        names: names, values: names.indices.map { $0 == index ? 1 : 0 }))
            }
            return try RewardPairTask(
                set.examples, weights: factors, reward: head(of: replica), replica.gradient)
        default: preconditionFailure("examples of another objective")
        }
    }

    private func head(of replica: ModelReplica) -> RewardHeadParameters {
        guard let reward = replica.reward else { preconditionFailure("no reward head was made") }
        return reward
    }

    /// The log-probabilities of the answers under the weights at the step's beginning; those that
    /// were computed before, by whatever training, are remembered.
    private func references(
        _ pairs: [Preference], isResumed: Bool
    ) throws -> [ReferencePair] {
        let folder = ModelStore.defaultCache().appending(path: "references")
        let store = ReferenceStore(folder: folder, model: identity)
        let isKnown = pairs.allSatisfy { pair in
            [pair.chosen, pair.rejected].allSatisfy {
                store[ReferenceStore.key(prompt: pair.prompt, answer: $0)] != nil
            }
        }
        guard isKnown || !isResumed else {
            throw ProgramError.unreadable(
                path: work.path,
                problem: "the weights that \(label) refers to are gone, and so are their "
                    + "log-probabilities\n  help: remove the folder to begin the training again")
        }
        let computing = Activity("reference")
        defer { computing.end() }
        let (references, tokens) = try store.references(
            of: pairs, microTokens: step.microTokens, model.gradient
        ) { done in
            computing.update(completed: done, total: pairs.count)
            if settings.stop.isAsked { throw stopped(0) }
        }
        printError(
            "\(label): reference of \(Format.count(pairs.count)) pairs, "
                + "\(Format.count(tokens)) tokens computed")
        return references
    }
}
