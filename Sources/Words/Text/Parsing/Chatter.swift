import PythonStrings

/// Recognises the sentences that models write around a list.
enum Chatter {
    /// Whether a line introduces a list: "Here are five topics:", "Sure! Below you find …"
    static func isIntroduction(_ line: String) -> Bool {
        let text = bare(line)
        if text.hasSuffix(":"), announcements.contains(where: { text.contains($0) }) { return true }
        return openings.contains { text.hasPrefix($0) } && (text.hasSuffix(":") || isShort(text))
    }

    /// Whether a line closes a reply: "Let me know if …", "I hope this helps!"
    static func isClosing(_ line: String) -> Bool {
        let text = bare(line)
        return closings.contains { text.hasPrefix($0) }
    }

    private static func isShort(_ text: String) -> Bool { text.words().count <= 6 }

    private static func bare(_ line: String) -> String {
        line.lowercased().trimming("*_#> \t\"“”", atStart: true, atEnd: true)
            .pythonReplacing("’", with: "'", atMost: .max)
    }

    private static let announcements = [
        "here are", "here is", "here's", "the following", "below are", "below is", "these are",
        "as requested", "list of", "i suggest", "i would suggest", "i've", "i have",
    ]

    private static let openings = [
        "sure", "certainly", "of course", "absolutely", "okay", "ok,", "great", "here are",
        "here is", "here's", "below are", "i'd be happy", "i would be happy", "no problem",
        "happy to help", "got it", "understood",
    ]

    private static let closings = [
        "let me know", "please let me know", "i hope", "hope this", "hope that", "hopefully",
        "feel free", "please feel free", "if you need", "if you'd like", "if you would like",
        "if you have any", "if you want", "would you like", "do you want me", "do you need",
        "is there anything", "these topics", "these questions", "these items", "these tasks",
        "these prompts", "these subtopics", "these examples", "these are just", "these should",
        "each of these", "all of these", "this list", "the above", "note:", "note that",
        "please note", "thank you", "thanks", "good luck", "happy to", "i'd be happy",
        "i can also", "i can provide", "remember that", "end of list", "in conclusion", "overall,",
    ]
}
