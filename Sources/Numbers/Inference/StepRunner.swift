import CKernels
import Compute
import Models

/// Runs steps: the model over some tokens, then whatever is wanted of their rows.
///
/// A device that draws tokens itself can be given the next step before this one's tokens are known:
/// two steps may be under way.
final class StepRunner {
    private let runner: DecoderRunner
    /// Chooses tokens from logits; computes the steps, where they are computed on the CPU.
    private let team: WorkerTeam
    private let batch = TokenBatch()
    private let vocabularySize: Int
    private let hiddenSize: Int
    private let logits: UnsafeMutablePointer<Float>
    private let workspaces: [SamplerWorkspace]
    private var draws: [TokenDraw] = []
    private var drawn: [DrawnToken] = []
    /// Steps under way, the oldest first, and those that may be filled anew.
    private var underWay: [EngineStep] = []
    private var free: [EngineStep]

    /// Rows of logits in memory at a time.
    private static let logitRows = 32

    /// Loads the decoder's weights onto a device.
    init(_ decoder: Decoder, on device: ComputeDevice, limits: BackendLimits, threads: Int) throws {
        team = WorkerTeam(threads: threads)
        runner = try DecoderRunner(
            decoder, on: try device.backend(for: decoder, limits: limits, team: team))
        let vocabularySize = decoder.configuration.vocabularySize
        self.vocabularySize = vocabularySize
        hiddenSize = decoder.configuration.hiddenSize
        logits = .allocate(capacity: Self.logitRows * vocabularySize)
        logits.initialize(repeating: 0, count: Self.logitRows * vocabularySize)
        workspaces = (0..<threads).map { _ in SamplerWorkspace(vocabularySize: vocabularySize) }
        free = (0..<2).map { _ in EngineStep(rows: limits.rows) }
    }

    deinit { logits.deallocate() }

    /// Ends the team's threads.
    func stop() { team.stop() }

    /// Whether nothing is under way.
    var isIdle: Bool { underWay.isEmpty }

    /// Hands a step to the device.
    ///
    /// - Throws: What became of the device, if it fails.
    func launch(_ slices: [Scheduler.Slice], scheduling: Duration) throws {
        var clock = Stopwatch()
        let step = takeFree()
        prepare(step, slices)
        step.report.scheduling = scheduling + clock.lap()
        runner.run(batch)
        step.report.layers = clock.lap()
        try draw(step)
        step.report.head = clock.lap()
        underWay.append(step)
    }

    /// The requests that would get another token, if the next step went ahead of the newest one's
    /// tokens; `nil` if it cannot.
    var nextRequests: [RequestState]? {
        guard let step = underWay.last, underWay.count == 1, step.onlyDraws else { return nil }
        return step.wanted.map(\.request)
    }

    /// Hands the next step to the device before the tokens of the newest are known: of those of its
    /// sequences for which `continues` is true, one token more.
    ///
    /// - Throws: What became of the device, if it fails.
    func launchNext(where continues: (RequestState) -> Bool) throws {
        guard let last = underWay.last else { return }
        var clock = Stopwatch()
        let step = takeFree()
        batch.removeAll()
        for (index, row) in last.wanted.enumerated() where continues(row.request) {
            let position = row.request.tokens.count
            batch.add(
                CollectionOfOne(TokenBatch.drawnToken(index)), from: position,
                blocks: row.request.blocks, sequenceLength: position + 1)
            step.slices.append(.init(request: row.request, range: position..<position + 1))
            batch.outputs.append(step.wanted.count)
            step.wanted.append(
                .init(request: row.request, position: position, row: step.wanted.count))
        }
        (step.drawn, step.withLogits) = (step.wanted.count, step.wanted.count)
        (step.report.sequences, step.report.decoding) = (step.wanted.count, step.wanted.count)
        step.report.isAhead = true
        step.report.scheduling = clock.lap()
        runner.run(batch)
        step.report.layers = clock.lap()
        try draw(step, ahead: 1)
        step.report.head = clock.lap()
        underWay.append(step)
    }

    /// Waits for the oldest step under way and completes it; rows that are wanted as numbers go to
    /// their requests. What is returned stays as it is until ``release(_:)``.
    ///
    /// - Throws: What became of the device, if it fails.
    func collect() throws -> EngineStep {
        let step = underWay.removeFirst()
        var clock = Stopwatch()
        try takeDrawn(step)
        step.report.head += clock.lap()
        for first in stride(from: step.drawn, to: step.withLogits, by: Self.logitRows) {
            let rows = first..<min(first + Self.logitRows, step.withLogits)
            try runner.logits(rows, into: logits)
            step.report.head += clock.lap()
            choose(step, rows)
            step.report.sampling += clock.lap()
        }
        for index in step.withLogits..<step.wanted.count { try takeHidden(step, index) }
        step.report.sampling += clock.lap()
        return step
    }

    /// Takes back a step of which everything is known.
    func release(_ step: EngineStep) { free.append(step) }

    private func takeFree() -> EngineStep {
        guard let step = free.popLast() else { preconditionFailure("two steps are under way") }
        step.removeAll()
        return step
    }

    /// What becomes of a row that is wanted.
    private enum Use: CaseIterable {
        /// The device draws its token.
        case draw
        /// Its logits are looked at here.
        case logits
        /// Its final hidden state goes to the request.
        case hidden
    }

    private func use(of request: RequestState) -> Use {
        guard request.wantsLogits else { return .hidden }
        return runner.samples && request.canBeDrawnOnDevice ? .draw : .logits
    }

    /// Lets the device draw the tokens of the first rows; sequences will be `ahead` tokens longer
    /// then than is known.
    private func draw(_ step: EngineStep, ahead: UInt64 = 0) throws {
        guard step.drawn > 0 else { return }
        draws.removeAll(keepingCapacity: true)
        for row in step.wanted[..<step.drawn] {
            guard case .completion(let generation) = row.request.goal else { continue }
            draws.append(
                TokenDraw(
                    generation.sampling, tokens: row.request.tokens,
                    replyStart: row.request.promptCount,
                    uniform: CounterRandom.uniform(
                        seed: generation.seed, counter: row.request.replyCount + ahead)))
        }
        try runner.draw(0..<step.drawn, draws)
    }

    private func takeDrawn(_ step: EngineStep) throws {
        guard step.drawn > 0 else { return }
        if drawn.count < step.drawn {
            drawn.append(
                contentsOf: repeatElement(DrawnToken(), count: step.drawn - drawn.count))
        }
        try drawn.withUnsafeMutableBufferPointer { drawn in
            guard let start = drawn.baseAddress else { return }
            try runner.takeDrawn(into: start)
        }
        for index in 0..<step.drawn {
            step.chosen[index] = EngineStep.Chosen(
                token: drawn[index].token, logProbability: drawn[index].logProbability)
        }
    }

    /// Fills the batch; the rows that are wanted are sorted by their use.
    private func prepare(_ step: EngineStep, _ slices: [Scheduler.Slice]) {
        batch.removeAll()
        step.slices.append(contentsOf: slices)
        for slice in slices {
            batch.add(
                slice.request.tokens[slice.range],
                from: slice.range.lowerBound,
                blocks: slice.request.blocks,
                sequenceLength: slice.request.tokens.count
            )
            count(slice, in: &step.report)
        }
        for use in Use.allCases {
            var first = 0
            for slice in slices {
                if self.use(of: slice.request) == use { want(slice, first: first, in: step) }
                first += slice.range.count
            }
            if use == .draw { step.drawn = step.wanted.count }
            if use == .logits { step.withLogits = step.wanted.count }
        }
        for row in step.wanted { batch.outputs.append(row.row) }
        step.report.sequences = slices.count
    }

    /// Notes the rows that a slice's request wants.
    private func want(_ slice: Scheduler.Slice, first: Int, in step: EngineStep) {
        let request = slice.request
        var rows = request.rowCount
        while let position = request.nextWanted(after: rows, before: slice.range.upperBound) {
            let row = first + position - slice.range.lowerBound
            step.wanted.append(.init(request: request, position: position, row: row))
            rows += 1
        }
    }

    private func count(_ slice: Scheduler.Slice, in report: inout StepReport) {
        let prompt = min(slice.range.upperBound, slice.request.promptCount)
        report.promptTokens += max(0, prompt - slice.range.lowerBound)
        if slice.range.lowerBound >= slice.request.promptCount, slice.range.count == 1 {
            report.decoding += 1
        }
    }

    /// Makes what is wanted of rows of logits.
    private func choose(_ step: EngineStep, _ rows: Range<Int>) {
        let wanted = step.wanted
        for index in rows { wanted[index].request.mask?.wait() }
        step.chosen.withUnsafeMutableBufferPointer { chosen in
            // Each worker writes the entries of its own rows.
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
                request.rows.append(step.chosen[index].logProbability)
                request.rowCount += 1
            case .candidates:
                request.rows.append(contentsOf: step.chosen[index].top.map(\.logProbability))
                request.rowCount += 1
            case .completion, .hidden: break
            }
        }
    }

    private func choose(
        _ wanted: EngineStep.Wanted,
        _ logits: UnsafeMutablePointer<Float>,
        _ workspace: SamplerWorkspace
    ) -> EngineStep.Chosen {
        let request = wanted.request
        switch request.goal {
        case .hidden, .logits: return EngineStep.Chosen()
        case .logProbabilities:
            let token = request.tokens[wanted.position + 1]
            let row = LogitRow(logits, count: vocabularySize)
            return EngineStep.Chosen(token: token, logProbability: row.logProbability(of: token))
        case .candidates(let next):
            let row = LogitRow(logits, count: vocabularySize)
            let tokens = next.first { $0.position == wanted.position }?.tokens ?? []
            return EngineStep.Chosen(top: row.logProbabilities(of: tokens))
        case .completion(let generation):
            let row = LogitRow(logits, count: vocabularySize)
            let token = choose(row, request, generation, workspace)
            return EngineStep.Chosen(
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
        let u = CounterRandom.uniform(seed: generation.seed, counter: request.replyCount)
        guard let mask = request.mask else {
            return sampler.choose(row, tokens: tokens, replyStart: start, u: u)
        }
        guard mask.isSatisfiable else { return 0 }
        return sampler.choose(row, in: mask, tokens: tokens, replyStart: start, u: u)
    }

    private func takeHidden(_ step: EngineStep, _ output: Int) throws {
        let request = step.wanted[output].request
        let start = request.rows.count
        request.rows.append(contentsOf: repeatElement(0, count: hiddenSize))
        try request.rows.withUnsafeMutableBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            try runner.finalHidden(output..<output + 1, into: rows + start)
        }
        request.rowCount += 1
    }
}
