import Hashing
import PythonStrings

/// Remembers the n-grams of texts, as hashes, and where each was first seen.
///
/// A text shorter than `n` words is remembered whole, as one gram of its own length, unless it is
/// shorter than `shortest`: a few words in a row meet by chance. Source of the method: Brown et al.
/// 2020 (arXiv:2005.14165), appendix C. About 40 bytes per n-gram. Hashes have 64 bits: among ten
/// million n-grams a text of a thousand words meets a wrong one once in two billion texts.
public struct NGramIndex: Sendable {
    /// Where an n-gram comes from.
    public struct Location: Sendable, Equatable {
        /// The number that its text was given.
        public let text: Int32
        /// Its line in that text's file.
        public let line: Int32
    }

    /// A run of words that was seen before.
    public struct Overlap: Sendable, Equatable {
        /// Where it was seen first.
        public let location: Location
        /// The words in the text that was asked about.
        public let words: Range<Int>
    }

    /// The words in a gram.
    public let n: Int
    /// The number of n-grams remembered.
    public var count: Int { tables.values.reduce(0) { $0 + $1.count } }

    private let shortest: Int
    /// By length: `n`, and those of shorter texts.
    private var tables: [Int: [UInt64: Location]] = [:]

    /// An empty index.
    ///
    /// - Parameters:
    ///   - n: The words in a gram, at least 1.
    ///   - shortest: Texts with fewer words than this are not remembered; 8, or `n` if less, by
    ///     default.
    public init(n: Int = 13, shortest: Int = 8) {
        precondition(n > 0 && shortest > 0, "a gram has at least one word")
        self.n = n
        self.shortest = min(n, shortest)
    }

    /// Remembers the grams of a text.
    ///
    /// - Parameters:
    ///   - text: The number under which they are found.
    ///   - line: The line of its first word, or of all its words unless `isOnSeveralLines`.
    public mutating func insert(
        _ text: ComparableWords, number: Int, line: Int, isOnSeveralLines: Bool = false
    ) {
        let length = min(n, text.count)
        guard length >= shortest else { return }
        for (start, gram) in Self.grams(of: text.hashes, length: length) {
            let line = isOnSeveralLines ? line + Int(text.lines[start]) : line
            let location = Location(text: Int32(clamping: number), line: Int32(clamping: line))
            if tables[length]?[gram] == nil { tables[length, default: [:]][gram] = location }
        }
    }

    /// The first gram of `text` that is remembered, of several there the longest.
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

    /// Every run of `length` words as a hash: of the words' hashes in their order.
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
