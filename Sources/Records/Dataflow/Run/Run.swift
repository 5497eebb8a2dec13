/// One execution of a graph, from its first source record to its last accepted one.
///
/// Every run starts from the beginning. Work of an earlier run is not repeated, because calls are
/// answered from memory and the sink knows what it has. So a run that was killed resumes on the
/// same path as one that never stopped.
public struct Run: Sendable {
    /// Options of a run besides its graph.
    public struct Options: Sendable {
        /// Most source records open at once.
        public var window: Int
        /// The run's seed.
        public var seed: UInt64

        /// - Parameters:
        ///   - window: Most source records open at once; bounds memory.
        ///   - seed: The number from which all randomness derives.
        public init(window: Int = 32, seed: UInt64) {
            self.window = window
            self.seed = seed
        }
    }

    /// Totals of a finished run.
    public struct Summary: Sendable, Equatable {
        /// Records accepted.
        public let accepted: Int
        /// Source records committed: those of every reading of the sources, and the outcomes of
        /// gathering stages.
        public let sourceRecords: Int
        /// Different source records among them: those of the first reading.
        public let sources: Int
        /// How many times the sources were read, the last time perhaps not to the end.
        public let readings: Int
        /// What stages could not use, in the graph's order; only stages that found such records.
        public let unusable: [UnusableRecords]
    }

    /// Live counts of the run.
    public let progress: RunProgress
    let graph: Graph
    private let calls: [CallCounter]
    private let inFlight = CallsInFlight()
    let options: Options
    private let memory: any CallMemory
    let interruption: Interruption

    /// Creates a run of `graph` that remembers calls in `memory`.
    public init(
        _ graph: Graph, options: Options, memory: any CallMemory,
        interruption: Interruption = .init()
    ) {
        self.graph = graph
        self.options = options
        self.memory = memory
        self.interruption = interruption
        progress = RunProgress(graph: graph)
        calls = graph.nodes.map { _ in CallCounter() }
    }

    /// Counts of the stages' model calls so far, in the graph's order.
    public var callFigures: [CallFigures] { calls.map(\.figures) }

    /// Runs to the end, or to the target.
    /// - Throws: ``RunError``, ``RunInterrupted``, or an error of the sink. Records already handed
    ///   to the sink stay.
    public func execute(into sink: any RunSink) async throws -> Summary {
        let execution = try makeExecution(interruption: interruption)
        return try await finishingStages {
            try await execution.checkRequirements()
            return try await execution.run(into: sink)
        }
    }

    /// Runs `body`, then lets stages stop their programs, however it ended.
    func finishingStages<Value>(_ body: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        for node in graph.nodes {
            if case .each(let stage) = node.stage.work { await stage.finish() }
        }
        return try result.get()
    }

    func makeExecution(interruption: Interruption, log: CallLog? = nil) throws -> Execution {
        try Execution(
            graph: graph, options: options, memory: memory, interruption: interruption,
            progress: progress, calls: calls, inFlight: inFlight, log: log)
    }
}
