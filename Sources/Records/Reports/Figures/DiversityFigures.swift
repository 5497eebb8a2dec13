import Text

/// Measures of how varied texts are, over at most two hundred texts chosen by a digest of their
/// ids.
///
/// - distinct-n: distinct n-grams of words / all n-grams (Li et al. 2016), over at most five
///   thousand words, because the ratio falls with the amount of text.
/// - Similarity of a text: the largest Jaccard similarity of its word trigrams with those of any
///   other sampled text. A text of fewer than three words is one shingle.
public struct DiversityFigures: Encodable, Equatable {
    /// Texts measured.
    let texts: Int
    /// Words over which distinct-n was measured.
    let words: Int
    /// Distinct-1, -2 and -3.
    let distinct: [Double]
    /// The mean similarity to the nearest other text; `nil` for a single text.
    let meanSimilarity: Double?
    /// Histogram of the similarity to the nearest text: ten bins from 0 to 1.
    let similarities: [Int]
    /// The three most similar pairs of texts.
    let nearest: [AlikeTexts]

    static let sampleSize = 200
    private static let wordLimit = 5_000

    /// The figures of `texts`; `nil` if none has any text.
    init?(_ texts: [(id: String, text: String)]) {
        let texts = texts.filter { !$0.text.isEmpty }
        guard !texts.isEmpty else { return nil }
        self.texts = texts.count
        var grams = WordRuns(wordLimit: Self.wordLimit)
        for text in texts { grams.add(text.text) }
        words = grams.words
        distinct = grams.distinct
        let neighbours = Self.neighbours(of: texts.map { Shingles($0.text) })
        similarities = neighbours.reduce(into: Array(repeating: 0, count: 10)) {
            $0[min(9, Int($1.similarity * 10))] += 1
        }
        meanSimilarity =
            neighbours.isEmpty
            ? nil : neighbours.reduce(0) { $0 + $1.similarity } / Double(neighbours.count)
        nearest = Self.mostAlike(neighbours, texts)
    }

    private typealias Neighbour = (text: Int, other: Int, similarity: Double)

    /// Each text's nearest other text, the first of equally near ones; empty for a single text. All
    /// pairs are compared: 19,900 for 200 texts.
    private static func neighbours(of shingles: [Shingles]) -> [Neighbour] {
        guard shingles.count > 1 else { return [] }
        var nearest = shingles.indices.map { Neighbour($0, $0 == 0 ? 1 : 0, -1) }
        for one in shingles.indices {
            for other in shingles.indices.dropFirst(one + 1) {
                let similarity = shingles[one].jaccard(shingles[other])
                if similarity > nearest[one].similarity { nearest[one] = (one, other, similarity) }
                if similarity > nearest[other].similarity {
                    nearest[other] = (other, one, similarity)
                }
            }
        }
        return nearest
    }

    private static func mostAlike(
        _ neighbours: [Neighbour], _ texts: [(id: String, text: String)]
    ) -> [AlikeTexts] {
        var seen: Set<[Int]> = []
        return neighbours.filter { $0.similarity > 0 }
            .sorted { ($1.similarity, $0.text) < ($0.similarity, $1.text) }
            .filter { seen.insert([$0.text, $0.other].sorted()).inserted }
            .prefix(3).map {
                AlikeTexts(
                    similarity: $0.similarity,
                    first: Passage(texts[$0.text].text, limit: 400),
                    second: Passage(texts[$0.other].text, limit: 400))
            }
    }
}

/// Two texts and their similarity.
struct AlikeTexts: Encodable, Equatable {
    let similarity: Double
    let first: Passage
    let second: Passage
}

/// Counts n-grams of words for n from 1 to 3, all of them and distinct ones.
private struct WordRuns {
    private struct Run: Hashable {
        let words: [Int32]
    }

    private(set) var words = 0
    private let wordLimit: Int
    // Words as numbers, which makes n-grams small to store and fast to hash.
    private var numbers: [Substring: Int32] = [:]
    private var different: [Set<Run>] = [[], [], []]
    private var all = [0, 0, 0]

    init(wordLimit: Int) { self.wordLimit = wordLimit }

    mutating func add(_ text: String) {
        let spelled = text.comparable.split(separator: " ").prefix(wordLimit - words)
        let ids = spelled.map { word in
            let number = numbers[word] ?? Int32(numbers.count)
            numbers[word] = number
            return number
        }
        words += ids.count
        for n in 1...3 where ids.count >= n {
            all[n - 1] += ids.count - n + 1
            for start in 0...(ids.count - n) {
                different[n - 1].insert(Run(words: Array(ids[start..<(start + n)])))
            }
        }
    }

    var distinct: [Double] {
        zip(different, all).map { $1 == 0 ? 1 : Double($0.count) / Double($1) }
    }
}
