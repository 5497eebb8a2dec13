/// A request on its way through the engine. Used by the engine's thread alone.
final class RequestState {
    /// What is wanted of the sequence.
    enum Goal {
        case completion(GenerationRequest)
        /// Final hidden states at these positions, ascending.
        case hidden(positions: [Int])
        /// Logits at these positions, ascending.
        case logits(positions: [Int])
        /// Of the tokens from this position on, given those before: the log-probability, and 1 if the
        /// token is the most likely one, else 0.
        case logProbabilities(from: Int)
        /// Log-probabilities of these tokens, each after its position; positions ascend.
        case candidates([NextTokens])
    }

    let id: Int
    let priority: Int
    let goal: Goal
    let reply: Reply
    let promptCount: Int
    /// How long the sequence may become: the reply's most tokens, or the end of the context.
    let mostTokens: Int

    /// Prompt and reply so far.
    var tokens: [Int32]
    /// Positions whose keys and values are in the cache.
    var computed = 0
    /// Blocks of the cache, in the order of positions.
    var blocks: [Int32] = []
    /// Nodes of the prefix tree, one for each full block that others may find.
    var path: [Int32] = []
    /// How many nodes of ``path`` are counted as awaited.
    var awaited = 0
    /// The last step in which the request got tokens to compute.
    var planned = 0

    /// Whether the scheduler has removed the request; a step may still be computing it.
    var isGone = false

    /// Tokens that may come next; nil without a constraint.
    var mask: TokenMask?

    var logprobs: [Float] = []
    var top: [[TokenLogProbability]] = []
    /// The wanted rows so far, one after another, in the order of positions.
    var rows: [Float] = []
    /// How many rows ``rows`` has.
    var rowCount = 0

    /// - Parameter mostTokens: How long the sequence may become.
    init(
        id: Int,
        priority: Int,
        tokens: [Int32],
        goal: Goal,
        reply: Reply,
        mostTokens: Int = 0
    ) {
        self.id = id
        self.priority = priority
        self.tokens = tokens
        self.goal = goal
        self.reply = reply
        promptCount = tokens.count
        self.mostTokens = max(mostTokens, promptCount)
        self.tokens.reserveCapacity(self.mostTokens)
        blocks.reserveCapacity(self.mostTokens / BlockManager.size + 1)
        path.reserveCapacity(self.mostTokens / BlockManager.size + 1)
        if case .completion = goal { logprobs.reserveCapacity(self.mostTokens - promptCount) }
    }

    /// First position that is computed even if the cache has it.
    var firstWanted: Int {
        switch goal {
        case .completion: tokens.count - 1
        case .hidden(let positions), .logits(let positions): positions.first ?? tokens.count - 1
        case .logProbabilities(let start): start - 1
        case .candidates(let wanted): wanted.first?.position ?? tokens.count - 1
        }
    }

    /// How many full blocks may come from the cache.
    var reusable: Int { firstWanted / BlockManager.size }

    /// Whether a request for rows has all of them.
    var hasAllRows: Bool {
        switch goal {
        case .completion: false
        case .hidden(let positions), .logits(let positions): rowCount == positions.count
        case .logProbabilities(let start): rowCount == tokens.count - start
        case .candidates(let wanted): rowCount == wanted.count
        }
    }

    /// Position of the next wanted row, after `rows` of them, if it lies before `end`.
    func nextWanted(after rows: Int, before end: Int) -> Int? {
        let position: Int
        switch goal {
        // One at a time: rows are not counted.
        case .completion: position = rows == rowCount ? tokens.count - 1 : end
        case .hidden(let positions), .logits(let positions):
            position = rows < positions.count ? positions[rows] : end
        case .logProbabilities(let start):
            position = rows < tokens.count - start ? start - 1 + rows : end
        case .candidates(let wanted): position = rows < wanted.count ? wanted[rows].position : end
        }
        return position < end ? position : nil
    }

    /// Whether what is wanted is made from logits.
    var wantsLogits: Bool {
        if case .hidden = goal { false } else { true }
    }

    /// How many tokens the reply has: the counter of the next draw.
    var replyCount: UInt64 { UInt64(tokens.count - promptCount) }

    /// Whether a reply may have a token after the one that is being drawn.
    ///
    /// Says nothing of that token: a stop token ends the reply all the same, and the step that went
    /// ahead was computed in vain.
    var mayContinue: Bool {
        guard case .completion = goal, !isGone else { return false }
        return tokens.count + 1 < mostTokens
    }

    /// Whether penalties make the next token's choice depend on all tokens before it.
    var hasPenalties: Bool {
        guard case .completion(let generation) = goal else { return false }
        return generation.sampling.hasPenalties
    }

    /// Whether a device that samples can choose the reply's tokens: there is no constraint, and no
    /// other token's log-probability is asked for.
    var canBeDrawnOnDevice: Bool {
        guard case .completion(let generation) = goal else { return false }
        return mask == nil && generation.topLogprobs == 0
    }

    /// Whether only the newest token is left to compute.
    var isDecoding: Bool { tokens.count - computed == 1 }

    /// Lower priority first, then first come.
    func goesBefore(_ other: RequestState) -> Bool {
        (priority, id) < (other.priority, other.id)
    }
}
