import Hashing
import JSON

/// Measures how much of a text repeats: lines, paragraphs and word n-grams.
///
/// Measures and limits are those of Rae et al. 2021 (arXiv:2112.11446), table A1. Characters are
/// counted without white space. Word n-grams are measured from twenty words on: in a shorter text a
/// phrase that occurs twice is a large share.
struct TextRepetition {
    /// A line or paragraph: its hash and its number of characters.
    struct Part {
        let hash: UInt64
        let characters: Int
    }

    private let words: [UInt64]
    /// `ends[i]`: characters in the first `i` words.
    private let ends: [Int]
    private let lines: [Part]
    private let paragraphs: [Part]

    private static let fewestWords = 20
    /// Limits on the text's share taken by its most frequent n-gram, by `n`.
    private static let topLimits = [(2, 0.2), (3, 0.18), (4, 0.16)]
    /// Limits on the text's share within repeated n-grams, by `n`.
    private static let duplicateLimits = [
        (5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1),
    ]

    init(_ text: MeasuredText) {
        let ranges = text.split(at: .space)
        words = ranges.map { text.hash($0) }
        var ends = [0]
        ends.reserveCapacity(ranges.count + 1)
        for range in ranges { ends.append(ends[ends.count - 1] + range.count) }
        self.ends = ends
        let all = text.lines.map { Part(hash: text.hash($0), characters: $0.count) }
        lines = all.filter { $0.characters > 0 }
        paragraphs = all.split { $0.characters == 0 }.map(Part.init(joining:))
    }

    /// Returns the measures above their limits times `factor`, the coarsest first.
    func findings(factor: Double) -> [QualityFinding] {
        var measures: [(reason: String, share: Double, limit: Double)] = []
        for (name, parts) in [("lines", lines), ("paragraphs", paragraphs)] where parts.count > 1 {
            let shares = Self.repeatedShares(of: parts)
            measures.append(("repeated \(name)", shares.parts, 0.3))
            measures.append(("repeated \(name)", shares.characters, 0.2))
        }
        if words.count >= Self.fewestWords {
            var runs = RepeatedRuns(words)
            for (n, limit) in Self.topLimits {
                runs.grow(to: n)
                measures.append(("a phrase too often", topShare(runs), limit))
            }
            for (n, limit) in Self.duplicateLimits {
                runs.grow(to: n)
                measures.append(("repeated phrases", duplicateShare(runs), limit))
            }
        }
        return measures.filter { $0.share > $0.limit * factor }.map {
            QualityFinding(reason: $0.reason, found: .double(($0.share * 1000).rounded() / 1000))
        }
    }

    /// Returns the share of parts, and of their characters, that occurred before.
    static func repeatedShares(of parts: [Part]) -> (parts: Double, characters: Double) {
        var seen: Set<UInt64> = []
        var repeated = (parts: 0, characters: 0)
        for part in parts where !seen.insert(part.hash).inserted {
            repeated.parts += 1
            repeated.characters += part.characters
        }
        let characters = parts.reduce(0) { $0 + $1.characters }
        return (
            Double(repeated.parts) / Double(max(1, parts.count)),
            Double(repeated.characters) / Double(max(1, characters))
        )
    }

    /// Returns the text's share taken by its most frequent `n`-gram, the longest of equally
    /// frequent ones; 0 if none is repeated.
    func topShare(_ n: Int) -> Double { topShare(RepeatedRuns(words, n)) }

    /// Returns the text's share within repeated `n`-grams, each word counted once.
    func duplicateShare(_ n: Int) -> Double { duplicateShare(RepeatedRuns(words, n)) }

    private func topShare(_ runs: RepeatedRuns) -> Double {
        guard let most = runs.found.map(\.count).max() else { return 0 }
        let longest = runs.found.filter { $0.count == most }
            .map { ends[$0.start + runs.length] - ends[$0.start] }.max()
        return Double((longest ?? 0) * most) / Double(ends[words.count])
    }

    private func duplicateShare(_ runs: RepeatedRuns) -> Double {
        var covered = 0
        var end = 0
        for run in runs.found {
            covered += ends[run.start + runs.length] - ends[max(end, run.start)]
            end = run.start + runs.length
        }
        return Double(covered) / Double(max(1, ends[words.count]))
    }
}

extension TextRepetition.Part {
    /// Joins consecutive lines, with a line feed between them.
    fileprivate init(joining lines: ArraySlice<Self>) {
        hash = lines.reduce(0) { ($0 ^ $1.hash).mixed }
        characters = lines.reduce(lines.count - 1) { $0 + $1.characters }
    }
}

/// The word n-grams that occur at least twice in a text, in text order.
///
/// An n-gram can only repeat if its first n − 1 words do, so few are examined.
private struct RepeatedRuns {
    struct Run {
        let start: Int
        var hash: UInt64
        /// Number of occurrences.
        var count = 0
    }

    private let words: [UInt64]
    private(set) var length = 0
    private(set) var found: [Run]

    init(_ words: [UInt64], _ length: Int = 0) {
        self.words = words
        found = words.indices.map { Run(start: $0, hash: 0) }
        grow(to: length)
    }

    mutating func grow(to wanted: Int) {
        while length < wanted {
            length += 1
            found.removeAll { $0.start + length > words.count }
            var counts: [UInt64: Int] = [:]
            counts.reserveCapacity(found.count)
            for index in found.indices {
                let word = words[found[index].start + length - 1]
                found[index].hash = (found[index].hash ^ word).mixed
                counts[found[index].hash, default: 0] += 1
            }
            for index in found.indices { found[index].count = counts[found[index].hash] ?? 0 }
            found.removeAll { $0.count < 2 }
        }
    }
}
