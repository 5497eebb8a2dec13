import CKernels
import Models

/// Runs one step: the model over some tokens, then whatever is wanted of their rows.
final class StepRunner {
    /// A row of which something is wanted.
    struct Wanted {
        let request: RequestState
        let position: Int
        let row: Int
    }

    /// The token that a row gave, if its request is for a completion.
    struct Chosen {
        var token: Int32 = 0
        var logProbability: Float = 0
        var top: [TokenLogProbability] = []
    }

    /// The rows of the last step, those that need logits first.
    private(set) var wanted: [Wanted] = []
    /// What the rows gave that need logits.
    private(set) var chosen: [Chosen]
    /// What the last step did.
    private(set) var report = StepReport()

    private let runner: DecoderRunner
    /// Computes the steps on the processor, and chooses tokens.
    private let team: WorkerTeam
    private let batch = TokenBatch()
    private let vocabularySize: Int
    private let hiddenSize: Int
    private let logits: UnsafeMutablePointer<Float>
    private let workspaces: [SamplerWorkspace]

    /// Rows of logits in memory at a time.
    private static let logitRows = 32

    /// Loads the decoder's weights.
    init(_ decoder: Decoder, limits: BackendLimits, threads: Int) throws {
        team = WorkerTeam(threads: threads)
        let backend = CPUBackend(
            decoder.configuration, arithmetic: decoder.arithmetic, limits: limits, team: team)
        runner = try DecoderRunner(decoder, on: backend)
        let vocabularySize = decoder.configuration.vocabularySize
        self.vocabularySize = vocabularySize
        hiddenSize = decoder.configuration.hiddenSize
        logits = .allocate(capacity: Self.logitRows * vocabularySize)
        logits.initialize(repeating: 0, count: Self.logitRows * vocabularySize)
        workspaces = (0..<threads).map { _ in SamplerWorkspace(vocabularySize: vocabularySize) }
        chosen = Array(repeating: Chosen(), count: limits.rows)
        wanted.reserveCapacity(limits.rows)
    }

    deinit { logits.deallocate() }

    /// Ends the team's threads.
    func stop() { team.stop() }

    /// Computes the slices and leaves ``wanted``, ``chosen`` and ``report``; rows that are wanted as
    /// numbers go to their requests.
    func run(_ slices: [Scheduler.Slice], scheduling: Duration) {
        report = StepReport()
        var clock = Stopwatch()
        prepare(slices)
        report.scheduling = scheduling + clock.lap()
        runner.run(batch)
        report.layers = clock.lap()
        let count = wanted.firstIndex { !$0.request.wantsLogits } ?? wanted.count
        for first in stride(from: 0, to: count, by: Self.logitRows) {
            let rows = first..<min(first + Self.logitRows, count)
            runner.logits(rows, into: logits)
            report.head += clock.lap()
            choose(rows)
            report.sampling += clock.lap()
        }
        for index in count..<wanted.count { takeHidden(index) }
        report.sampling += clock.lap()
    }

    /// Notes what became of the step, and when.
    func finish(sampled: Int, begun: Int, scheduling: Duration) {
        report.sampled = sampled
        report.begun = begun
        report.scheduling += scheduling
        report.end = .now
    }

    /// Fills the batch; the rows that need logits come first among the outputs.
    private func prepare(_ slices: [Scheduler.Slice]) {
        batch.removeAll()
        wanted.removeAll(keepingCapacity: true)
        var first = 0
        for slice in slices {
            batch.add(
                slice.request.tokens[slice.range],
                from: slice.range.lowerBound,
                blocks: slice.request.blocks,
                sequenceLength: slice.request.tokens.count
            )
            want(slice, first: first, logits: true)
            first += slice.range.count
            count(slice)
        }
        first = 0
        for slice in slices {
            want(slice, first: first, logits: false)
            first += slice.range.count
        }
        for row in wanted { batch.outputs.append(row.row) }
        report.sequences = slices.count
    }

    /// Notes the rows that a slice's request wants, if they are made from logits, or if they are not.
    private func want(_ slice: Scheduler.Slice, first: Int, logits: Bool) {
        let request = slice.request
        guard request.wantsLogits == logits else { return }
        var rows = request.rowCount
        while let position = request.nextWanted(after: rows, before: slice.range.upperBound) {
            let row = first + position - slice.range.lowerBound
            wanted.append(Wanted(request: request, position: position, row: row))
            rows += 1
        }
    }

    private func count(_ slice: Scheduler.Slice) {
        let prompt = min(slice.range.upperBound, slice.request.promptCount)
        report.promptTokens += max(0, prompt - slice.range.lowerBound)
        if slice.range.lowerBound >= slice.request.promptCount, slice.range.count == 1 {
            report.decoding += 1
        }
    }

    /// Makes what is wanted of rows of logits.
    private func choose(_ rows: Range<Int>) {
        for index in rows { wanted[index].request.mask?.wait() }
        chosen.withUnsafeMutableBufferPointer { chosen in
            // Each worker writes the places of its own rows.
            nonisolated(unsafe) let chosen = chosen
            team.run(rows.count) { row, worker in
                let index = rows.lowerBound + row
                chosen[index] = choose(
                    wanted[index], logits + row * vocabularySize, workspaces[worker])
            }
        }
        for (row, index) in rows.enumerated() {
            let request = wanted[index].request
            switch request.goal {
            case .logits:
                let start = logits + row * vocabularySize
                request.rows.append(
                    contentsOf: UnsafeBufferPointer(start: start, count: vocabularySize))
                request.rowCount += 1
            case .logProbabilities:
                request.rows.append(chosen[index].logProbability)
                request.rowCount += 1
            case .candidates:
                request.rows.append(contentsOf: chosen[index].top.map(\.logProbability))
                request.rowCount += 1
            case .completion, .hidden: break
            }
        }
    }

    private func choose(
        _ wanted: Wanted,
        _ logits: UnsafeMutablePointer<Float>,
        _ workspace: SamplerWorkspace
    ) -> Chosen {
        let request = wanted.request
        switch request.goal {
        case .hidden, .logits: return Chosen()
        case .logProbabilities:
            let token = request.tokens[wanted.position + 1]
            let row = LogitRow(logits, count: vocabularySize)
            return Chosen(token: token, logProbability: row.logProbability(of: token))
        case .candidates(let next):
            let row = LogitRow(logits, count: vocabularySize)
            let tokens = next.first { $0.position == wanted.position }?.tokens ?? []
            return Chosen(top: row.logProbabilities(of: tokens))
        case .completion(let generation):
            let row = LogitRow(logits, count: vocabularySize)
            let token = choose(row, request, generation, workspace)
            return Chosen(
                token: token,
                logProbability: row.logProbability(of: token),
                top: row.top(generation.topLogprobs)
            )
        }
    }

    private func choose(
        _ row: LogitRow,
        _ request: RequestState,
        _ generation: GenerationRequest,
        _ workspace: SamplerWorkspace
    ) -> Int32 {
        let sampler = Sampler(generation.sampling, workspace)
        let (tokens, start) = (request.tokens, request.promptCount)
        let u = CounterRandom.uniform(
            seed: generation.seed, counter: UInt64(tokens.count - start))
        guard let mask = request.mask else {
            return sampler.choose(row, tokens: tokens, replyStart: start, u: u)
        }
        guard mask.isSatisfiable else { return 0 }
        return sampler.choose(row, in: mask, tokens: tokens, replyStart: start, u: u)
    }

    private func takeHidden(_ output: Int) {
        let request = wanted[output].request
        let start = request.rows.count
        request.rows.append(contentsOf: repeatElement(0, count: hiddenSize))
        request.rows.withUnsafeMutableBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            runner.finalHidden(output..<output + 1, into: rows + start)
        }
        request.rowCount += 1
    }
}
