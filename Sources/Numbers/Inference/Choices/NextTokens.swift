/// Tokens that may follow a position of a sequence, and whose probabilities are asked for.
struct NextTokens: Sendable, Equatable {
    let position: Int
    var tokens: [Int32]
}
