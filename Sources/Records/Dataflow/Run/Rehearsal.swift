/// Calls that a run would find in memory and calls that it would have to make, as far as can be
/// known without making any.
public struct Rehearsal: Sendable {
    /// One stage's calls.
    public struct Stage: Sendable {
        /// The stage's full name.
        public let name: String
        /// The stage's kind.
        public let type: String
        /// Whether the stage calls models at all.
        public let asks: Bool
        /// The known calls; the refused ones are those that a run would have to make.
        public let calls: CallFigures
        /// The first stage before this one with unknown answers, so that there may be more calls.
        public let waitsFor: String?
    }

    /// The stages in the graph's order.
    public let stages: [Stage]
    /// The ids of the source records processed.
    public let sourceRecords: [RecordID]
    /// Source records that reached their end without a new call.
    public let finished: Int
    /// Records that would be accepted without a new call.
    public let accepted: Int
    /// Records that each unfinished source record is expected to give, where only as many source
    /// records were processed as the target needs then; nil where all were.
    public let expectedYield: Double?
}

extension Run {
    /// Runs source records as far as remembered answers lead; makes no call and changes nothing.
    ///
    /// With a target, source records are run until those that reached their end and those that did
    /// not are likely to reach it: each of the latter is expected to give as many records as the
    /// former did, or one if there are too few to tell. So a target of 5 counts the calls of a few
    /// source records, not of a whole file.
    ///
    /// - Parameter known: How many source records an earlier run has read: as many are run, and at
    ///   least one draw of the sources, where the target does not end it before. Beyond these the
    ///   sources are read again for a target that is not likely to be reached yet, as a run does.
    public func rehearse(known: Int = 0) async throws -> Rehearsal {
        let stopped = Interruption()
        // A draining run answers from memory and refuses every other call.
        stopped.drain()
        var execution = try makeExecution(interruption: stopped)
        for node in graph.nodeIDs {
            do { try await execution.checkRequirement(at: node) } catch is RunInterrupted {}
        }
        var sequence = execution.sourceRecords
        // Where a stage gathers, the sources are read to their end whatever the target.
        var progress = RehearsalProgress(target: graph.gathers ? nil : graph.sink.target)
        while let sourceRecord = try sequence.next() {
            if sequence.finishedDraws > 0, progress.sourceRecords.count >= known,
                !progress.isWorthReading(draw: sequence.finishedDraws)
            {
                break
            }
            try await follow(sourceRecord, &execution, &progress)
            if progress.isTargetLikely { break }
        }
        // What gathering stages make is known if all that they are to hold is.
        let isAllKnown = progress.isAllFinished && !progress.isTargetLikely
        if isAllKnown, graph.gathers {
            var releases = execution.makeReleases()
            // What one stage makes is followed to its end; a later one waits for all of it.
            while let gathered = try releases.next(
                after: &sequence, isBusy: !progress.isAllFinished)
            {
                try await follow(gathered, &execution, &progress)
            }
        }
        return Rehearsal(
            stages: stages(isAllKnown: isAllKnown), sourceRecords: progress.sourceRecords,
            finished: progress.finished, accepted: progress.accepted,
            expectedYield: progress.isTargetLikely ? progress.expectedYield : nil)
    }

    /// Runs a source record, and lets gathering stages hold what comes to them.
    private func follow(
        _ sourceRecord: SourceRecord, _ execution: inout Execution,
        _ progress: inout RehearsalProgress
    ) async throws {
        execution.openGates(from: sourceRecord.position)
        var result: SourceRecordResult?
        do {
            result = try await execution.makeRunner(for: sourceRecord).run()
        } catch is RunInterrupted {
            // An answer is not known yet.
        }
        progress.note(sourceRecord, result)
        if var result { try execution.hold(&result) }
    }

    private func stages(isAllKnown: Bool) -> [Rehearsal.Stage] {
        let figures = callFigures
        let waitedFor = graph.stagesWaitedFor(isHolding: !isAllKnown) { figures[$0].refused > 0 }
        return graph.nodeIDs.map { node in
            Rehearsal.Stage(
                name: graph[node].name, type: graph[node].declaration.type,
                asks: !graph[node].stage.models.isEmpty, calls: figures[node],
                waitsFor: waitedFor[node])
        }
    }
}

/// What a rehearsal has found so far.
private struct RehearsalProgress {
    let target: Int?
    private(set) var sourceRecords: [RecordID] = []
    private(set) var finished = 0
    private(set) var accepted = 0
    private var followed = 0
    /// The draw of the sources that is read, and what was promised before it.
    private var draw = 0
    private var promisedBefore = 0

    /// Finished source records from which the yield of the others is told.
    private static let enoughForYield = 8

    init(target: Int?) { self.target = target }

    var isAllFinished: Bool { finished == followed }

    /// Records that an unfinished source record is expected to give.
    var expectedYield: Double {
        guard finished >= Self.enoughForYield, accepted > 0 else { return 1 }
        return Double(accepted) / Double(finished)
    }

    /// Whether what was followed is likely to reach the target.
    var isTargetLikely: Bool {
        guard let target else { return false }
        return Double(accepted) + Double(followed - finished) * expectedYield >= Double(target)
    }

    /// Whether another draw of the sources may bring the target nearer: not without a target, nor
    /// after a draw that brought nothing.
    mutating func isWorthReading(draw: Int) -> Bool {
        guard target != nil else { return false }
        guard draw != self.draw else { return true }
        self.draw = draw
        defer { promisedBefore = promised }
        return promised > promisedBefore
    }

    /// Records accepted, and source records that may give some.
    private var promised: Int { accepted + followed - finished }

    /// Adds a source record; `result` is nil if an answer is not known yet.
    mutating func note(_ sourceRecord: SourceRecord, _ result: SourceRecordResult?) {
        switch sourceRecord.start {
        case .source(let record), .refused(let record, _): sourceRecords.append(record.id)
        case .gathered: break
        }
        followed += 1
        guard let result else { return }
        finished += 1
        accepted += result.arrived.count
    }
}
