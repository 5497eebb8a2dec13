/// A unigram language model: of all ways to cut a text into tokens, the most probable one.
///
/// Viterbi over the text's characters. Source: Kudo 2018 (arXiv:1804.10959).
final class UnigramModel: Sendable {
    /// How scores add up: SentencePiece rounds to single precision, `tokenizers` does not. It
    /// decides exact ties.
    enum Precision: Sendable {
        case single, double
    }

    /// What an unknown character costs beyond the least probable token.
    private static let unknownPenalty = 10.0

    /// What SentencePiece takes for the highest score: its search starts at the smallest positive
    /// number, and log-probabilities are negative.
    private static let highestScore = Float.leastNormalMagnitude

    private let trie: ByteTrie
    private let scores: [Double]
    /// Tokens that are always preferred; their score grows with their length in bytes.
    private let preferred: Set<Int32>
    private let unknownScore: Double
    private let unknown: UnknownText
    private let precision: Precision

    /// - Parameters:
    ///   - tokens: The tokens that text can lead to, with their ids.
    ///   - scores: Log-probabilities by id.
    ///   - lowestScore: The least score, from which the cost of unknown characters is reckoned.
    init(
        tokens: [(bytes: [UInt8], value: Int32)],
        scores: [Double],
        lowestScore: Double,
        preferred: Set<Int32> = [],
        unknown: UnknownText,
        precision: Precision
    ) {
        trie = ByteTrie(tokens)
        self.scores = scores
        self.preferred = preferred
        unknownScore =
            precision == .single
            ? Double(Float(lowestScore) - Float(Self.unknownPenalty))
            : lowestScore - Self.unknownPenalty
        self.unknown = unknown
        self.precision = precision
    }

    /// Appends the ids of every piece.
    func encode(_ pieces: Pieces, into ids: inout [Int32]) {
        pieces.forEach { encode($0, into: &ids) }
    }

    /// The best way to reach a position in the text; `id` -1 is an unknown character.
    private struct Arrival {
        var score = 0.0
        var start: Int32 = -1
        var id: Int32 = -1
    }

    private func encode(_ text: ByteBuffer, into ids: inout [Int32]) {
        let arrivals = bestArrivals(text)
        var path: [(start: Int, end: Int, id: Int32)] = []
        var end = text.count
        while end > 0 {
            let start = Int(arrivals[end].start)
            path.append((start, end, arrivals[end].id))
            end = start
        }
        var followsUnknown = false
        for step in path.reversed() {
            if step.id >= 0 {
                ids.append(step.id)
                followsUnknown = false
            } else {
                unknown.append(
                    text[step.start..<step.end],
                    to: &ids,
                    followsUnknown: &followsUnknown
                )
            }
        }
    }

    private func bestArrivals(_ text: ByteBuffer) -> [Arrival] {
        var arrivals = [Arrival](repeating: Arrival(), count: text.count + 1)
        var start = 0
        while start < text.count {
            let length = text.scalar(at: start).length
            let before = arrivals[start].score
            var reachesNextCharacter = false
            var node = ByteTrie.root
            var end = start
            while end < text.count {
                node = trie.child(of: node, by: text[end])
                if node < 0 { break }
                end += 1
                let id = trie.value(at: node)
                if id < 0 { continue }
                consider(score(of: id, length: end - start) + before, id, start, &arrivals[end])
                if end - start == length { reachesNextCharacter = true }
            }
            if !reachesNextCharacter {
                consider(unknownScore + before, -1, start, &arrivals[start + length])
            }
            start += length
        }
        return arrivals
    }

    private func consider(_ score: Double, _ id: Int32, _ start: Int, _ arrival: inout Arrival) {
        let score = precision == .single ? Double(Float(score)) : score
        guard arrival.start < 0 || score > arrival.score else { return }
        arrival = Arrival(score: score, start: Int32(start), id: id)
    }

    private func score(of id: Int32, length: Int) -> Double {
        guard !preferred.isEmpty, preferred.contains(id) else { return scores[Int(id)] }
        return Double(Float(Double(Float(length) * Self.highestScore) - 0.1))
    }
}
