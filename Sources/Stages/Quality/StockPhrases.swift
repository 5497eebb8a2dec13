import JSON

/// Phrases that show that an answer is none, all in lower case with straight apostrophes.
enum StockPhrases {
    /// How an answer begins that refuses: a regret, or an "I cannot" with a verb of service.
    static let refusals: [String] = {
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
        return ["i must decline", "i have to decline"]
            + regrets.flatMap { regret in
                negations.flatMap { ["\(regret), but \($0)", "\(regret), \($0)"] }
            }
            + negations.flatMap { negation in services.map { "\(negation) \($0)" } }
    }()

    /// What a model says of itself instead of answering.
    static let boilerplate = [
        "as an ai", "as a language model", "as a large language model", "i am an ai", "i'm an ai",
        "i am a language model", "i'm a language model", "my knowledge cutoff", "my training data",
        "i don't have personal opinions", "i do not have personal opinions",
    ]

    /// Places in a template that were never filled in.
    static let placeholders = [
        "[your name]", "[name]", "[insert", "[your ", "[company", "[date]", "[recipient", "<insert",
        "<your ", "{{ ", "{% ", "lorem ipsum",
    ]

    /// How far into an answer a refusal is looked for, in characters.
    private static let opening = 200

    /// The first phrase of a list that the text has, not as a part of longer words.
    static func first(of phrases: [String], in text: String) -> String? {
        let text = normalized(text)
        return phrases.first { phrase in
            text.ranges(of: phrase).contains { !isInsideWord($0, of: text) }
        }
    }

    private static func isInsideWord(_ range: Range<String.Index>, of text: String) -> Bool {
        func isLetter(_ place: String.Index) -> Bool { text[place].isLetter }
        if range.upperBound < text.endIndex, isLetter(range.upperBound),
            isLetter(text.index(before: range.upperBound))
        {
            return true
        }
        return range.lowerBound > text.startIndex && isLetter(range.lowerBound)
            && isLetter(text.index(before: range.lowerBound))
    }

    /// The first refusal with which the text opens.
    static func refusal(in text: String) -> String? {
        first(of: refusals, in: String(text.prefix(opening)))
    }

    static func normalized(_ text: String) -> String {
        text.lowercased().replacing("\u{2019}", with: "'")
    }
}
