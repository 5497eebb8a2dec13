/// Reads an unconstrained reply for the one of a few words that it chooses.
struct ChoiceReader {
    private let choices: [String]
    private let synonyms: [String: Int]

    init(_ question: ChoiceQuestion) {
        choices = question.choices
        synonyms = question.synonyms
    }

    /// The index of the choice: the whole reply, one set apart as in `[[A]]`, one after a label such
    /// as "Verdict:", or the only one that is named; else nil.
    func choice(in reply: String) -> Int? {
        let words = reply.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == 1, let whole = index(of: words[0]) { return whole }
        return marked(in: reply) ?? labelled(in: words) ?? only(in: words)
    }

    /// The choice that a word is, whatever marks stand around it and however it is capitalised.
    private func index(of word: String) -> Int? {
        let bare = word.bare.lowercased()
        return choices.firstIndex { $0.lowercased() == bare } ?? synonyms[bare]
    }

    /// The last of `[[A]]` or `\boxed{A}`.
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

    /// The last that follows "verdict:", "answer is" and the like.
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

    /// The only choice among the words, as it is written. Where there is an "A" before a small letter,
    /// nobody knows whether it is an article.
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
    /// The word without the marks around it.
    fileprivate var bare: String {
        let marks: Set<Character> = [
            ".", ",", ":", ";", "!", "?", "*", "(", ")", "[", "]", "\"", "'", "`", "{", "}",
        ]
        return String(drop { marks.contains($0) }.reversed().drop { marks.contains($0) }.reversed())
    }
}
