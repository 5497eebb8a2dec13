import Compute
import Foundation
public import Models

/// Turns requests into completions and scores, many at a time, on one model.
///
/// Callers wait, the engine makes batches: sequences join and leave at every step, prompts that begin
/// alike share their blocks of the cache. What a request gives depends on the request and the model
/// alone, to the last bit: not on what else runs, on threads, or on ``EngineOptions``.
///
/// ```swift
/// let engine = try Engine(model: Decoder(url: file))
/// let reply = try await engine.complete(GenerationRequest(prompt: ids, sampling: .greedy(maxTokens: 64)))
/// ```
public final class Engine: Sendable {
    /// The model.
    public let model: Decoder
    /// The longest sequence: the model's context, or the whole cache if that is smaller.
    public let contextLimit: Int

    private let mailbox = Mailbox()
    private let cacheTokens: Int

    /// Loads the model's weights and starts the engine's thread.
    ///
    /// - Throws: ``EngineError/badOption(key:found:expected:)``; `TensorError` if a tensor's element
    ///   type cannot be multiplied.
    public init(model: Decoder, options: EngineOptions = EngineOptions()) throws {
        for (key, value) in [
            ("threads", options.threads), ("maxBatch", options.maxBatch),
            ("cacheTokens", options.cacheTokens ?? 1), ("prefillChunk", options.prefillChunk),
        ] where value < 1 {
            throw EngineError.badOption(key: key, found: value, expected: "1 or more")
        }
        self.model = model
        let blockCount = try options.blockCount(model)
        cacheTokens = blockCount * KVCache.positionsPerBlock
        contextLimit = min(model.configuration.contextLength, cacheTokens)
        // Made here, so that its errors are thrown; from then on it is its thread's alone.
        nonisolated(unsafe) let loop = try EngineLoop(
            model,
            options,
            blockCount: blockCount,
            contextLimit: contextLimit,
            mailbox: mailbox
        )
        let thread = Thread { loop.run() }
        thread.name = "synthgen-engine"
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { mailbox.stop() }

    /// Continues a prompt.
    ///
    /// - Throws: ``EngineError`` if the request cannot be served; `CancellationError` if the task is
    ///   cancelled, looked at before every token.
    public func complete(_ request: GenerationRequest) async throws -> Completion {
        try request.sampling.validate()
        try check(request.prompt)
        guard request.sampling.maxTokens > 0 else {
            return Completion(tokens: [], finishReason: .length, logprobs: [])
        }
        let answer = try await submit(.completion(request), request.prompt, request.priority)
        guard case .completion(let completion) = answer else {
            preconditionFailure("a completion is answered with a completion")
        }
        return completion
    }

    /// The final norm's output at some positions of a sequence, in the order asked for.
    public func finalHidden(
        _ tokens: [Int32],
        positions: [Int],
        priority: Int = 0
    ) async throws -> [[Float]] {
        try await rows(tokens, positions, priority) { .hidden(positions: $0) }
    }

    /// The logits at some positions of a sequence, in the order asked for.
    public func logits(
        _ tokens: [Int32],
        positions: [Int],
        priority: Int = 0
    ) async throws -> [[Float]] {
        try await rows(tokens, positions, priority) { .logits(positions: $0) }
    }

    /// The log-probability, in nats, of each token from `start` on, given those before it.
    ///
    /// - Parameter start: At least 1: nothing is known of the first token.
    public func logProbabilities(
        of tokens: [Int32],
        from start: Int = 1,
        priority: Int = 0
    ) async throws -> [Float] {
        try await likelihoods(of: tokens, from: start, priority: priority)
            .map(\.logProbability)
    }

    /// How likely each token from `start` on is after those before it, and whether it is the one
    /// that a greedy choice would take.
    ///
    /// The tokens are read like a prompt: in chunks, together with other requests, and those before
    /// `start` from the cache where it has them. No such thing changes a bit.
    ///
    /// - Parameter start: At least 1: nothing is known of the first token.
    public func likelihoods(
        of tokens: [Int32],
        from start: Int = 1,
        priority: Int = 0
    ) async throws -> [TokenLikelihood] {
        try check(tokens)
        guard (1...tokens.count).contains(start) else {
            throw EngineError.badPosition(position: start, tokens: tokens.count)
        }
        guard start < tokens.count else { return [] }
        let goal = RequestState.Goal.logProbabilities(from: start)
        guard case .rows(let rows) = try await submit(goal, tokens, priority) else {
            preconditionFailure("a request for rows is answered with rows")
        }
        return rows.map { TokenLikelihood(logProbability: $0[0], isGreedy: $0[1] == 1) }
    }

    /// The log-probabilities, in nats, of the tokens that `wanted` names, each after a position of a
    /// sequence; one after another.
    func logProbabilities(
        of wanted: [NextTokens],
        in tokens: [Int32],
        priority: Int
    ) async throws -> [Float] {
        try check(tokens)
        for next in wanted { try check(next.tokens) }
        guard case .rows(let rows) = try await submit(.candidates(wanted), tokens, priority) else {
            preconditionFailure("a request for candidates is answered with a row")
        }
        return rows[0]
    }

    /// Returns when every request that has come in is answered.
    public func drain() async { await mailbox.waitUntilIdle() }

    /// Finishes what is running; what waits, and what is asked from now on, fails with
    /// `CancellationError`.
    public func refuseWaiting() { mailbox.refuseWaiting() }

    /// Ends the engine after its current step; unanswered requests fail with ``EngineError/stopped``.
    public func shutdown() async {
        mailbox.stop()
        await mailbox.waitUntilEnded()
    }

    /// What the engine has done and is doing, as of the last step.
    public var statistics: EngineStatistics { mailbox.statistics }

    private func rows(
        _ tokens: [Int32],
        _ positions: [Int],
        _ priority: Int,
        _ goal: ([Int]) -> RequestState.Goal
    ) async throws -> [[Float]] {
        try check(tokens)
        for position in positions where !tokens.indices.contains(position) {
            throw EngineError.badPosition(position: position, tokens: tokens.count)
        }
        let wanted = Set(positions).sorted()
        guard let last = wanted.last else { return [] }
        // What comes after the last position wanted cannot change it.
        let answer = try await submit(goal(wanted), Array(tokens[...last]), priority)
        guard case .rows(let rows) = answer else {
            preconditionFailure("a request for rows is answered with rows")
        }
        let found = Dictionary(uniqueKeysWithValues: zip(wanted, rows))
        return positions.map { found[$0] ?? [] }
    }

    private func check(_ tokens: [Int32]) throws {
        guard !tokens.isEmpty else { throw EngineError.emptyPrompt }
        let context = model.configuration.contextLength
        guard tokens.count <= context else {
            throw EngineError.promptExceedsContext(tokens: tokens.count, context: context)
        }
        guard tokens.count <= cacheTokens else {
            throw EngineError.promptExceedsCache(tokens: tokens.count, cacheTokens: cacheTokens)
        }
        let vocabularySize = model.configuration.vocabularySize
        for token in tokens where token < 0 || token >= vocabularySize {
            throw EngineError.unknownToken(token: token, vocabularySize: vocabularySize)
        }
    }

    private func submit(
        _ goal: RequestState.Goal,
        _ tokens: [Int32],
        _ priority: Int
    ) async throws -> Answer {
        let needsLogits = if case .hidden = goal { false } else { true }
        guard !needsLogits || model.predictsTokens else {
            throw ModelError.predictsNoTokens(path: model.path)
        }
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let arrival = Mailbox.Arrival(
                    goal: goal,
                    tokens: tokens,
                    priority: priority,
                    reply: Reply(flag: flag, continuation: continuation)
                )
                do { try mailbox.post(arrival) } catch { continuation.resume(throwing: error) }
            }
        } onCancel: {
            mailbox.cancel(flag)
        }
    }
}
