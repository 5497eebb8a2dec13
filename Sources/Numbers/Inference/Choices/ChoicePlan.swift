/// Which sequences to read so that every continuation's probability is known, nothing twice.
///
/// Continuations are laid into a tree. Every inner node is read once: its row of logits tells of
/// all tokens that follow it. Where each continuation is one token, that is one row for all of
/// them.
struct ChoicePlan {
    /// A sequence to read after the prompt, and what is asked of its positions.
    struct Reading: Equatable {
        let tokens: [Int32]
        let wanted: [NextTokens]
    }

    private(set) var readings: [Reading] = []

    /// - Parameters:
    ///   - continuations: Each with at least one token.
    ///   - promptCount: How many tokens come before them.
    init(_ continuations: [[Int32]], promptCount: Int) {
        var next: [ArraySlice<Int32>: [Int32]] = [:]
        for tokens in continuations {
            for (index, token) in tokens.enumerated() {
                let node = tokens[..<index]
                if next[node]?.contains(token) != true { next[node, default: []].append(token) }
            }
        }
        // The longest first: it covers what lies on its way.
        for tokens in continuations.sorted(by: { $0.count > $1.count }) {
            var wanted: [NextTokens] = []
            var end = 0
            for index in tokens.indices {
                guard let following = next.removeValue(forKey: tokens[..<index]) else { continue }
                wanted.append(NextTokens(position: promptCount + index - 1, tokens: following))
                end = index
            }
            guard !wanted.isEmpty else { continue }
            readings.append(Reading(tokens: Array(tokens[..<end]), wanted: wanted))
        }
    }
}
