import JSON

/// How much of a text repeats itself, by lines, paragraphs and runs of words.
///
/// Measures and limits are those of Rae et al. 2021 (arXiv:2112.11446), table A1. Characters are
/// counted without white space. Runs of words are looked at from twenty words on: in a shorter text a
/// phrase that comes twice is a large share of it.
struct TextRepetition {
    /// A number for every word, the same for equal ones.
    private let words: [Int]
    /// `ends[i]` is how many characters the first `i` words have.
    private let ends: [Int]
    private let lines: [Substring]
    private let paragraphs: [Substring]

    private static let fewestWords = 20
    /// How much of the text the most frequent run of so many words may take.
    private static let topLimits = [(2, 0.2), (3, 0.18), (4, 0.16)]
    /// How much of the text runs of so many words that come twice or more may take.
    private static let duplicateLimits = [
        (5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1),
    ]

    init(_ text: String) {
        var numbers: [Substring: Int] = [:]
        var words: [Int] = []
        var ends = [0]
        for word in text.split(whereSeparator: \.isWhitespace) {
            words.append(numbers[word] ?? numbers.count)
            numbers[word] = words[words.count - 1]
            ends.append(ends[ends.count - 1] + word.count)
        }
        (self.words, self.ends) = (words, ends)
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { String($0).trimmingWhitespace() }
        lines = all.filter { !$0.isEmpty }.map { $0[...] }
        paragraphs = all.split(separator: "").map { $0.joined(separator: "\n")[...] }
    }

    /// The measures that are above their limits times `factor`, the coarsest first.
    func findings(factor: Double) -> [QualityFinding] {
        var measures: [(reason: String, share: Double, limit: Double)] = []
        for (name, parts) in [("lines", lines), ("paragraphs", paragraphs)] where parts.count > 1 {
            let shares = Self.repeatedShares(of: parts)
            measures.append(("repeated \(name)", shares.parts, 0.3))
            measures.append(("repeated \(name)", shares.characters, 0.2))
        }
        if words.count >= Self.fewestWords {
            measures += Self.topLimits.map { ("a phrase too often", topShare($0), $1) }
            measures += Self.duplicateLimits.map { ("repeated phrases", duplicateShare($0), $1) }
        }
        return measures.filter { $0.share > $0.limit * factor }.map {
            QualityFinding(reason: $0.reason, found: .double(($0.share * 1000).rounded() / 1000))
        }
    }

    /// Of the parts, and of their characters, the share that has come before.
    static func repeatedShares(of parts: [Substring]) -> (parts: Double, characters: Double) {
        var seen: Set<Substring> = []
        var repeated = (parts: 0, characters: 0)
        for part in parts where !seen.insert(part).inserted {
            repeated.parts += 1
            repeated.characters += part.count
        }
        let characters = parts.reduce(0) { $0 + $1.count }
        return (
            Double(repeated.parts) / Double(max(1, parts.count)),
            Double(repeated.characters) / Double(max(1, characters))
        )
    }

    /// The share of the text that the most frequent run of `n` words takes, of equally frequent ones
    /// the longest; 0 if none comes twice.
    func topShare(_ n: Int) -> Double {
        let runs = runs(n)
        let counts = Self.counts(of: runs)
        guard let most = counts.max(), most > 1 else { return 0 }
        let longest = runs.indices.filter { counts[runs[$0]] == most }
            .map { ends[$0 + n] - ends[$0] }.max()
        return Double((longest ?? 0) * most) / Double(ends[words.count])
    }

    /// The share of the text within runs of `n` words that come twice or more, each word once.
    func duplicateShare(_ n: Int) -> Double {
        let runs = runs(n)
        let counts = Self.counts(of: runs)
        var covered = 0
        var end = 0
        for start in runs.indices where counts[runs[start]] > 1 {
            covered += ends[start + n] - ends[max(end, start)]
            end = start + n
        }
        return Double(covered) / Double(max(1, ends[words.count]))
    }

    /// A number for every run of `n` words, the same for equal ones: pairs of the run one word shorter
    /// and the word that follows it.
    private func runs(_ n: Int) -> [Int] {
        guard words.count >= n else { return [] }
        var runs = words
        for length in 1..<n {
            var numbers: [Int: Int] = [:]
            runs = (0..<(words.count - length)).map { start in
                // Both are below 2^31: a text has fewer words.
                let pair = runs[start] << 32 | words[start + length]
                let number = numbers[pair] ?? numbers.count
                numbers[pair] = number
                return number
            }
        }
        return runs
    }

    /// How often each number comes.
    private static func counts(of runs: [Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: (runs.max() ?? -1) + 1)
        for run in runs { counts[run] += 1 }
        return counts
    }
}
