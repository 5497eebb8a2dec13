import Foundation
import Models

/// The engine's thread: takes requests, runs steps, answers.
final class EngineLoop {
    private let runner: DecoderRunner
    /// Computes the steps on the processor, and chooses tokens.
    private let team: WorkerTeam
    private let mailbox: Mailbox
    private let contextLimit: Int
    private var scheduler: Scheduler
    private var statistics = EngineStatistics()
    private let observer: (@Sendable (StepReport) -> Void)?
    private var report = StepReport()
    private var nextID = 0
    /// Answers of the step, given once the statistics tell of it.
    private var answers: [(reply: Reply, answer: Result<Answer, any Error>)] = []

    private var batch = TokenBatch()
    private let vocabularySize: Int
    private let hiddenSize: Int
    private let logits: UnsafeMutableBufferPointer<Float>
    private let workspaces: UnsafeMutableBufferPointer<Float>

    /// Rows of logits in memory at a time.
    private static let logitRows = 32

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
        team = WorkerTeam(threads: options.threads)
        let limits = BackendLimits(
            rows: tokensPerStep,
            positions: contextLimit,
            blocks: blockCount
        )
        let backend = CPUBackend(
            decoder.configuration, arithmetic: decoder.arithmetic, limits: limits, team: team)
        runner = try DecoderRunner(decoder, on: backend)
        scheduler = Scheduler(
            blockCount: blockCount,
            maximumRunning: options.maxBatch,
            tokensPerStep: tokensPerStep
        )
        vocabularySize = decoder.configuration.vocabularySize
        hiddenSize = decoder.configuration.hiddenSize
        logits = .allocate(capacity: Self.logitRows * vocabularySize)
        workspaces = .allocate(capacity: 2 * options.threads * vocabularySize)
        logits.initialize(repeating: 0)
        workspaces.initialize(repeating: 0)
        statistics.blockCount = blockCount
    }

    deinit {
        logits.deallocate()
        workspaces.deallocate()
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
            answers.removeAll()
        }
        let unfinished = scheduler.requests.map(\.reply) + mailbox.end().map(\.reply)
        for reply in unfinished { reply.continuation.resume(throwing: EngineError.stopped) }
        team.stop()
    }

    private func accept(_ arrival: Mailbox.Arrival) {
        nextID += 1
        scheduler.add(
            RequestState(
                id: nextID,
                priority: arrival.priority,
                tokens: arrival.tokens,
                goal: arrival.goal,
                reply: arrival.reply
            )
        )
    }

    private func dropCancelled() {
        for request in scheduler.requests where request.reply.flag.isSet {
            scheduler.remove(request)
            answers.append((request.reply, .failure(CancellationError())))
        }
    }

    /// Refuses requests that are not running and have no token of their reply yet.
    private func dropWaiting() {
        let running = Set(scheduler.running.map(\.id))
        for request in scheduler.requests
        where !running.contains(request.id) && request.tokens.count == request.promptCount {
            scheduler.remove(request)
            answers.append((request.reply, .failure(CancellationError())))
        }
    }

    private func publishStatistics() {
        statistics.running = scheduler.running.count
        statistics.waiting = scheduler.waitingCount
        statistics.preemptions = scheduler.preemptions
        statistics.tokensReused = scheduler.tokensReused
        statistics.blocksInUse = scheduler.blocks.inUse
        mailbox.update(statistics)
    }

    /// One pass of the model over the next tokens of some sequences.
    private func step() {
        report = StepReport()
        var clock = Stopwatch()
        let slices = scheduler.plan()
        let wanted = prepare(slices)
        report.scheduling += clock.lap()
        runner.run(batch)
        report.layers = clock.lap()
        let outcomes = outcomes(of: wanted)
        _ = clock.lap()
        scheduler.commit(slices)
        for (wanted, outcome) in zip(wanted, outcomes) { apply(outcome, to: wanted) }
        for slice in slices where isAnswered(slice.request) { answer(slice.request) }
        report.scheduling += clock.lap()
        report.end = clock.last
        statistics.steps += 1
        statistics.busy += report.total
        observer?(report)
    }

    /// A row of which something is wanted.
    private struct Wanted {
        let request: RequestState
        let position: Int
        let row: Int
    }

    /// What a row gave.
    private enum Outcome {
        case row([Float])
        case token(TokenLogProbability, top: [TokenLogProbability])
    }

    /// Fills the batch; the rows that need logits come first among the outputs.
    private func prepare(_ slices: [Scheduler.Slice]) -> [Wanted] {
        batch.removeAll()
        var wanted: [Wanted] = []
        for slice in slices {
            let request = slice.request
            let first = batch.add(
                request.tokens[slice.range],
                from: slice.range.lowerBound,
                blocks: request.blocks
            )
            for position in slice.range where request.wants(position) {
                let row = first + position - slice.range.lowerBound
                wanted.append(Wanted(request: request, position: position, row: row))
            }
            let prompt = min(slice.range.upperBound, request.promptCount)
            report.promptTokens += max(0, prompt - slice.range.lowerBound)
            if slice.range.lowerBound >= request.promptCount, slice.range.count == 1 {
                report.decoding += 1
            }
        }
        report.sequences = slices.count
        statistics.tokensPrefilled += report.promptTokens
        wanted = wanted.filter(\.request.wantsLogits) + wanted.filter { !$0.request.wantsLogits }
        batch.outputs = wanted.map(\.row)
        return wanted
    }

    private func outcomes(of wanted: [Wanted]) -> [Outcome] {
        let count = wanted.prefix(while: \.request.wantsLogits).count
        var outcomes = [Outcome](repeating: .row([]), count: wanted.count)
        outcomes.withUnsafeMutableBufferPointer { outcomes in
            for first in stride(from: 0, to: count, by: Self.logitRows) {
                let rows = min(Self.logitRows, count - first)
                guard let start = logits.baseAddress else { return }
                var clock = Stopwatch()
                runner.logits(first..<first + rows, into: start)
                report.head += clock.lap()
                // Each worker writes the outcomes of its own rows.
                nonisolated(unsafe) let outcomes = outcomes
                team.run(rows) { row, worker in
                    outcomes[first + row] = outcome(
                        of: wanted[first + row],
                        logits: slot(row, of: logits),
                        workspace: worker
                    )
                }
                report.sampling += clock.lap()
            }
            for index in count..<max(count, wanted.count) {
                outcomes[index] = .row(finalHidden(index))
            }
        }
        return outcomes
    }

    private func finalHidden(_ output: Int) -> [Float] {
        Array(unsafeUninitializedCapacity: hiddenSize) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            runner.finalHidden(output..<output + 1, into: start)
            count = hiddenSize
        }
    }

    private func slot(
        _ row: Int,
        of buffer: UnsafeMutableBufferPointer<Float>
    ) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            rebasing: buffer[row * vocabularySize..<(row + 1) * vocabularySize]
        )
    }

    private func outcome(
        of wanted: Wanted,
        logits: UnsafeMutableBufferPointer<Float>,
        workspace: Int
    ) -> Outcome {
        let request = wanted.request
        switch request.goal {
        case .hidden: return .row([])
        case .logits: return .row(Array(logits))
        case .logProbabilities:
            let probabilities = LogProbabilities(UnsafeBufferPointer(logits))
            return .row([probabilities[request.tokens[wanted.position + 1]]])
        case .completion(let generation):
            let probabilities = LogProbabilities(UnsafeBufferPointer(logits))
            var row = logits
            if generation.sampling.hasPenalties {
                row = slot(2 * workspace + 1, of: workspaces)
                _ = row.update(from: logits)
            }
            let token = Sampler(generation.sampling).choose(
                row,
                tokens: request.tokens,
                replyStart: request.promptCount,
                u: CounterRandom.uniform(
                    seed: generation.seed,
                    counter: UInt64(request.tokens.count - request.promptCount)
                ),
                workspace: slot(2 * workspace, of: workspaces)
            )
            let chosen = TokenLogProbability(token: token, logProbability: probabilities[token])
            return .token(chosen, top: probabilities.top(generation.topLogprobs))
        }
    }

    private func apply(_ outcome: Outcome, to wanted: Wanted) {
        let request = wanted.request
        switch (outcome, request.goal) {
        case (.token(let chosen, let top), .completion(let generation)):
            report.sampled += 1
            if request.tokens.count == request.promptCount { report.begun += 1 }
            guard !generation.stopTokens.contains(chosen.token) else {
                finish(request, .stop)
                return
            }
            request.tokens.append(chosen.token)
            request.logprobs.append(chosen.logProbability)
            if generation.topLogprobs > 0 { request.top.append(top) }
            statistics.tokensGenerated += 1
            let replyCount = request.tokens.count - request.promptCount
            if replyCount >= generation.sampling.maxTokens || request.tokens.count >= contextLimit {
                finish(request, .length)
            }
        case (.row(let row), _): request.rows[wanted.position] = row
        case (.token, _): preconditionFailure("a token for a request that wants none")
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

    /// Whether a request for rows has all of them.
    private func isAnswered(_ request: RequestState) -> Bool {
        switch request.goal {
        case .completion: false
        case .hidden(let positions), .logits(let positions): request.rows.count == positions.count
        case .logProbabilities(let start): request.rows.count == request.tokens.count - start
        }
    }

    private func answer(_ request: RequestState) {
        scheduler.remove(request)
        let rows = request.rows.sorted { $0.key < $1.key }.map(\.value)
        answers.append((request.reply, .success(.rows(rows))))
    }
}
