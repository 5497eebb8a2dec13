/// A request on its way through the engine. Used by the engine's thread alone.
final class RequestState {
    /// What is wanted of the sequence.
    enum Goal {
        case completion(GenerationRequest)
        /// Final hidden states at these positions, ascending.
        case hidden(positions: [Int])
        /// Logits at these positions, ascending.
        case logits(positions: [Int])
        /// Log-probabilities of the tokens from this place on, given those before.
        case logProbabilities(from: Int)
    }

    let id: Int
    let priority: Int
    let goal: Goal
    let reply: Reply
    let promptCount: Int

    /// Prompt and reply so far.
    var tokens: [Int32]
    /// Positions whose keys and values are in the cache.
    var computed = 0
    /// Blocks of the cache, in the order of positions.
    var blocks: [Int32] = []
    /// Identities of the contents of the published ones among ``blocks``, which are the first.
    var contents: [UInt64] = []

    var logprobs: [Float] = []
    var top: [[TokenLogProbability]] = []
    /// Results by position.
    var rows: [Int: [Float]] = [:]

    init(id: Int, priority: Int, tokens: [Int32], goal: Goal, reply: Reply) {
        self.id = id
        self.priority = priority
        self.tokens = tokens
        self.goal = goal
        self.reply = reply
        promptCount = tokens.count
    }

    /// Positions before this one need not be computed if they are in the cache.
    var firstWanted: Int {
        switch goal {
        case .completion: tokens.count - 1
        case .hidden(let positions), .logits(let positions): positions.first ?? tokens.count - 1
        case .logProbabilities(let start): start - 1
        }
    }

    /// Whether something is wanted of a position.
    func wants(_ position: Int) -> Bool {
        switch goal {
        case .completion: position == tokens.count - 1
        case .hidden(let positions), .logits(let positions): positions.contains(position)
        case .logProbabilities(let start): position >= start - 1 && position < tokens.count - 1
        }
    }

    /// Whether what is wanted is made from logits.
    var wantsLogits: Bool {
        if case .hidden = goal { false } else { true }
    }

    /// Lower priority first, then first come.
    func goesBefore(_ other: RequestState) -> Bool {
        (priority, id) < (other.priority, other.id)
    }
}
