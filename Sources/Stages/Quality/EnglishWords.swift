/// A simple test for English: the share of words that are frequent in English and in no other
/// language of the Latin script that is often met.
///
/// English prose has a third or more of them; Dutch, which shares most, about a twentieth.
enum EnglishWords {
    private static let frequent: Set<Substring> = [
        "the", "and", "to", "that", "it", "for", "with", "are", "this", "you", "have", "not", "be",
        "from", "they", "which", "their", "would", "there", "what", "when", "can", "your", "how",
        "will",
        "if", "about", "has", "more", "been", "by", "its", "because", "other", "these", "than",
        "into",
        "some", "could", "should", "does", "who", "each", "many", "we", "she", "his", "her", "them",
        "then", "only", "also", "through", "between", "while", "where", "were", "our", "such",
        "any",
        "but", "my", "of", "is", "out", "up", "two", "at",
    ]

    /// The share of a text's words that are frequent English ones; nil below sixteen words, of which
    /// little can be said.
    static func share(in text: String) -> Double? {
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        guard words.count >= 16 else { return nil }
        return Double(words.count(where: frequent.contains)) / Double(words.count)
    }
}
