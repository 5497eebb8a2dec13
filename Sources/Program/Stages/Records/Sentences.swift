/// Finds the ends of sentences without changing a text's layout.
enum Sentences {
    /// Returns the position after each sentence, in order: after end marks with their closing
    /// quotation marks or brackets, before white space or the end; and at line breaks.
    static func ends(in text: String) -> [String.Index] {
        var ends: [String.Index] = []
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character.isNewline { ends.append(index) }
            text.formIndex(after: &index)
            guard ".!?".contains(character) else { continue }
            var end = index
            while end < text.endIndex, ".!?\"”')]*`".contains(text[end]) {
                text.formIndex(after: &end)
            }
            if end == text.endIndex || text[end].isWhitespace { ends.append(end) }
            index = end
        }
        return ends
    }

    /// Returns the whole sentences of a truncated text, up to its last end mark; nil if there is
    /// none.
    ///
    /// A truncated block of code is removed, and the number of a list item does not end a sentence.
    static func wholeOnes(of text: String) -> String? {
        let fences = text.ranges(of: "```")
        if !fences.count.isMultiple(of: 2), let open = fences.last {
            let before = String(text[..<open.lowerBound]).trimmingWhitespace()
            return before.isEmpty ? nil : wholeOnes(of: before) ?? before
        }
        if text.hasSuffix("```") { return text }
        for end in ends(in: text).reversed() {
            let whole = text[..<end]
            guard let mark = whole.last, !mark.isLetter, !mark.isNumber else { continue }
            let lastLine = whole.split(whereSeparator: \.isNewline).last ?? ""
            let isListNumber = lastLine.dropLast().allSatisfy { $0.isNumber || $0.isWhitespace }
            if ".!?\"”')]*`".contains(mark), !isListNumber {
                return String(whole).trimmingWhitespace()
            }
        }
        return nil
    }
}
