/// Counts of one source record, the sample unit of an estimate.
public struct SourceRecordAccount: Sendable, Equatable {
    /// Records that would be accepted.
    public var accepted: Int
    /// Records that each stage made or processed, in the graph's order.
    public var records: [Int]
    /// Tokens in the answers that each stage was given.
    public var tokens: [Int]

    /// Creates an account.
    public init(accepted: Int, records: [Int], tokens: [Int]) {
        self.accepted = accepted
        self.records = records
        self.tokens = tokens
    }
}

/// Figures from running the first source records.
public struct Pilot: Sendable {
    /// One account per source record, in canonical order.
    public let accounts: [SourceRecordAccount]
    /// Source records in one draw of the sources; nil if the run has a target, as draws repeat
    /// then.
    public let available: Int?
    /// Wall-clock time of the source records, calls included.
    public let duration: Duration
    /// Tokens in the answers to the calls made.
    public let tokensMade: Int
}

extension Run {
    /// Runs the first source records and remembers every answer, so that a later run need not ask
    /// again.
    ///
    /// - Parameter count: How many source records; fewer if the sources have no more.
    public func pilot(sources count: Int) async throws -> Pilot {
        let execution = try makeExecution(interruption: interruption)
        return try await finishingStages {
            try await execution.checkRequirements()
            let madeBefore = callFigures.reduce(0) { $0 + $1.tokensMade }
            let start = ContinuousClock.now
            var sequence = execution.sourceRecords
            let results = try await results(of: count, &sequence, in: execution)
            let duration = ContinuousClock.now - start
            let made = callFigures.reduce(0) { $0 + $1.tokensMade } - madeBefore
            var available: Int?
            if graph.sink.target == nil {
                var total = results.count
                while try sequence.next() != nil { total += 1 }
                available = total
            }
            return Pilot(
                accounts: results.map(account), available: available, duration: duration,
                tokensMade: made)
        }
    }

    /// Runs source records concurrently, as a run does, and returns their results in order.
    private func results(
        of count: Int, _ sequence: inout SourceRecordSequence, in execution: Execution
    ) async throws -> [SourceRecordResult] {
        try await withThrowingTaskGroup(of: SourceRecordResult.self) { group in
            var results: [SourceRecordResult] = []
            for number in 0..<count {
                guard let sourceRecord = try sequence.next() else { break }
                if number >= options.window, let ended = try await group.next() {
                    results.append(ended)
                }
                let runner = execution.makeRunner(for: sourceRecord)
                group.addTask { try await runner.run() }
            }
            while let ended = try await group.next() { results.append(ended) }
            return results.sorted { $0.position < $1.position }
        }
    }

    private func account(of result: SourceRecordResult) -> SourceRecordAccount {
        SourceRecordAccount(
            accepted: result.arrived.count,
            records: graph.nodeIDs.map { node in
                node == graph.sinkNode ? result.arrived.count : result.created(at: node)
            },
            tokens: result.tokens)
    }
}
