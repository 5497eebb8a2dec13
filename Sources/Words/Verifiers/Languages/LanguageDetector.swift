import Hashing

/// Tells in which language a text is, by its letters and runs of two and three letters.
///
/// The method is naive Bayes over runs drawn at random until one language is all but certain, averaged
/// over several trials, as Nakatani's language detection does it (2010) and so the published IFEval
/// checkers, which this is to agree with. The draws have a fixed seed: the same text has the same answer.
public enum LanguageDetector {
    /// The ISO 639-1 code of the most probable language; nil if the text has no letters to go by.
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

    /// One trial: the probabilities once a language is certain, or after a thousand draws.
    private static func trial(_ rows: [[Double]], _ stream: inout SplitMix64) -> [Double] {
        let languages = table.languages.count
        var shares = [Double](repeating: 1 / Double(languages), count: languages)
        for draw in 0...1000 {
            let row = rows[stream.integer(below: rows.count)]
            for position in shares.indices { shares[position] *= row[position] }
            guard draw.isMultiple(of: 5) else { continue }
            let sum = shares.reduce(0, +)
            for position in shares.indices { shares[position] /= sum }
            if shares.contains(where: { $0 > 0.99999 }) { break }
        }
        return shares
    }

    private static let table = ProfileTable(LanguageProfiles.text)
}

/// For each run of letters, its share in every language.
private struct ProfileTable {
    var languages: [String] = []
    var rows: [String: [Double]] = [:]

    /// What a run has in a language whose profile lacks it.
    private static let floor = 5e-5
    /// What a run that no profile has counts for in the languages of its script.
    private static let rare = 2e-4

    /// The shares of a run, in the order of the languages; nil if it says nothing.
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

/// `exp(-n / 3)` by multiplication, the same bits on every machine.
private enum Exponential {
    static func inverse(thirds: Int) -> Double {
        (0..<max(0, thirds)).reduce(1.0) { product, _ in product * 0.7165313105737893 }
    }
}
