import Hashing
public import JSON

/// What a stage is given besides its records.
public struct StageContext: Sendable {
    /// The stage's full name.
    public let stage: String
    /// The place of the source record in canonical order; among waiting model calls, the lower goes
    /// first, so that a run finishes records rather than starting them.
    public internal(set) var priority: Int
    /// The run's seed.
    public let seed: UInt64
    /// The digest of everything that decides the run's content.
    public let fingerprint: String
    private let memory: any CallMemory
    private let interruption: Interruption
    private let calls: CallCounter

    init(
        stage: String, priority: Int, seed: UInt64, fingerprint: String,
        memory: any CallMemory, interruption: Interruption, calls: CallCounter
    ) {
        self.stage = stage
        self.priority = priority
        self.seed = seed
        self.fingerprint = fingerprint
        self.memory = memory
        self.interruption = interruption
        self.calls = calls
    }

    /// The seed of the `sample`th random choice that this stage makes about a record.
    public func seed(for record: RecordID, sample: Int = 0) -> UInt64 {
        var hash = SHA256()
        hash.update(seed)
        hash.update(framed: stage)
        hash.update(framed: record.hash)
        hash.update(UInt64(sample))
        return hash.finalize128().high
    }

    /// The answer to a call: the remembered one, else a new one, which is then remembered.
    /// - Throws: ``RunInterrupted`` where the run is being drained and the call is not known yet.
    public func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        if let known = try memory.answer(to: key) {
            calls.noteRemembered(known)
            return known
        }
        guard !interruption.isDraining else {
            calls.noteRefused()
            throw RunInterrupted()
        }
        let answer: JSON
        do { answer = try await computing() } catch is CancellationError
            where interruption.isDraining && !Task.isCancelled
        {
            // The model had not begun with it when the run was asked to stop.
            throw RunInterrupted()
        }
        try memory.remember(answer, for: key)
        calls.noteMade(answer)
        return answer
    }
}

/// A seed that depends on its parts and nothing else.
public func derivedSeed(_ seed: UInt64, _ stage: String, _ record: String, _ sample: Int) -> UInt64
{
    var hash = SHA256()
    hash.update(seed)
    hash.update(framed: stage)
    hash.update(framed: record)
    hash.update(UInt64(sample))
    return hash.finalize128().high
}
