/// A place of a response that says what the answer is.
struct AnswerStatement {
    enum Kind {
        /// Begins with a number or a formula.
        case value
        /// In words: "Monday".
        case words
        /// Says something about the answer rather than the answer: "this answer is correct".
        case remark
    }

    let position: Int
    /// The value, cut before an explanation, and whole.
    let values: [String]
    let kind: Kind

    private init(position: Int, values: [String]) {
        self.position = position
        self.values = values
        kind = Self.kind(of: values[0])
    }

    /// Most statements of each form that are looked at, from the end.
    private static let most = 50

    /// Returns the statements of every form, from the start of the response.
    static func all(in text: CodePoints) -> [AnswerStatement] {
        (stated(in: text) + labelled(in: text) + corrected(in: text) + marked(in: text)).sorted {
            $0.position < $1.position
        }
    }

    // MARK: Marked with ####

    /// Returns the lines after `####`; a heading in words is a remark or words.
    static func marked(in text: CodePoints) -> [AnswerStatement] {
        text.positions(of: CodePoints("####")).suffix(most).compactMap { mark in
            let line = CodePoints(text[(mark + 4)...].drop { $0 == "#" }.prefix { $0 != "\n" })
                .trimmed { $0.isSpace || $0 == "*" || $0 == "_" }
            return line.isBlank
                ? nil : AnswerStatement(position: mark, values: line.cutAndWhole)
        }
    }

    // MARK: Labelled and corrected

    /// Returns what stands in lines that begin with "Ans:".
    private static func labelled(in text: CodePoints) -> [AnswerStatement] {
        text.positions(of: CodePoints("ns")).suffix(most).compactMap { start in
            guard start > 0, text[start - 1] == "a" || text[start - 1] == "A" else { return nil }
            let nearby = text[..<(start - 1)].suffix(20)
            let before = nearby.split(separator: "\n", omittingEmptySubsequences: false).last ?? []
            let rest = text[(start + 2)...].prefix(2000).prefix { $0 != "\n" }
            let mark = rest.drop { $0 == "." || $0 == "*" || $0.isSpace }
            guard before.allSatisfy({ $0.isSpace || "*_#>".unicodeScalars.contains($0) }),
                mark.first == ":" || mark.first == "="
            else { return nil }
            return values(of: CodePoints(mark.dropFirst())).map {
                AnswerStatement(position: start, values: $0)
            }
        }
    }

    /// Words with which a sentence takes back what was said.
    private static let corrections = ["actually", "wait", "correction", "sorry", "oops", "no,"]

    /// Returns the values of sentences that correct an answer: "Actually, it's 20."
    private static func corrected(in text: CodePoints) -> [AnswerStatement] {
        var starts = [0]
        for position in text.indices.dropLast() {
            let isEnd =
                text[position] == "\n"
                || ".!?".unicodeScalars.contains(text[position]) && text[position + 1].isSpace
            if isEnd { starts.append(position + 1) }
        }
        return starts.suffix(most).compactMap { start in
            let rest = CodePoints(text[start...].prefix(300)).trimmedAtStart {
                $0.isSpace || $0 == "*" || $0 == "_"
            }
            let opening = CodePoints(rest.prefix(12)).text.lowercased()
            guard corrections.contains(where: opening.hasPrefix),
                let value = corrected(CodePoints(rest.prefix { $0 != "\n" })),
                let values = values(of: value), beginsWithValue(CodePoints(values[0]))
            else { return nil }
            return AnswerStatement(position: start, values: values)
        }
    }

    /// Returns the text after "it is" in a line that corrects, if a value follows.
    private static func corrected(_ line: CodePoints) -> CodePoints? {
        let lower = CodePoints(line.prefix(80)).text.lowercased()
            .replacing("’", with: "'")
        let verbs = [
            " it's ", " it is ", " that's ", " it should be ", " it must be ", " make that ",
            " the result is ", " it equals ", "correction: ",
        ]
        // Lower case may change the length of letters of other scripts.
        guard lower.unicodeScalars.count == min(line.count, 80) else { return nil }
        let scalars = CodePoints(lower)
        let ends = verbs.compactMap { verb -> Int? in
            scalars.positions(of: CodePoints(verb)).first.map { $0 + verb.unicodeScalars.count }
        }
        return ends.sorted().lazy.map { CodePoints(line[$0...]) }
            .first { beginsWithValue(withoutFillers(sentence($0))) }
    }

    // MARK: Stated

    private static func stated(in text: CodePoints) -> [AnswerStatement] {
        // "nswer" finds both cases of the first letter.
        text.positions(of: CodePoints("nswer")).suffix(most).compactMap { start in
            guard start > 0, text[start - 1] == "a" || text[start - 1] == "A",
                start < 2 || !text[start - 2].isWord && text[start - 2] != "/"
            else { return nil }
            guard !isDoubted(text[..<(start - 1)].suffix(200)) else { return nil }
            return values(in: text, before: start - 1, after: start + 5).map {
                AnswerStatement(position: start, values: $0)
            }
        }
    }

    /// Whether what comes before "answer" in its clause denies what follows: "I first thought the
    /// answer is", "a wrong answer is".
    private static func isDoubted(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
        let clause = before.split(omittingEmptySubsequences: false) {
            $0 == "\n" || ".,;:!?".unicodeScalars.contains($0)
        }
        let doubts: Set<String> = [
            "thought", "believed", "assumed", "guessed", "wrong", "incorrect", "doubt", "not",
        ]
        return CodePoints(clause.last ?? []).words.contains {
            doubts.contains($0.trimmed { !$0.isLetter }.text.lowercased())
        }
    }

    private static func values(
        in text: CodePoints, before: Int, after start: Int
    ) -> [String]? {
        let rest = CodePoints(text[start...].prefix(2000))
        if rest.first == ">" { return tagged(rest) }
        let nearby = text[..<before].suffix(60)
        let line = nearby.split(separator: "\n", omittingEmptySubsequences: false).last ?? []
        let isHeading = CodePoints(line).words.filter { $0.contains(where: \.isLetter) }.count <= 2
        guard let begin = valueStart(in: rest, ofHeading: isHeading) else { return nil }
        return values(of: CodePoints(rest[begin...]))
    }

    /// Returns the values at the start of a text, the likeliest first; nil if there is none.
    private static func values(of value: CodePoints) -> [String]? {
        let bare = value.trimmedAtStart {
            $0.isSpace || $0 == "*" || $0 == "_" || $0 == ":" || $0 == "#"
        }
        let stripped = withoutFillers(bare)
        if let formulas = formulas(at: stripped) { return [formulas] }
        let isBold = CodePoints(value.prefix(value.count - stripped.count)).contains("*")
        if isBold, let end = stripped.positions(of: CodePoints("**")).first, end > 0,
            !stripped[..<end].contains("\n")
        {
            return [stripped[..<end].text]
        }
        let sentence = sentence(bare).trimmedAtEnd {
            $0.isSpace || $0 == "*" || $0 == "_" || $0 == "."
        }
        guard !sentence.isEmpty else { return nil }
        let stated = withoutFillers(
            valueOfClause(in: sentence) ?? valueAfterDenial(in: sentence)
                ?? onlyAmount(in: sentence) ?? sentence)
        // "540!" is rather said with emphasis than a factorial, but may be one.
        let calm = stated.trimmedAtEnd { $0 == "!" || $0.isSpace }
        return calm.isEmpty || calm == stated
            ? stated.cutAndWhole : calm.cutAndWhole + [stated.text]
    }

    /// Returns what follows "but" in "not 18 but 20".
    private static func valueAfterDenial(in sentence: CodePoints) -> CodePoints? {
        let but = CodePoints(" but ")
        guard CodePoints(sentence.prefix(4)).text.lowercased() == "not ",
            let position = sentence.positions(of: but).last
        else { return nil }
        let value = withoutFillers(CodePoints(sentence[(position + but.count)...]))
        return beginsWithValue(value) ? value : nil
    }

    /// Returns the only amount of a clause in words, "that he earns 540 dollars".
    private static func onlyAmount(in sentence: CodePoints) -> CodePoints? {
        guard !beginsWithValue(withoutFillers(sentence)) else { return nil }
        return AnswerConclusion.onlyAmount(in: sentence).map { CodePoints($0) }
    }

    /// Returns the value of a clause, "the sum is 7"; nil if the text begins with a value, or the clause
    /// ends in words.
    private static func valueOfClause(in sentence: CodePoints) -> CodePoints? {
        let verb = CodePoints(" is ")
        guard !beginsWithValue(withoutFillers(sentence)),
            let last = sentence.positions(of: verb).last
        else { return nil }
        let value = withoutFillers(CodePoints(sentence[(last + verb.count)...]))
        return beginsWithValue(value) ? value : nil
    }

    /// Returns the text between `<answer>` and its end.
    private static func tagged(_ rest: CodePoints) -> [String]? {
        guard let end = rest.positions(of: CodePoints("</")).first else { return nil }
        let inside = CodePoints(rest[1..<end]).trimmed()
        return inside.isEmpty ? nil : [formulas(at: inside) ?? inside.text]
    }

    /// Returns the start of the value after "answer": past "is", "are", ":" or "=" in the line, or the
    /// next line after a heading that is nothing but "Answer".
    private static func valueStart(in rest: CodePoints, ofHeading isHeading: Bool) -> Int? {
        let line = rest.prefix { $0 != "\n" }
        if isHeading, line.allSatisfy({ $0.isSpace || "*_#".unicodeScalars.contains($0) }) {
            return line.count < rest.count ? line.count : nil
        }
        // "Answer - 540": a dash that is set apart.
        let mark = line.drop { $0.isSpace || $0 == "*" }
        if let dash = mark.first, "-–—".unicodeScalars.contains(dash), mark.startIndex > 0,
            mark.dropFirst().first?.isSpace == true
        {
            return mark.startIndex + 1
        }
        var position = 0
        while position < min(line.count, 80) {
            switch rest[position] {
            case ":", "=": return position + 1
            case ".", "!", "?": return nil
            default: break
            }
            let isStart = position > 0 && !rest[position - 1].isWord
            // "cannot be 18" says nothing of what it is.
            if isStart,
                ["not", "cannot", "never", "can't", "won't"].contains(where: {
                    let end = position + $0.utf8.count
                    return rest.has(CodePoints($0), at: position)
                        && (end >= rest.count || !rest[end].isWord)
                })
            {
                return nil
            }
            for word in ["is", "are", "was", "be", "equals"]
            where isStart && rest.has(CodePoints(word), at: position) {
                let end = position + word.utf8.count
                guard end < rest.count, !rest[end].isWord else { continue }
                // The caller trims a colon, as in "is:".
                return end
            }
            position += 1
        }
        return nil
    }

    /// Returns the formulas at the start of a statement, joined by commas: in dollar signs or LaTeX
    /// brackets, with "or", "and" or a comma between them; nil if there is none.
    private static func formulas(at value: CodePoints) -> String? {
        guard var (joined, rest) = formula(at: value) else { return nil }
        while true {
            var next = rest.trimmedAtStart { $0.isSpace || $0 == "," }
            let hasComma = rest.prefix(rest.count - next.count).contains(",")
            let word = next.prefix { $0.isLetter }.text.lowercased()
            let hasWord = MathNames.joiningWords.contains(word)
            if hasWord { next = CodePoints(next.dropFirst(word.utf8.count)).trimmedAtStart() }
            guard hasComma || hasWord, let (more, after) = formula(at: next) else { return joined }
            joined += ", " + more
            rest = after
        }
    }

    /// Returns the formula at the start, and the text behind it.
    private static func formula(at value: CodePoints) -> (inside: String, rest: CodePoints)? {
        for (open, close) in [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("$", "$")]
        where value.has(CodePoints(open), at: 0) {
            let inside = CodePoints(value[open.utf8.count...])
            guard let end = inside.positions(of: CodePoints(close)).first, end > 0 else { continue }
            let after = end + close.utf8.count
            // "$5 and $6": the second sign begins another amount.
            let isAmount =
                open == "$"
                && (inside[end - 1].isSpace || after < inside.count && inside[after].isDigit)
            if !isAmount { return (inside[..<end].text, CodePoints(inside[after...])) }
        }
        return nil
    }

    /// Returns the text up to the end of its sentence or line.
    private static func sentence(_ value: CodePoints) -> CodePoints {
        for position in value.indices {
            if value[position] == "\n" { return Array(value[..<position]) }
            let isMark =
                value[position] == "."
                || value[position] == "!" && position + 1 < value.count
                    && value[position + 1].isSpace
            if isMark, position + 1 == value.count || value[position + 1].isSpace {
                return Array(value[..<position])
            }
        }
        return value
    }

    // MARK: Kinds

    private static let fillers: Set<String> = [
        "approximately", "about", "exactly", "simply", "just", "therefore", "thus", "then",
        "roughly",
        "around", "only", "equal", "to", "the", "number", "option", "choice", "given", "by",
        "indeed",
        "still", "also", "value", "either",
    ]

    private static let remarks: Set<String> = [
        "correct", "right", "wrong", "incorrect", "helpful", "clear", "unclear", "reasonable",
        "consistent", "valid", "plausible", "verified", "confirmed", "accurate", "useful", "good",
        "fine", "not", "found", "obtained", "simple", "easy", "below", "above", "as", "in", "that",
        "what", "this", "it", "so", "because", "too", "rounded", "expected", "given",
    ]

    /// Removes words that may come before a value, if a value follows them.
    private static func withoutFillers(_ value: CodePoints) -> CodePoints {
        var rest = value
        while true {
            let word = rest.prefix { $0.isLetter }
            guard !word.isEmpty, fillers.contains(word.text.lowercased()) else { break }
            rest = CodePoints(rest[word.count...]).trimmedAtStart { $0.isSpace || $0 == "*" }
        }
        return beginsWithValue(rest) ? rest : value
    }

    private static func kind(of value: String) -> Kind {
        let value = CodePoints(value)
        if beginsWithValue(value) { return .value }
        let first = value.drop { !$0.isLetter }.prefix { $0.isLetter }.text.lowercased()
        return remarks.contains(first) || first.isEmpty ? .remark : .words
    }

    /// Whether a text begins with a number or a formula, and goes on with at most six words.
    static func beginsWithValue(_ text: CodePoints) -> Bool {
        let text = text.trimmedAtStart { $0.isSpace || "$*_\"`'".unicodeScalars.contains($0) }
        guard let first = text.first else { return false }
        if first.isLetter {
            // "x = 5" and "B", but neither "She has 5" nor "A dog".
            let word = text.prefix { $0.isLetter }
            let next = text.dropFirst(word.count).first { !$0.isSpace }
            let name = word.text.lowercased()
            guard word.count == 1 || MathNames.plain[name] != nil || name == "negative" else {
                return false
            }
            if word.count == 1, next?.isLetter == true { return false }
        }
        guard let tokens = MathLexer.tokens(of: text.text), let begin = tokens.first?.token else {
            return false
        }
        let words = tokens.count { if case .words = $0.token { true } else { false } }
        switch begin {
        case .words: return false
        case .sign(let sign): return words <= 6 && tokens.count > 1 && "-+±([{‹|".contains(sign)
        default: return words <= 6
        }
    }
}

extension [Unicode.Scalar] {
    /// The text before the first word that begins an explanation, and the whole text if it is longer.
    fileprivate var cutAndWhole: [String] {
        let cut = beforeExplanation.text
        return cut == text ? [text] : [cut, text]
    }

    /// Whether a text after a semicolon is an aside in words rather than one more value.
    private func isAside(_ text: CodePoints) -> Bool {
        let word = text.prefix { $0.isLetter }.text.lowercased()
        return word.count > 1 && !MathNames.joiningWords.contains(word)
            && !AnswerStatement.beginsWithValue(text)
    }

    /// The text before the first word that begins an explanation.
    private var beforeExplanation: CodePoints {
        let openers: Set<String> = [
            "because", "since", "as", "so", "which", "when", "where", "if", "with", "after", "for",
            "in", "per", "but", "not", "(", "rather", "that", "namely", "i.e", "i.e.", "e.g",
            "e.g.",
        ]
        var position = 0
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            let bare = word.text.lowercased()
            if position > 0,
                openers.contains(bare)
                    || bare.hasPrefix("(") && bare.count > 2 && !bare.contains(",")
            {
                return CodePoints(self[..<position]).trimmedAtEnd { $0.isSpace || $0 == "," }
            }
            position += word.count + 1
            // "540; that is …", but "x = 1; y = 2".
            if word.last == ";", position < count, isAside(CodePoints(self[position...])) {
                return CodePoints(self[..<(position - 2)])
            }
        }
        return self
    }
}
