import Hashing
import PythonStrings

/// Finds near-duplicates of a text among the inserted ones without comparing with all of them.
///
/// MinHash signatures are cut into bands. Texts that agree in a whole band are compared exactly,
/// by their shingles, so no pair below the threshold is reported. The bands are chosen so that a
/// pair at the threshold is missed with a probability of at most 1 %; more similar pairs are
/// missed less often. Source: Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4.
///
/// A text takes eight bytes per shingle and about sixteen per band.
public struct MinHashIndex: Sendable {
    /// An inserted text and how similar it is.
    public struct Match: Sendable, Equatable {
        /// The position of the text, in the order of insertion.
        public let index: Int
        /// The Jaccard similarity of the shingles.
        public let similarity: Double
    }

    /// The least similarity of near-duplicates.
    public let threshold: Double
    /// The number of texts inserted.
    public var count: Int { store.count }

    private let kind: Shingles.Kind
    private let hasher: MinHasher
    private let bandCount: Int
    private let rowsPerBand: Int
    private var store = ShingleStore()
    private var bands = BandTable()

    /// An empty index.
    ///
    /// - Parameters:
    ///   - threshold: Above 0 and at most 1.
    ///   - kind: The shingles made of texts.
    ///   - permutations: The number of hash functions, which is the length of a signature.
    ///   - seed: Chooses the hash functions, and so which pairs are missed.
    public init(
        threshold: Double = 0.7,
        kind: Shingles.Kind = .words(3),
        permutations: Int = 128,
        seed: UInt64 = 1
    ) {
        precondition(threshold > 0 && threshold <= 1, "a threshold lies above 0 and at most at 1")
        self.threshold = threshold
        self.kind = kind
        hasher = MinHasher(permutations: permutations, seed: seed)
        rowsPerBand = Self.rows(threshold: threshold, permutations: permutations)
        bandCount = permutations / rowsPerBand
    }

    /// Inserts `text` if it has no near-duplicate; otherwise returns the index of the most similar.
    public mutating func insertIfNew(_ text: String) -> Int? {
        insertIfNew(Shingles(text, kind))
    }

    /// Inserts `shingles` if they have no near-duplicate; otherwise returns the index of the most
    /// similar.
    public mutating func insertIfNew(_ shingles: Shingles) -> Int? {
        let keys = bandKeys(of: shingles)
        if let best = matches(of: shingles, keys).first { return best.index }
        insert(shingles, keys)
        return nil
    }

    /// Inserts `text` even if it has near-duplicates.
    public mutating func insert(_ text: String) {
        let shingles = Shingles(text, kind)
        insert(shingles, bandKeys(of: shingles))
    }

    /// Returns the near-duplicates of `text`, most similar first, equally similar ones in order of
    /// insertion.
    public func nearDuplicates(of text: String) -> [Match] {
        let shingles = Shingles(text, kind)
        return matches(of: shingles, bandKeys(of: shingles))
    }

    private mutating func insert(_ shingles: Shingles, _ keys: [UInt64]) {
        store.append(shingles)
        // Every text adds `bandCount` keys, so position / bandCount is the text's index.
        for key in keys { bands.append(key) }
    }

    private func matches(of shingles: Shingles, _ keys: [UInt64]) -> [Match] {
        var candidates: Set<Int> = []
        for key in keys { bands.forEachPosition(of: key) { candidates.insert($0 / bandCount) } }
        return candidates.compactMap { position in
            let similarity = shingles.jaccard(store[position])
            return similarity >= threshold ? Match(index: position, similarity: similarity) : nil
        }.sorted { ($1.similarity, $0.index) < ($0.similarity, $1.index) }
    }

    private func bandKeys(of shingles: Shingles) -> [UInt64] {
        let signature = hasher.signature(of: shingles)
        return (0..<bandCount).map { band in
            let start = band * rowsPerBand
            // The band's number starts the hash: equal rows in different bands must not match.
            return signature[start..<(start + rowsPerBand)].reduce(UInt64(band).mixed) {
                ($0 ^ $1).mixed
            }
        }
    }

    /// Returns the most rows per band with which a pair at the threshold is found with at least
    /// 99 % probability; 1 if there is no such number.
    private static func rows(threshold: Double, permutations: Int) -> Int {
        var best = 1
        for rows in 1...permutations {
            var agrees = 1.0
            for _ in 0..<rows { agrees *= threshold }
            var missed = 1.0
            for _ in 0..<(permutations / rows) { missed *= 1 - agrees }
            if missed <= 0.01 { best = rows }
        }
        return best
    }
}
