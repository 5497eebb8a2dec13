import Compute
import Foundation
import Models

/// The engine's thread: takes requests, runs steps, answers.
final class EngineLoop {
    private let runner: StepRunner
    private let mailbox: Mailbox
    private let contextLimit: Int
    private let observer: (@Sendable (StepReport) -> Void)?
    private let vocabularySize: Int
    /// Computes the masks of constrained replies while the model computes logits.
    private let masks = DispatchQueue(label: "synthgen-masks", qos: .userInitiated)
    private var scheduler: Scheduler
    private var statistics = EngineStatistics()
    private var nextID = 0
    /// Number of cancellations that have been handled.
    private var cancellations = 0
    /// Answers of the step, given after the statistics are published.
    private var answers: [(reply: Reply, answer: Result<Answer, any Error>)] = []

    /// Loads the decoder's weights.
    init(
        _ decoder: Decoder,
        _ options: EngineOptions,
        blockCount: Int,
        contextLimit: Int,
        mailbox: Mailbox
    ) throws {
        let tokensPerStep = options.prefillChunk + options.maxBatch
        self.mailbox = mailbox
        self.contextLimit = contextLimit
        observer = options.observer
        vocabularySize = decoder.configuration.vocabularySize
        let limits = BackendLimits(
            rows: tokensPerStep,
            positions: contextLimit,
            blocks: blockCount
        )
        runner = try StepRunner(
            decoder, on: options.device, limits: limits, threads: options.threads)
        scheduler = Scheduler(
            blockCount: blockCount,
            maximumRunning: options.maxBatch,
            tokensPerStep: tokensPerStep,
            shortLimit: decoder.configuration.rotary.shortLimit
        )
        statistics.blockCount = blockCount
    }

    /// Runs steps until the mailbox is stopped or the device fails, then refuses what is left.
    func run() {
        while let arrivals = mailbox.take(mayWait: isIdle) {
            for arrival in arrivals { accept(arrival) }
            dropCancelled()
            if mailbox.refusesWaiting { dropWaiting() }
            do {
                if !isIdle { try step() }
            } catch {
                mailbox.stop(because: error)
            }
            publishStatistics()
            // After the statistics, so that a caller who has its answer finds itself counted.
            for (reply, answer) in answers { reply.continuation.resume(with: answer) }
            answers.removeAll(keepingCapacity: true)
        }
        let (arrivals, reason) = mailbox.end()
        let unfinished = (scheduler.running + scheduler.waiting).map(\.reply)
        for reply in unfinished + arrivals.map(\.reply) {
            reply.continuation.resume(throwing: reason)
        }
        runner.stop()
    }

    /// Whether there is no request, and no step under way. A step whose requests have all ended must
    /// still be collected.
    private var isIdle: Bool { scheduler.isEmpty && runner.isIdle }

    private func accept(_ arrival: Mailbox.Arrival) {
        // A caller may stop waiting before the request comes in.
        guard !arrival.reply.flag.isSet else {
            answers.append((arrival.reply, .failure(CancellationError())))
            return
        }
        nextID += 1
        var mostTokens = arrival.tokens.count
        if case .completion(let generation) = arrival.goal {
            mostTokens = min(mostTokens + generation.sampling.maxTokens, contextLimit)
        }
        let request = RequestState(
            id: nextID,
            priority: arrival.priority,
            tokens: arrival.tokens,
            goal: arrival.goal,
            reply: arrival.reply,
            mostTokens: mostTokens
        )
        if case .completion(let generation) = arrival.goal, let constraint = generation.constraint {
            request.mask = TokenMask(constraint, vocabularySize: vocabularySize)
            request.mask?.prepare(on: masks)
        }
        scheduler.add(request)
    }

    private func dropCancelled() {
        let count = mailbox.cancellations
        guard count != cancellations else { return }
        cancellations = count
        drop(scheduler.running + scheduler.waiting) { $0.reply.flag.isSet }
    }

    /// Refuses waiting requests that have no token of their reply yet.
    private func dropWaiting() {
        drop(scheduler.waiting) { $0.tokens.count == $0.promptCount }
    }

    private func drop(_ requests: [RequestState], where isDropped: (RequestState) -> Bool) {
        for request in requests where isDropped(request) {
            scheduler.remove(request)
            answers.append((request.reply, .failure(CancellationError())))
        }
    }

    private func publishStatistics() {
        statistics.running = scheduler.running.count
        statistics.waiting = scheduler.waiting.count
        statistics.preemptions = scheduler.preemptions
        statistics.tokensReused = scheduler.tokensReused
        statistics.blocksInUse = scheduler.blocks.inUse
        mailbox.update(statistics)
    }

    /// One pass of the model over the next tokens of some sequences.
    private func step() throws {
        var clock = Stopwatch()
        if runner.isIdle {
            scheduler.plan()
            try runner.launch(scheduler.slices, scheduling: clock.lap())
        }
        // Before `collect`, which waits: the device then goes from step to step without a pause.
        try goAhead()
        let step = try runner.collect()
        _ = clock.lap()
        // Blocks are published before tokens are taken: a request that ends here gives its blocks
        // back, and they keep their content only if it is known to be there.
        scheduler.commit(step.slices)
        let (sampled, begun) = takeTokens(step)
        for slice in step.slices where !slice.request.isGone && slice.request.hasAllRows {
            answer(slice.request)
        }
        finish(step, sampled: sampled, begun: begun, scheduling: clock.lap())
    }

    /// Launches the next step before this one's tokens are known, if it is sure to be one of the
    /// same sequences; one that turns out to have ended is computed in vain.
    ///
    /// The results must not depend on whether a step goes ahead. So it goes ahead only where the
    /// scheduler would plan the same step: every running sequence is in this one, and nobody who
    /// waits could be admitted. Penalties need the token that is not known yet.
    private func goAhead() throws {
        guard let requests = runner.nextRequests, requests.count == scheduler.running.count,
            scheduler.waiting.isEmpty || scheduler.isFull,
            requests.allSatisfy({ !$0.hasPenalties })
        else { return }
        let continuing = requests.filter(\.mayContinue)
        // Blocks that were reserved before one was missing stay with their sequences: the next plan
        // finds them there.
        guard !continuing.isEmpty, scheduler.reserveAhead(continuing) else { return }
        try runner.launchNext()
    }

    /// Completes a step's report and counts the step.
    private func finish(_ step: EngineStep, sampled: Int, begun: Int, scheduling: Duration) {
        step.report.sampled = sampled
        step.report.begun = begun
        step.report.scheduling += scheduling
        step.report.end = .now
        statistics.tokensPrefilled += step.report.promptTokens
        statistics.steps += 1
        statistics.busy += step.report.total
        observer?(step.report)
        runner.release(step)
    }

    /// Gives the step's tokens to their requests; returns how many, and how many were first tokens.
    private func takeTokens(_ step: EngineStep) -> (sampled: Int, begun: Int) {
        var (sampled, begun) = (0, 0)
        for (index, wanted) in step.wanted.enumerated() where !wanted.request.isGone {
            guard case .completion(let generation) = wanted.request.goal else { continue }
            sampled += 1
            if wanted.request.tokens.count == wanted.request.promptCount { begun += 1 }
            take(step.chosen[index], for: wanted.request, generation)
        }
        return (sampled, begun)
    }

    private func take(
        _ chosen: EngineStep.Chosen,
        for request: RequestState,
        _ generation: GenerationRequest
    ) {
        if let mask = request.mask, !mask.isSatisfiable {
            scheduler.remove(request)
            let error = EngineError.constraintAllowsNothing(
                tokens: request.tokens.count - request.promptCount)
            answers.append((request.reply, .failure(error)))
            return
        }
        guard !generation.stopTokens.contains(chosen.token) else {
            finish(request, .stop)
            return
        }
        request.tokens.append(chosen.token)
        request.logprobs.append(chosen.logProbability)
        if generation.topLogprobs > 0 { request.top.append(chosen.top) }
        statistics.tokensGenerated += 1
        generation.constraint?.advance(chosen.token)
        if generation.constraint?.mustEnd == true {
            finish(request, generation.constraint?.mayEnd == true ? .stop : .length)
            return
        }
        if request.tokens.count >= request.mostTokens {
            finish(request, generation.constraint?.mayEnd == true ? .stop : .length)
        } else {
            request.mask?.prepare(on: masks)
            scheduler.grew(request)
        }
    }

    private func finish(_ request: RequestState, _ reason: Completion.FinishReason) {
        scheduler.remove(request)
        let completion = Completion(
            tokens: Array(request.tokens[request.promptCount...]),
            finishReason: reason,
            logprobs: request.logprobs,
            top: request.top
        )
        answers.append((request.reply, .success(.completion(completion))))
    }

    private func answer(_ request: RequestState) {
        scheduler.remove(request)
        if case .candidates = request.goal {
            answers.append((request.reply, .success(.rows([request.rows]))))
            return
        }
        let width = request.rows.count / max(1, request.rowCount)
        let rows = (0..<request.rowCount).map {
            Array(request.rows[$0 * width..<($0 + 1) * width])
        }
        answers.append((request.reply, .success(.rows(rows))))
    }
}
