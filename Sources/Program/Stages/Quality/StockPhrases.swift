/// Phrases of answers that do not answer; all in lower case with straight apostrophes.
package enum StockPhrases {
    /// Openings of a refusal: a regret, or an "I cannot" with a verb of service.
    static let refusals: PhraseList = {
        let regrets = ["i'm sorry", "i am sorry", "sorry", "i apologize", "unfortunately"]
        let negations = [
            "i can't", "i cannot", "i can not", "i won't", "i'm unable to", "i am unable to",
            "i'm not able to", "i am not able to", "i'd rather not", "i would rather not",
        ]
        let services = [
            "advise", "answer", "assist", "comply", "create", "discuss", "do that", "fulfill",
            "generate",
            "give", "help", "offer", "provide", "share", "support", "tell you", "write",
        ]
        return PhraseList(
            ["i must decline", "i have to decline"]
                + regrets.flatMap { regret in
                    negations.flatMap { ["\(regret), but \($0)", "\(regret), \($0)"] }
                }
                + negations.flatMap { negation in services.map { "\(negation) \($0)" } })
    }()

    /// Phrases of a model about itself.
    static let boilerplate: PhraseList = [
        "as an ai", "as a language model", "as a large language model", "i am an ai", "i'm an ai",
        "i am a language model", "i'm a language model", "my knowledge cutoff", "my training data",
        "i don't have personal opinions", "i do not have personal opinions",
    ]

    /// Template placeholders that were not filled in.
    static let placeholders: PhraseList = [
        "[your name]", "[name]", "[insert", "[your ", "[company", "[date]", "[recipient", "<insert",
        "<your ", "{{ ", "{% ", "lorem ipsum",
    ]

    /// Length of an answer's opening that is searched for a refusal, in bytes.
    private static let opening = 200

    /// Each of ``refusals`` contains one of these; most texts have none, which saves the long
    /// search.
    private static let denials: PhraseList = [
        "can't", "cannot", "can not", "won't", "able to", "rather not", "decline",
    ]

    /// Returns the first phrase of a list that the text contains as whole words.
    static func first(of phrases: PhraseList, in text: ComparedText) -> String? {
        phrases.first(in: text.bytes[...], wholeWords: true)
    }

    /// Returns the first refusal in an answer's opening.
    package static func refusal(in answer: String) -> String? { refusal(in: ComparedText(answer)) }

    /// Returns the first refusal in the text's opening.
    static func refusal(in text: ComparedText) -> String? {
        let opening = text.bytes.prefix(opening)
        guard denials.first(in: opening, wholeWords: true) != nil else { return nil }
        return refusals.first(in: opening, wholeWords: true)
    }
}

/// A text prepared for phrase search: lower case, straight apostrophes.
struct ComparedText {
    let bytes: [UInt8]

    init(_ text: String) {
        let lower = Array(text.lowercased().utf8)
        guard lower.contains(0x99) else {
            bytes = lower
            return
        }
        let curly: [UInt8] = [0xE2, 0x80, 0x99]
        var bytes: [UInt8] = []
        for byte in lower {
            bytes.append(byte)
            guard byte == 0x99, bytes.suffix(3).elementsEqual(curly) else { continue }
            bytes.replaceSubrange((bytes.count - 3)..., with: [UInt8(ascii: "'")])
        }
        self.bytes = bytes
    }
}
