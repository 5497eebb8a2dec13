/// What came of one source record: the unit of a plan.
public struct SourceRecordAccount: Sendable, Equatable {
    /// Records that would be accepted.
    public var accepted: Int
    /// Records that each stage made or looked at, in the graph's order.
    public var records: [Int]
    /// Tokens of the answers that each stage was given.
    public var tokens: [Int]

    /// An account.
    public init(accepted: Int, records: [Int], tokens: [Int]) {
        self.accepted = accepted
        self.records = records
        self.tokens = tokens
    }
}

/// What a few source records told.
public struct Pilot: Sendable {
    /// What came of each, in canonical order.
    public let accounts: [SourceRecordAccount]
    /// How many source records one reading of the sources gives; counted only where they are read
    /// once.
    public let available: Int?
    /// How long the calls took that were made.
    public let duration: Duration
    /// The tokens of their answers.
    public let tokensMade: Int
}

extension Run {
    /// Takes the first source records through the graph, remembering every answer: a run that follows
    /// finds them paid for.
    ///
    /// They are followed together first, at a run's pace, then once more one by one, from memory, to
    /// tell what each cost.
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
