import Hashing
public import Inference
import JSON
public import Jinja
public import Models
public import Text

/// A language model that an engine in this process runs.
///
/// Text becomes token ids here, and token ids become text: the engine knows no text.
public struct LocalModel: LanguageModel {
    /// The model's name in records.
    public let name: String
    /// Digest of weights, vocabulary, chat template and reward head.
    public let fingerprint: String
    /// The engine that runs the model; generator and reward model of the same weights share one.
    public let engine: Engine
    /// The model's tokenizer.
    public let tokenizer: Tokenizer
    private let encoder: ChatEncoder
    /// The reward head, if the model has one.
    public let head: RewardHead?
    private let grammars: GrammarCache

    /// A model made of its parts.
    ///
    /// - Parameters:
    ///   - template: The chat template; without one the model reads texts, but no conversations.
    ///   - trustsControlTokens: Whether control tokens that a message spells out become
    ///     those tokens, so that it can begin turns of its own.
    public init(
        name: String, engine: Engine, tokenizer: Tokenizer, template: ChatTemplate?,
        templateSource: String, weights: String, head: RewardHead? = nil,
        trustsControlTokens: Bool = false
    ) {
        self.name = name
        self.engine = engine
        self.tokenizer = tokenizer
        encoder = ChatEncoder(
            tokenizer: tokenizer, template: template, trustsControlTokens: trustsControlTokens)
        self.head = head
        grammars = GrammarCache { TokenTrie(tokenizer) }
        var hash = SHA256()
        hash.update(framed: weights)
        hash.update(framed: tokenizer.contentHash)
        hash.update(framed: templateSource)
        for value in (head?.weight ?? []) + (head?.bias ?? []) {
            hash.update(UInt64(value.bitPattern))
        }
        // Not of a head as before other attributes were known: its answers are remembered.
        if let head, head.attributes != RewardHead.helpSteer || head.reading != .endOfTurn {
            for name in head.attributes { hash.update(framed: name) }
            switch head.reading {
            case .endOfTurn: break
            case .lastToken(let padding):
                hash.update(framed: "last token but \(padding.map(String.init) ?? "none")")
            case .answer: hash.update(framed: "answer")
            case .answerAndEnd: hash.update(framed: "answer and end")
            }
        }
        fingerprint = hash.finalize().hexadecimal
    }

    /// The token ids of a conversation; if `isOpen`, an assistant turn is opened at the end.
    ///
    /// Control tokens are the template's alone: what a message spells is text.
    public func tokens(of messages: [ChatMessage], isOpen: Bool) throws -> [Int32] {
        try encoder.tokens(of: messages, isOpen: isOpen)
    }

    /// Whether the messages spell control tokens, which this model reads as text.
    public func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool {
        encoder.readsControlTokensAsText(in: messages)
    }

    /// Whether the text spells control tokens, which this model reads as text.
    public func readsControlTokensAsText(in text: String) -> Bool {
        encoder.readsControlTokensAsText(in: text)
    }

    /// Completes a conversation in the model's own chat format.
    public func complete(_ request: ChatRequest) async throws -> ChatReply {
        if case .choices(let texts) = request.constraint {
            return try await choose(texts, request)
        }
        let prompt = try tokens(of: request.messages, isOpen: true)
        var sampling = request.sampling
        var constraint: GrammarConstraint?
        if case .schema(let schema) = request.constraint {
            sampling.maxTokens = max(
                0, min(sampling.maxTokens, engine.contextLimit - prompt.count))
            constraint = try GrammarConstraint(
                grammars.grammar(of: schema), maxTokens: sampling.maxTokens,
                stopTokens: tokenizer.endOfTurnTokens)
        }
        let asked = GenerationRequest(
            prompt: prompt, sampling: sampling, stopTokens: tokenizer.endOfTurnTokens,
            seed: request.seed, priority: request.priority, constraint: constraint)
        let completion = try await ChatError.explaining { try await engine.complete(asked) }
        let sum = completion.logprobs.reduce(0) { $0 + Double($1) }
        return ChatReply(
            text: tokenizer.decode(completion.tokens, skipSpecialTokens: true),
            isTruncated: completion.finishReason == .length, tokens: completion.tokens.count,
            promptTokens: prompt.count,
            meanLogProbability: sum / Double(max(1, completion.logprobs.count)))
    }

    /// Checks that the model reads conversations.
    ///
    /// - Throws: ``ChatError/noChatTemplate``.
    public func checkConversations() throws { try encoder.requireTemplate() }

    /// Checks that the model gives rewards.
    ///
    /// - Throws: ``ChatError/noRewardHead(model:)``.
    public func checkScores() throws {
        guard head != nil else { throw ChatError.noRewardHead(model: name) }
    }

    /// Scores every assistant turn by the states that the head reads.
    public func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        guard let head else { throw ChatError.noRewardHead(model: name) }
        try head.check(fits: engine.model.configuration, path: engine.model.path)
        return try await turnStates(messages, for: head.reading, priority: priority).map { state in
            Reward(names: head.attributes, values: head(state).map(\.shortestDouble))
        }
    }

    /// What a head reads of every assistant turn, `[turns][hidden size]`: the final norm's output at
    /// one token, its mean over the answer's, or that mean and after it the output at the end.
    public func turnStates(
        _ messages: [ChatMessage], for reading: RewardHead.Reading, priority: Int = 0
    ) async throws -> [[Float]] {
        let (tokens, turns) = try encoder.readPositions(of: messages, for: reading)
        let states = try await ChatError.explaining {
            try await engine.finalHidden(
                tokens, positions: turns.flatMap { Array($0) }, priority: priority)
        }
        var next = 0
        return turns.map { turn in
            defer { next += turn.count }
            let own = states[next..<next + turn.count]
            return mean(of: own) + (reading == .answerAndEnd ? own.last ?? [] : [])
        }
    }

    /// Embeds a text: the mean of the last layer's hidden states over the tokens in the context.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        let all = encoder.tokens(of: text)
        let tokens = Array(all.prefix(engine.contextLimit))
        let states = try await ChatError.explaining {
            try await engine.finalHidden(
                tokens, positions: Array(tokens.indices), priority: priority)
        }
        return Embedding(
            scaling: mean(of: states[...]), isTruncated: tokens.count < all.count)
    }
}

/// The mean of rows, summed in order in double precision; empty if there are none.
private func mean(of states: ArraySlice<[Float]>) -> [Float] {
    var sums = [Double](repeating: 0, count: states.first?.count ?? 0)
    for state in states {
        for (index, value) in state.enumerated() { sums[index] += Double(value) }
    }
    return sums.map { Float($0 / Double(max(1, states.count))) }
}

extension ChatError {
    /// Runs a request of an engine; its errors about the prompt become errors about the conversation.
    static func explaining<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do { return try await body() } catch let error as EngineError {
            switch error {
            case .promptExceedsContext, .promptExceedsCache:
                throw ChatError.promptTooLong(problem: "\(error)")
            case .emptyPrompt: throw ChatError.emptyPrompt
            default: throw error
            }
        }
    }
}
