import Compute
import Models

/// Runs steps: hands them to the device, collects what they gave, takes them back.
///
/// A device that draws tokens itself can be given the next step before this one's tokens are known:
/// two steps may be under way.
final class StepRunner {
    private let runner: DecoderRunner
    /// Chooses tokens from logits; computes the steps, where they are computed on the CPU.
    private let team: WorkerTeam
    private let builder: BatchBuilder
    private let chooser: TokenChooser
    private let hiddenSize: Int
    private let logits: UnsafeMutablePointer<Float>
    private var drawn: [DrawnToken] = []
    /// Steps under way, the oldest first.
    private var underWay: [EngineStep] = []
    /// Steps that may be filled anew. There are two steps in all, as many as may be under way: a
    /// third would need memory of its own for draws on the device (``SamplingBackend``).
    private var free: [EngineStep]

    /// Rows of logits in memory at a time.
    private static let logitRows = 32

    /// Loads the decoder's weights onto a device.
    init(_ decoder: Decoder, on device: ComputeDevice, limits: BackendLimits, threads: Int) throws {
        team = WorkerTeam(threads: threads)
        runner = try DecoderRunner(
            decoder, on: try device.backend(for: decoder, limits: limits, team: team))
        let vocabularySize = decoder.configuration.vocabularySize
        builder = BatchBuilder(drawsOnDevice: runner.samples)
        chooser = TokenChooser(vocabularySize: vocabularySize, team: team)
        hiddenSize = decoder.configuration.hiddenSize
        logits = .allocate(capacity: Self.logitRows * vocabularySize)
        logits.initialize(repeating: 0, count: Self.logitRows * vocabularySize)
        free = (0..<2).map { _ in EngineStep(rows: limits.rows) }
    }

    deinit { logits.deallocate() }

    /// Ends the team's threads.
    func stop() { team.stop() }

    /// Whether nothing is under way.
    var isIdle: Bool { underWay.isEmpty }

    // MARK: Launching

    /// Hands a step to the device.
    ///
    /// - Throws: What became of the device, if it fails.
    func launch(_ slices: [Scheduler.Slice], scheduling: Duration) throws {
        var clock = Stopwatch()
        let step = takeFree()
        builder.fill(step, with: slices)
        step.report.scheduling = scheduling
        try start(step, &clock)
    }

    /// The requests that would get another token, if the next step went ahead of the newest one's
    /// tokens; `nil` if it cannot.
    ///
    /// It cannot if the newest step gives anything but tokens that the device draws: a row that is
    /// looked at here, or a prompt that is not read to its end, decides what the next step is.
    var nextRequests: [RequestState]? {
        guard let step = underWay.last, underWay.count == 1, step.onlyDraws else { return nil }
        return step.wanted.map(\.request)
    }

    /// Launches one more decode step before the newest one's tokens are back, for the sequences that
    /// may continue (``RequestState/mayContinue``).
    ///
    /// - Throws: What became of the device, if it fails.
    func launchNext() throws {
        guard let last = underWay.last else { return }
        var clock = Stopwatch()
        let step = takeFree()
        builder.fillNext(step, after: last)
        try start(step, &clock)
    }

    /// Runs the batch that was built for a step.
    ///
    /// The draws follow the layers at once, so that the device has them before it is done: tokens
    /// are taken only by ``collect()``.
    private func start(_ step: EngineStep, _ clock: inout Stopwatch) throws {
        step.report.scheduling += clock.lap()
        runner.run(builder.batch)
        step.report.layers = clock.lap()
        if step.drawn > 0 { try runner.draw(0..<step.drawn, chooser.draws(for: step)) }
        step.report.head = clock.lap()
        underWay.append(step)
    }

    private func takeFree() -> EngineStep {
        guard let step = free.popLast() else { preconditionFailure("two steps are under way") }
        step.removeAll()
        return step
    }

    // MARK: Collecting

    /// Waits for the oldest step under way and completes it; rows that are wanted as numbers go to
    /// their requests. What is returned stays as it is until ``release(_:)``.
    ///
    /// - Throws: What became of the device, if it fails.
    func collect() throws -> EngineStep {
        let step = underWay.removeFirst()
        var clock = Stopwatch()
        try takeDrawn(step)
        step.report.head += clock.lap()
        // The device holds the hidden states of the newest step alone. A step followed by one that
        // went ahead has none of these rows (``nextRequests``).
        for first in stride(from: step.drawn, to: step.withLogits, by: Self.logitRows) {
            let rows = first..<min(first + Self.logitRows, step.withLogits)
            try runner.logits(rows, into: logits)
            step.report.head += clock.lap()
            chooser.choose(step, rows, from: logits)
            step.report.sampling += clock.lap()
        }
        for index in step.withLogits..<step.wanted.count { try takeHidden(step, index) }
        step.report.sampling += clock.lap()
        return step
    }

    /// Takes back a step of which everything is known.
    func release(_ step: EngineStep) { free.append(step) }

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
