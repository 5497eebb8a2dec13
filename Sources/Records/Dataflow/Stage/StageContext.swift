import Hashing
public import JSON

/// The context in which a stage processes a record: seed, call memory, priority.
public struct StageContext: Sendable {
    /// The source record's position in canonical order. Of waiting model calls the lowest goes
    /// first, so that a run finishes records rather than starting them.
    public private(set) var priority: Int
    private let facts: Facts
    /// Where the tokens of the stage's answers are counted; nil outside a source record.
    private var account: (any TokenAccount)?
    /// The stage's index in the account.
    private var index = 0

    /// Values that are equal for all of a stage's records, shared because every record has a
    /// context.
    private final class Facts: Sendable {
        let stage: String
        let seed: UInt64
        let fingerprint: String
        let memory: any CallMemory
        let interruption: Interruption
        let calls: CallCounter
        let inFlight: CallsInFlight
        let log: CallLog?

        init(
            _ stage: String, _ seed: UInt64, _ fingerprint: String, _ memory: any CallMemory,
            _ interruption: Interruption, _ calls: CallCounter, _ inFlight: CallsInFlight,
            _ log: CallLog?
        ) {
            self.stage = stage
            self.seed = seed
            self.fingerprint = fingerprint
            self.memory = memory
            self.interruption = interruption
            self.calls = calls
            self.inFlight = inFlight
            self.log = log
        }
    }

    init(
        stage: String, priority: Int, seed: UInt64, fingerprint: String,
        memory: any CallMemory, interruption: Interruption, calls: CallCounter,
        inFlight: CallsInFlight, log: CallLog? = nil
    ) {
        self.priority = priority
        facts = Facts(stage, seed, fingerprint, memory, interruption, calls, inFlight, log)
    }

    /// Returns the context for the records of one source record, whose account takes the
    /// `"tokens"` of every answer, made or remembered.
    ///
    /// - Parameter index: The stage's index in the graph's order.
    func forRecords(
        ofSourceRecordAt position: Int, account: any TokenAccount, index: Int
    ) -> StageContext {
        var context = self
        context.priority = position
        context.account = account
        context.index = index
        return context
    }

    /// The stage's full name.
    public var stage: String { facts.stage }
    /// The run's seed.
    public var seed: UInt64 { facts.seed }
    /// The digest of everything that decides the run's content.
    public var fingerprint: String { facts.fingerprint }

    /// Returns the seed of the `sample`th random choice that this stage makes about a record.
    public func seed(for record: RecordID, sample: Int = 0) -> UInt64 {
        var hash = SHA256()
        hash.update(seed)
        hash.update(framed: stage)
        hash.update(framed: record.hash)
        hash.update(UInt64(sample))
        return hash.finalize128().high
    }

    /// Returns the remembered answer to a call, or that of the same call for another record; else
    /// computes and remembers one.
    /// - Throws: ``RunInterrupted`` if the run is draining and the answer is not known yet, or if
    ///   the model only shows what it is asked (``WithheldCall``).
    public func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        do {
            let answer = try await anyAnswer(to: key, computing)
            note(answer, to: key, isAnswered: true)
            if let account, let tokens = answer["tokens"]?.integer {
                account.spend(tokens, at: index)
            }
            return answer
        } catch let withheld as WithheldCall {
            note(withheld.question, to: key, isAnswered: false)
            throw RunInterrupted()
        }
    }

    private func note(_ content: JSON, to key: CallKey, isAnswered: Bool) {
        facts.log?.note(
            LoggedCall(
                stage: stage, position: priority, key: key, content: content,
                isAnswered: isAnswered))
    }

    private func anyAnswer(
        to key: CallKey, _ computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        let (answer, isShared) = try await facts.inFlight.answer(to: key) {
            try await ownAnswer(to: key, computing)
        }
        // It counts as remembered, as it would if this record had asked a moment later.
        if isShared { facts.calls.noteRemembered(answer) }
        return answer
    }

    private func ownAnswer(
        to key: CallKey, _ computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        if let known = try facts.memory.answer(to: key) {
            facts.calls.noteRemembered(known)
            return known
        }
        guard !facts.interruption.isDraining else {
            if facts.inFlight.refuse(key) { facts.calls.noteRefused() }
            throw RunInterrupted()
        }
        let answer: JSON
        do { answer = try await computing() } catch is CancellationError
            where facts.interruption.isDraining && !Task.isCancelled
        {
            // The model had not started this call when the run was asked to stop.
            throw RunInterrupted()
        }
        // Remembered before it is returned: no record may depend on an answer that a crash can
        // lose.
        try facts.memory.remember(answer, for: key)
        facts.calls.noteMade(answer)
        return answer
    }
}

/// Returns a seed that depends on these parts and nothing else.
public func derivedSeed(_ seed: UInt64, _ stage: String, _ record: String, _ sample: Int) -> UInt64
{
    var hash = SHA256()
    hash.update(seed)
    hash.update(framed: stage)
    hash.update(framed: record)
    hash.update(UInt64(sample))
    return hash.finalize128().high
}
