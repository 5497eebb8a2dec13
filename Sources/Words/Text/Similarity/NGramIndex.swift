import Hashing
import PythonStrings

/// An index of the n-grams of texts: the hash of each, and where the n-gram was first seen.
///
/// A text shorter than `n` words is stored whole, as one gram of its own length. A text shorter
/// than `shortest` is not stored, since a few words in a row coincide by chance. Source of the
/// method: Brown et al. 2020 (arXiv:2005.14165), appendix C.
///
/// Takes about 40 bytes per n-gram. Hashes have 64 bits: with ten million n-grams, one in two
/// billion texts of a thousand words has a false match.
public struct NGramIndex: Sendable {
    /// The origin of an n-gram.
    public struct Location: Sendable, Equatable {
        /// The number under which the text was inserted.
        public let text: Int32
        /// The line in the text's file.
        public let line: Int32
    }

    /// A run of words that a text shares with an inserted one.
    public struct Overlap: Sendable, Equatable {
        /// Where the run was first seen.
        public let location: Location
        /// The range of the run in the text that was looked up.
        public let words: Range<Int>
    }

    /// The number of words in a gram.
    public let n: Int
    /// The number of stored n-grams.
    public var count: Int { tables.values.reduce(0) { $0 + $1.count } }

    /// Texts with fewer words than this are not stored.
    public let shortest: Int
    /// Locations by hash, for each gram length: `n`, and the lengths of shorter texts.
    private var tables: [Int: [UInt64: Location]] = [:]

    /// An empty index.
    ///
    /// - Parameters:
    ///   - n: The words in a gram, at least 1.
    ///   - shortest: Texts with fewer words are not stored. The value is lowered to `n`.
    public init(n: Int = 13, shortest: Int = 8) {
        precondition(n > 0 && shortest > 0, "a gram has at least one word")
        self.n = n
        self.shortest = min(n, shortest)
    }

    /// Inserts the grams of a text; grams already present keep their first location.
    ///
    /// - Parameters:
    ///   - text: The words of the text.
    ///   - number: The number that ``Location/text`` gives.
    ///   - line: The line of the text's first word, or of all its words unless `isOnSeveralLines`.
    /// - Returns: Whether the text is long enough to be stored.
    @discardableResult
    public mutating func insert(
        _ text: ComparableWords, number: Int, line: Int, isOnSeveralLines: Bool = false
    ) -> Bool {
        let length = min(n, text.count)
        guard length >= shortest else { return false }
        for (start, gram) in Self.grams(of: text.hashes, length: length) {
            let line = isOnSeveralLines ? line + Int(text.lines[start]) : line
            let location = Location(text: Int32(clamping: number), line: Int32(clamping: line))
            if tables[length]?[gram] == nil { tables[length, default: [:]][gram] = location }
        }
        return true
    }

    /// Returns the first run of words in `text` that is a stored gram; of several at the same
    /// position, the longest.
    public func firstOverlap(in text: ComparableWords) -> Overlap? {
        var first: Overlap?
        for (length, table) in tables.sorted(by: { $0.key > $1.key }) {
            guard text.count >= length else { continue }
            for (start, gram) in Self.grams(of: text.hashes, length: length) {
                if let first, first.words.lowerBound <= start { break }
                guard let location = table[gram] else { continue }
                first = Overlap(location: location, words: start..<(start + length))
                break
            }
        }
        return first
    }

    /// Returns the hash of every run of `length` words, which depends on the order of the words.
    private static func grams(of words: [UInt64], length: Int) -> [(start: Int, gram: UInt64)] {
        (0...(words.count - length)).map { start in
            var gram = UInt64(length)
            for location in start..<(start + length) {
                gram = (gram ^ words[location]) &* 0x100_0000_01B3 &+ 1
            }
            return (start, gram.mixed)
        }
    }
}
