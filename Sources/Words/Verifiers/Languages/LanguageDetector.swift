import Hashing

/// Detects the language of a text by its letter n-grams (runs of one to three letters).
///
/// Naive Bayes over n-grams drawn at random until one language is almost certain, averaged over
/// several trials. This is the method of Nakatani's language detection (2010), which the published
/// IFEval checkers use. The draws have a fixed seed, so a text always has the same result.
public enum LanguageDetector {
    /// Returns the ISO 639-1 code of the most probable language; nil for a text without letters.
    public static func language(of text: String) -> String? {
        language(of: CodePoints(text))
    }

    static func language(of text: CodePoints) -> String? {
        let rows = LetterRuns.runs(in: LanguageText.cleaned(text)).compactMap(table.row)
        guard !rows.isEmpty else { return nil }
        var stream = SplitMix64(seed: 0)
        var sums = [Double](repeating: 0, count: table.languages.count)
        for _ in 0..<trials {
            for (position, share) in trial(rows, &stream).enumerated() { sums[position] += share }
        }
        let best = sums.indices.max { sums[$0] < sums[$1] } ?? 0
        return table.languages[best]
    }

    private static let trials = 15

    /// Runs one trial; returns the probabilities once a language is certain, or after 1,000 draws.
    private static func trial(_ rows: [[Double]], _ stream: inout SplitMix64) -> [Double] {
        let languages = table.languages.count
        var shares = [Double](repeating: 1 / Double(languages), count: languages)
        for draw in 0...1000 {
            let row = rows[stream.integer(below: rows.count)]
            for position in shares.indices { shares[position] *= row[position] }
            // Normalized every few draws, before the products underflow.
            guard draw.isMultiple(of: 5) else { continue }
            let sum = shares.reduce(0, +)
            for position in shares.indices { shares[position] /= sum }
            if shares.contains(where: { $0 > 0.99999 }) { break }
        }
        return shares
    }

    private static let table = ProfileTable(LanguageProfiles.text)
}

/// The share of each run of letters in every language.
private struct ProfileTable {
    var languages: [String] = []
    var rows: [String: [Double]] = [:]

    /// The share of a run in a language whose profile lacks it.
    private static let floor = 5e-5
    /// The share of a run that is in no profile, in the languages of its script.
    private static let rare = 2e-4

    /// Returns the shares of a run, in the order of `languages`; nil if the run is uninformative.
    func row(_ run: String) -> [Double]? {
        if let row = rows[run] { return row }
        let written = LetterScript.languages(of: run)
        guard !written.isEmpty else { return nil }
        return languages.map { written.contains($0) ? Self.rare : Self.floor }
    }

    init(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        languages = words.filter { $0.utf8.count > 2 && $0.hasSuffix(":") }
            .map { String($0.dropLast()) }
        var language = -1
        var share = 0.0
        for word in words {
            if let step = Int(word) {
                share = Exponential.inverse(thirds: step)
            } else if word.utf8.count > 2, word.hasSuffix(":") {
                language += 1
            } else {
                let run = String(word.replacing("_", with: " "))
                rows[run, default: Array(repeating: Self.floor, count: languages.count)][
                    language] +=
                    share
            }
        }
    }
}

/// `exp(-n / 3)` by multiplication: the same bits on every machine, unlike a library's `exp`.
private enum Exponential {
    static func inverse(thirds: Int) -> Double {
        (0..<max(0, thirds)).reduce(1.0) { product, _ in product * 0.7165313105737893 }
    }
}
