/// A unigram language model: encodes a text as its most probable sequence of tokens.
///
/// Viterbi search over the text's characters. Source: Kudo 2018 (arXiv:1804.10959).
final class UnigramModel: Sendable {
    /// The precision of path scores: SentencePiece rounds sums to single precision, `tokenizers`
    /// does not. The difference decides ties.
    enum Precision: Sendable {
        case single, double
    }

    /// How far the score of an unknown character lies below the lowest token score.
    private static let unknownPenalty = 10.0

    /// The highest score, as SentencePiece computes it: its search for the maximum starts at the
    /// smallest positive number, and log-probabilities are negative.
    private static let highestScore = Float.leastNormalMagnitude

    private let trie: ByteTrie
    private let scores: [Double]
    /// User-defined tokens, which are always preferred; the score grows with the length in bytes.
    private let preferred: Set<Int32>
    private let unknownScore: Double
    let unknown: UnknownText
    private let precision: Precision

    /// Makes a model.
    ///
    /// - Parameters:
    ///   - tokens: The tokens that encoding may produce, with their ids.
    ///   - scores: Log-probabilities by id.
    ///   - lowestScore: The lowest score; that of an unknown character lies ten below it.
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

    /// Appends the ids of every piece to `ids`.
    func encode(_ pieces: Pieces, into ids: inout [Int32]) {
        pieces.forEach { encode($0, into: &ids) }
    }

    /// The best path's last token that ends at a position; `id` -1 is an unknown character.
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
