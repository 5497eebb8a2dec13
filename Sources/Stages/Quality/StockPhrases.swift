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

    /// How far into an answer a refusal is looked for, in bytes.
    private static let opening = 200

    /// The first phrase of a list that the text has, not as a part of longer words.
    static func first(of phrases: [String], in text: ComparedText) -> String? {
        phrases.first { text.contains($0) }
    }

    /// The first refusal with which the text opens.
    static func refusal(in text: ComparedText) -> String? {
        let opening = ComparedText(bytes: Array(text.bytes.prefix(opening)))
        // None of them does without one of these words, which most texts lack.
        guard
            ["can't", "cannot", "can not", "won't", "able to", "rather not", "decline"]
                .contains(where: { opening.contains($0) })
        else { return nil }
        return first(of: refusals, in: opening)
    }
}

/// A text as phrases are looked for in it: lower case, straight apostrophes.
struct ComparedText {
    let bytes: [UInt8]

    init(_ text: String) {
        let curly: [UInt8] = [0xE2, 0x80, 0x99]
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 {
            bytes.append(byte)
            guard byte == 0x99, bytes.suffix(3).elementsEqual(curly) else { continue }
            bytes.replaceSubrange((bytes.count - 3)..., with: [UInt8(ascii: "'")])
        }
        self.bytes = bytes
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the text has the phrase, and not as a part of longer words.
    func contains(_ phrase: String) -> Bool {
        let phrase = Array(phrase.utf8)
        guard let first = phrase.first, bytes.count >= phrase.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            phrase.withUnsafeBufferPointer { phrase in
                for start in 0...(bytes.count - phrase.count) where bytes[start] == first {
                    let end = start + phrase.count
                    if bytes[start..<end].elementsEqual(phrase), !isCut(at: start), !isCut(at: end)
                    {
                        return true
                    }
                }
                return false
            }
        }
    }

    /// Whether a word goes on over this place.
    private func isCut(at place: Int) -> Bool {
        place > 0 && place < bytes.count && Self.isLetter(bytes[place - 1])
            && Self.isLetter(bytes[place])
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
