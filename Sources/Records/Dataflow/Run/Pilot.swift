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
    /// Wall-clock time of the first pass, in which calls are made.
    public let duration: Duration
    /// Tokens in the answers to the calls made.
    public let tokensMade: Int
}

extension Run {
    /// Runs the first source records and remembers every answer, so that a later run need not ask
    /// again.
    ///
    /// The source records run concurrently first, as in a run, then once more one by one, from
    /// memory, to count the tokens of each.
    /// - Parameter count: How many source records; fewer if the sources have no more.
    public func pilot(sources count: Int) async throws -> Pilot {
        let execution = try makeExecution(interruption: interruption)
        try await execution.checkRequirements()
        let madeBefore = callFigures.reduce(0) { $0 + $1.tokensMade }
        let start = ContinuousClock.now
        try await warmUp(sources: count)
        let duration = ContinuousClock.now - start
        let made = callFigures.reduce(0) { $0 + $1.tokensMade } - madeBefore
        var sequence = execution.sourceRecords
        var accounts: [SourceRecordAccount] = []
        while accounts.count < count, let sourceRecord = try sequence.next() {
            let before = callFigures
            let result = try await execution.makeRunner(for: sourceRecord).run()
            accounts.append(
                SourceRecordAccount(
                    accepted: result.arrived.count,
                    records: graph.nodeIDs.map { node in
                        node == graph.sinkNode ? result.arrived.count : result.created(at: node)
                    },
                    tokens: zip(callFigures, before).map { $0.tokens - $1.tokens }))
        }
        var available: Int?
        if graph.sink.target == nil {
            var total = accounts.count
            while try sequence.next() != nil { total += 1 }
            available = total
        }
        return Pilot(
            accounts: accounts, available: available, duration: duration, tokensMade: made)
    }

    private func warmUp(sources count: Int) async throws {
        let execution = try makeExecution(interruption: interruption)
        var sequence = execution.sourceRecords
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                guard let sourceRecord = try sequence.next() else { break }
                if number >= options.window { try await group.next() }
                let follower = execution.makeRunner(for: sourceRecord)
                group.addTask { _ = try await follower.run() }
            }
            try await group.waitForAll()
        }
    }
}
