/// Removes polite sentences with which models that play a user begin and end their turns.
///
/// Real users rarely thank a machine and never offer it help, so these sentences would be wrong
/// training data. Only sentences before or after the point of a turn are removed, and never a
/// question.
enum Politeness {
    /// Openings of polite sentences, in lower case with straight apostrophes.
    static let openings = [
        "thank you", "thanks", "many thanks", "thank goodness", "i appreciate", "i'm grateful",
        "i am grateful", "i'm glad you", "i am glad you", "that's great", "that is great",
        "that's helpful", "that is helpful", "that's very helpful", "that is very helpful",
        "that was helpful", "that was very helpful", "this is helpful", "this is very helpful",
        "that's really helpful", "that makes sense", "that sounds great", "sounds good",
        "good question",
        "great question", "that's a great question", "that's a good question", "i'd be happy to",
        "i would be happy to", "i'm happy to", "i am happy to", "i'd love to", "i would love to",
        "i'd be glad to", "i would be glad to", "you're welcome", "you are welcome", "no problem",
        "have a great", "have a nice", "have a good", "best regards", "kind regards",
    ]

    /// Words that are polite alone, or before a comma or a dash.
    static let words = [
        "sure", "certainly", "of course", "absolutely", "great", "perfect", "wonderful",
        "excellent",
        "awesome", "okay", "ok", "wow", "hello", "hi", "hi there", "hello there", "thank you",
        "thank you so much", "thank you very much", "thanks", "thanks a lot", "thanks so much",
        "thank you for your help", "thank you for your answer", "thank you for the information",
        "thanks for your help", "thanks for the answer", "thanks for the information",
    ]

    /// Returns a turn without polite sentences at either end.
    static func strip(_ turn: String) -> String {
        var text = turn.trimmingWhitespace()
        while let shorter = withoutFirst(text) ?? withoutLast(text) { text = shorter }
        return text
    }

    private static func withoutFirst(_ text: String) -> String? {
        if let end = Sentences.ends(in: text).first ?? (text.isEmpty ? nil : text.endIndex),
            isPolite(text[..<end])
        {
            return String(text[end...]).trimmingWhitespace()
        }
        return withoutOpeningWord(text)
    }

    private static func withoutLast(_ text: String) -> String? {
        let ends = Sentences.ends(in: text)
        let starts = ends.last == text.endIndex ? ends.dropLast() : ends[...]
        guard let start = starts.last, isPolite(text[start...]) else { return nil }
        return String(text[..<start]).trimmingWhitespace()
    }

    /// Removes a polite opening: "Thanks, but can you …" becomes "Can you …".
    private static func withoutOpeningWord(_ text: String) -> String? {
        guard let mark = text.firstIndex(where: { ",–—-!".contains($0) }),
            words.contains(folded(text[..<mark]))
        else { return nil }
        var rest = String(text[text.index(after: mark)...]).trimmingWhitespace()
        for word in ["but ", "and ", "so ", "now "] where rest.lowercased().hasPrefix(word) {
            rest = String(rest.dropFirst(word.count))
        }
        return rest.prefix(1).uppercased() + rest.dropFirst()
    }

    private static func isPolite(_ sentence: Substring) -> Bool {
        guard !sentence.contains("?") else { return false }
        let said = folded(sentence)
        return words.contains(said)
            || openings.contains {
                said == $0 || said.hasPrefix($0 + " ") || said.hasPrefix($0 + ",")
            }
    }

    private static func folded(_ text: Substring) -> String {
        let lower = text.lowercased().replacing("’", with: "'").trimmingWhitespace()
        return String(lower.reversed().drop { ".!,:;".contains($0) }.reversed())
    }
}

/// Recognizes a user turn that speaks as the assistant.
enum AssistantVoice {
    /// Openings of assistant turns, in lower case with straight apostrophes.
    static let openings = [
        "assistant:", "as an ai", "as a language model", "i'm an ai", "i am an ai",
        "i can help you",
        "i can assist", "i'm here to help", "i am here to help", "how can i help",
        "how can i assist",
        "how may i", "what can i help", "what would you like", "here is", "here's", "here are",
        "let me know if", "i hope this helps", "feel free to", "if you have any",
        "please let me know if",
        "it sounds like you", "you can ", "to answer your question",
    ]

    /// Returns whether a text speaks as the assistant.
    static func speaks(in text: String) -> Bool {
        let lower = text.lowercased().replacing("’", with: "'")
        return openings.contains(where: lower.hasPrefix)
            || StockPhrases.first(of: StockPhrases.boilerplate, in: ComparedText(text)) != nil
    }
}
