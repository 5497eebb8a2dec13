import JSON
import Text

/// Rules that find quality defects in a text.
struct QualityRules: Sendable {
    var words = 0...Int.max
    var characters = 0...Int.max
    /// Factor on the limits on repetition; nil for no limits.
    var repetition: Double? = 1
    var refusals = true
    var boilerplate = true
    /// Other unwanted phrases, in lower case.
    var phrases: PhraseList = []
    var isEnglish = false
    /// Scripts and the least share of letters in each.
    var scripts: [(script: Script, share: Double)] = []

    /// Returns all defects of a text; a rejection takes its reason from the first.
    ///
    /// - Parameter asked: The question that the text must not echo.
    func findings(_ text: String, asked: String?) -> [QualityFinding] {
        let measured = MeasuredText(text)
        return lengthFindings(measured) + languageFindings(text, measured) + phraseFindings(text)
            + (asked.map { echo(of: $0, in: text) } ?? [])
            + (repetition.map { TextRepetition(measured).findings(factor: $0) } ?? [])
    }

    private func lengthFindings(_ text: MeasuredText) -> [QualityFinding] {
        let counts = [(text.split(at: .space).count, words), (text.count, characters)]
        return counts.compactMap { count, range in
            guard !range.contains(count) else { return nil }
            return QualityFinding(
                reason: count < range.lowerBound ? "too short" : "too long", found: .integer(count))
        }
    }

    private func languageFindings(
        _ text: String, _ measured: MeasuredText
    ) -> [QualityFinding] {
        var findings: [QualityFinding] = []
        guard isEnglish || !scripts.isEmpty else { return [] }
        let shares = Script.shares(in: text)
        if isEnglish {
            let words = EnglishWords.share(in: measured) ?? 1
            let latin = shares.isEmpty ? 1 : shares[.latin] ?? 0
            if words < 0.125 || latin < 0.9 {
                findings.append(
                    QualityFinding(
                        reason: "not English",
                        found: ["frequentWords": .double(words), "latin": .double(latin)]))
            }
        }
        for (script, least) in scripts where (shares[script] ?? 0) < least {
            findings.append(
                QualityFinding(
                    reason: "too little \(script.rawValue)", found: .double(shares[script] ?? 0)))
        }
        return findings
    }

    private func phraseFindings(_ text: String) -> [QualityFinding] {
        let compared = ComparedText(text)
        var findings: [QualityFinding] = []
        func note(_ reason: String, _ phrase: String?) {
            guard let phrase else { return }
            findings.append(QualityFinding(reason: reason, found: .string(phrase)))
        }
        if refusals { note("refusal", StockPhrases.refusal(in: compared)) }
        if boilerplate {
            note("boilerplate", StockPhrases.first(of: StockPhrases.boilerplate, in: compared))
            note("placeholder", StockPhrases.first(of: StockPhrases.placeholders, in: compared))
            if leaksFormat(text) { note("leak of format", "a mark of the chat format") }
        }
        note("unwanted phrase", StockPhrases.first(of: phrases, in: compared))
        return findings
    }

    /// Finds an echo: a text that begins with the whole question, or shares four fifths of its word
    /// triples with the question and half of the question's. A short quotation is none.
    private func echo(of asked: String, in text: String) -> [QualityFinding] {
        let (question, answer) = (asked.comparable, text.comparable)
        guard question.count >= 20 else { return [] }
        let (said, given) = (Shingles(answer), Shingles(question))
        let shared = said.sharedShare(with: given)
        let isCopy = said.count >= 5 && shared >= 0.8 && given.sharedShare(with: said) >= 0.5
        guard answer.hasPrefix(question) || isCopy else { return [] }
        return [QualityFinding(reason: "echo of the prompt", found: .double(shared))]
    }
}
