import JSON

/// How much of a text repeats itself, by lines, paragraphs and runs of words.
///
/// Measures and limits are those of Rae et al. 2021 (arXiv:2112.11446), table A1. Characters are
/// counted without white space. Runs of words are looked at from twenty words on: in a shorter text a
/// phrase that comes twice is a large share of it.
struct TextRepetition {
    private let words: [Substring]
    /// Characters in all words.
    private let length: Int
    private let lines: [Substring]
    private let paragraphs: [String]

    private static let fewestWords = 20
    /// How much of the text the most frequent run of so many words may take.
    private static let topLimits = [2: 0.2, 3: 0.18, 4: 0.16]
    /// How much of the text runs of so many words that come twice or more may take.
    private static let duplicateLimits = [5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.1]

    init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace)
        length = words.reduce(0) { $0 + $1.count }
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { String($0).trimmingWhitespace() }
        lines = all.filter { !$0.isEmpty }.map { $0[...] }
        paragraphs = all.split(separator: "").map { $0.joined(separator: "\n") }
    }

    /// The measures that are above their limits times `factor`, the coarsest first.
    func findings(factor: Double) -> [QualityFinding] {
        var measures: [(reason: String, share: Double, limit: Double)] = []
        for (name, parts) in [("lines", lines), ("paragraphs", paragraphs.map { $0[...] })] {
            let shares = Self.repeatedShares(of: parts)
            measures.append(("repeated \(name)", shares.parts, 0.3))
            measures.append(("repeated \(name)", shares.characters, 0.2))
        }
        if words.count >= Self.fewestWords {
            for (n, limit) in Self.topLimits.sorted(by: { $0.key < $1.key }) {
                measures.append(("a phrase too often", topShare(n), limit))
            }
            for (n, limit) in Self.duplicateLimits.sorted(by: { $0.key < $1.key }) {
                measures.append(("repeated phrases", duplicateShare(n), limit))
            }
        }
        return measures.filter { $0.share > $0.limit * factor }
            .map {
                QualityFinding(
                    reason: $0.reason, found: .double(($0.share * 1000).rounded() / 1000))
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

    /// The share of the text that the most frequent run of `n` words takes; 0 if none comes twice.
    func topShare(_ n: Int) -> Double {
        var counts: [ArraySlice<Substring>: Int] = [:]
        for run in runs(n) { counts[run, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        guard most > 1 else { return 0 }
        let longest = counts.filter { $0.value == most }.keys.map(Self.length).max() ?? 0
        return Double(longest * most) / Double(length)
    }

    /// The share of the text within runs of `n` words that come twice or more, each word once.
    func duplicateShare(_ n: Int) -> Double {
        var counts: [ArraySlice<Substring>: Int] = [:]
        for run in runs(n) { counts[run, default: 0] += 1 }
        var covered = 0
        var end = 0
        for run in runs(n) where counts[run, default: 0] > 1 {
            covered += Self.length(of: words[max(end, run.startIndex)..<run.endIndex])
            end = run.endIndex
        }
        return Double(covered) / Double(max(1, length))
    }

    private func runs(_ n: Int) -> [ArraySlice<Substring>] {
        words.count < n ? [] : (0...(words.count - n)).map { words[$0..<($0 + n)] }
    }

    private static func length(of run: ArraySlice<Substring>) -> Int {
        run.reduce(0) { $0 + $1.count }
    }
}
