import Foundation

/// Finds the one choice that a reply in words names.
struct ChoiceInReply {
    private let choices: [String]

    init(_ choices: [String]) { self.choices = choices }

    /// The choice that the reply is, or else the only one that it has as whole words, in any case of
    /// letters; nil if there is none or several. A choice within a longer one that is there too does
    /// not count.
    func find(in reply: String) -> String? {
        let trimmed = reply.trimmingCharacters(in: .whitespacesAndNewlines)
        if let same = choices.first(where: { $0 == trimmed }) { return same }
        let text = Array(reply.lowercased())
        var found: [(choice: String, range: Range<Int>)] = []
        for choice in choices {
            let wanted = Array(choice.lowercased())
            guard !wanted.isEmpty, wanted.count <= text.count else { continue }
            for start in 0...text.count - wanted.count
            where text[start..<start + wanted.count].elementsEqual(wanted) {
                let range = start..<start + wanted.count
                let isWhole =
                    !(start > 0 && text[start - 1].isWord && wanted[0].isWord)
                    && !(range.upperBound < text.count && text[range.upperBound].isWord
                        && wanted[wanted.count - 1].isWord)
                if isWhole { found.append((choice, range)) }
            }
        }
        let outer = found.filter { one in
            !found.contains { $0.range != one.range && $0.range.contains(one.range) }
        }
        let names = Set(outer.map(\.choice))
        return names.count == 1 ? names.first : nil
    }
}

extension Character {
    fileprivate var isWord: Bool { isLetter || isNumber || self == "_" }
}
