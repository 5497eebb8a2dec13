import Foundation
import Models

/// The engine's thread: takes requests, runs steps, answers.
final class EngineLoop {
    private let runner: StepRunner
    private let mailbox: Mailbox
    private let contextLimit: Int
    private let observer: (@Sendable (StepReport) -> Void)?
    private let vocabularySize: Int
    /// Where masks of constrained replies are found while the model computes.
    private let masks = DispatchQueue(label: "synthgen-masks", qos: .userInitiated)
    private var scheduler: Scheduler
    private var statistics = EngineStatistics()
    private var nextID = 0
    /// Cancellations that have been looked for.
    private var cancellations = 0
    /// Answers of the step, given once the statistics tell of it.
    private var answers: [(reply: Reply, answer: Result<Answer, any Error>)] = []

    /// Loads the decoder's weights.
    init(
        _ decoder: Decoder,
        _ options: EngineOptions,
        contextLimit: Int,
        mailbox: Mailbox
    ) throws {
        let blockCount = options.blockCount(decoder)
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
        runner = try StepRunner(decoder, limits: limits, threads: options.threads)
        scheduler = Scheduler(
            blockCount: blockCount,
            maximumRunning: options.maxBatch,
            tokensPerStep: tokensPerStep,
            shortLimit: decoder.configuration.rotary.shortLimit
        )
        statistics.blockCount = blockCount
    }

    /// Works until the mailbox is stopped, then refuses what is left.
    func run() {
        while let arrivals = mailbox.take(mayWait: scheduler.isEmpty) {
            for arrival in arrivals { accept(arrival) }
            dropCancelled()
            if mailbox.refusesWaiting { dropWaiting() }
            if !scheduler.isEmpty { step() }
            publishStatistics()
            for (reply, answer) in answers { reply.continuation.resume(with: answer) }
            answers.removeAll(keepingCapacity: true)
        }
        let unfinished =
            (scheduler.running + scheduler.waiting).map(\.reply) + mailbox.end().map(\.reply)
        for reply in unfinished { reply.continuation.resume(throwing: EngineError.stopped) }
        runner.stop()
    }

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

    /// Refuses requests that are not running and have no token of their reply yet.
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
    private func step() {
        var clock = Stopwatch()
        scheduler.plan()
        runner.run(scheduler.slices, scheduling: clock.lap())
        _ = clock.lap()
        scheduler.commit()
        let (sampled, begun) = takeTokens()
        for slice in scheduler.slices where slice.request.hasAllRows { answer(slice.request) }
        runner.finish(sampled: sampled, begun: begun, scheduling: clock.lap())
        statistics.tokensPrefilled += runner.report.promptTokens
        statistics.steps += 1
        statistics.busy += runner.report.total
        observer?(runner.report)
    }

    /// Gives the step's tokens to their requests: how many, and how many of them are first ones.
    private func takeTokens() -> (sampled: Int, begun: Int) {
        var (sampled, begun) = (0, 0)
        for (index, wanted) in runner.wanted.enumerated() {
            guard case .completion(let generation) = wanted.request.goal else { continue }
            sampled += 1
            if wanted.request.tokens.count == wanted.request.promptCount { begun += 1 }
            take(runner.chosen[index], for: wanted.request, generation)
        }
        return (sampled, begun)
    }

    private func take(
        _ chosen: StepRunner.Chosen,
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
        let replyCount = request.tokens.count - request.promptCount
        if replyCount >= generation.sampling.maxTokens || request.tokens.count >= contextLimit {
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
