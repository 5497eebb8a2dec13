/// Finds the choice that an unconstrained reply makes among a few words.
struct ChoiceReader {
    private let choices: [String]
    private let synonyms: [String: Int]

    init(_ question: ChoiceQuestion) {
        choices = question.choices
        synonyms = question.synonyms
    }

    /// Returns the index of the choice: the whole reply, a marked one such as `[[A]]`, one after a
    /// label such as "Verdict:", or the only one named; else nil.
    func choice(in reply: String) -> Int? {
        let words = reply.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == 1, let whole = index(of: words[0]) { return whole }
        return marked(in: reply) ?? labelled(in: words) ?? only(in: words)
    }

    /// Returns the index of a word among the choices, ignoring case and punctuation around it.
    private func index(of word: String) -> Int? {
        let bare = word.bare.lowercased()
        return choices.firstIndex { $0.lowercased() == bare } ?? synonyms[bare]
    }

    /// Returns the last choice in `[[A]]`, `\boxed{A}` or `**A**`.
    private func marked(in reply: String) -> Int? {
        var found: (at: String.Index, index: Int)?
        for (opening, closing) in [("[[", "]]"), ("\\boxed{", "}"), ("**", "**")] {
            var rest = reply[...]
            while let start = rest.firstRange(of: opening) {
                rest = rest[start.upperBound...]
                guard let end = rest.firstRange(of: closing) else { break }
                if let index = index(of: String(rest[..<end.lowerBound])),
                    found.map({ $0.at < start.lowerBound }) ?? true
                {
                    found = (start.lowerBound, index)
                }
            }
        }
        return found?.index
    }

    /// Returns the last choice after "verdict:", "answer is" and the like.
    private func labelled(in words: [String]) -> Int? {
        let labels: Set = [
            "answer", "verdict", "choice", "winner", "grade", "score", "rating", "judgment",
            "judgement", "decision", "conclusion",
        ]
        var found: Int?
        for index in words.indices.dropLast() where labels.contains(words[index].bare.lowercased())
        {
            var next = index + 1
            if words[next].lowercased() == "is", next + 1 < words.count {
                next += 1
            } else if !words[index].hasSuffix(":") {
                continue
            }
            found = self.index(of: words[next]) ?? found
        }
        return found
    }

    /// Returns the only choice among the words, in its exact case; nil if there are several. An "A"
    /// before a lower-case word may be an article, so it gives nil.
    private func only(in words: [String]) -> Int? {
        var found: Set<Int> = []
        for (number, word) in words.enumerated() {
            let isLetter = word == "A" && choices.contains("A")
            if isLetter, number + 1 < words.count, words[number + 1].first?.isLowercase == true {
                return nil
            }
            if let index = choices.firstIndex(of: word.bare) ?? synonyms[word.bare.lowercased()] {
                found.insert(index)
            }
        }
        return found.count == 1 ? found.first : nil
    }
}

extension String {
    /// The word without punctuation around it.
    fileprivate var bare: String {
        let marks: Set<Character> = [
            ".", ",", ":", ";", "!", "?", "*", "(", ")", "[", "]", "\"", "'", "`", "{", "}",
        ]
        return String(drop { marks.contains($0) }.reversed().drop { marks.contains($0) }.reversed())
    }
}
