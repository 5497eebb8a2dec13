/// The words around a mark that may end a sentence; decides whether a sentence ends there.
struct SentenceContext {
    private var words: [SentenceWord] = []

    init(_ text: CodePoints, _ mark: SentenceMark) {
        let context = Array(text[mark.word] + text[mark.mark..<mark.end])
        for line in context.lines {
            words += SentenceWord.words(of: line)
        }
        for position in words.indices.dropLast() { reconsider(position) }
    }

    /// Whether a sentence ends before the last word.
    var hasBreak: Bool { words.dropLast().contains { $0.endsSentence } }

    /// Punkt's second pass: decides about a word that ends in a period by the next word.
    private mutating func reconsider(_ position: Int) {
        let (word, next) = (words[position], words[position + 1])
        guard word.endsWithPeriod else { return }
        if Self.pairs[word.type]?.contains(next.typeInSentence) == true {
            words[position].isAbbreviation = true
            words[position].endsSentence = false
            return
        }
        if word.isAbbreviation || word.isEllipsis, !word.isInitial {
            let isFrequent = next.hasCapital && Self.sentenceStarters.contains(next.typeInSentence)
            if next.beginsSentence == true || isFrequent {
                words[position].endsSentence = true
                return
            }
        }
        guard word.isInitial || word.type == SentenceWord.number else { return }
        let isName =
            word.isInitial && next.beginsSentence == nil && next.hasCapital
            && !next.isWrittenSmall
        if next.beginsSentence == false || isName {
            words[position].isAbbreviation = true
            words[position].endsSentence = false
        }
    }

    /// Words that begin sentences more often than they follow abbreviations.
    private static let sentenceStarters: Set<String> = [
        "according", "although", "among", "both", "but", "despite", "even", "he", "however", "i",
        "if", "in", "indeed", "instead", "it", "many", "meanwhile", "moreover", "most",
        "nevertheless",
        "nonetheless", "nor", "sales", "separately", "similarly", "since", "so", "some", "the",
        "there", "these", "they", "this", "though", "thus", "under", "when", "while", "yet",
    ]

    /// Punkt's collocations: pairs that are one expression although a period is between the words.
    ///
    /// Most are accidents of punkt's training corpus, but "3. Review the plan" depends on one.
    private static let pairs: [String: Set<String>] = [
        SentenceWord.number: [
            "abreast", "aes", "business", "cbot", "colgate", "commodities", "cooper", "corrections",
            "credit", "dividend", "financing", "genentech", "henley", "insider", "international",
            "leisure", "letters", "notable", "pay-fone", "pegasus", "pepper", "review", "rj",
            "wedgestone", "who", "zimmer",
        ],
        "b": ["edelman", "levine", "smith", "stewart", "wigton"],
        "i": ["magnin", "toussie"], "j": ["aron", "fialka", "walter"], "o": ["ludcke"],
    ]
}
