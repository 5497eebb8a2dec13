/// A text for case-insensitive searches.
struct FoldedText {
    private let scalars: CodePoints
    private let keys: [UInt64]

    init(_ scalars: CodePoints) {
        self.scalars = scalars
        keys = scalars.map(\.foldedKey)
    }

    /// Counts the occurrences of `phrase`, without overlap.
    func count(of phrase: String) -> Int {
        let wanted = FoldedText(CodePoints(phrase)).keys
        // As `re.findall` counts an empty pattern.
        guard !wanted.isEmpty else { return keys.count + 1 }
        var count = 0
        var position = 0
        while let found = self.position(of: wanted, from: position) {
            count += 1
            position = found + wanted.count
        }
        return count
    }

    /// Whether `phrase` occurs between two word boundaries.
    func hasWord(_ phrase: String) -> Bool {
        let wanted = FoldedText(CodePoints(phrase)).keys
        var position = 0
        while let found = self.position(of: wanted, from: position) {
            if isEdge(found), isEdge(found + wanted.count) { return true }
            position = found + 1
        }
        return false
    }

    private func position(of wanted: [UInt64], from start: Int) -> Int? {
        guard start + wanted.count <= keys.count else { return nil }
        return (start...(keys.count - wanted.count)).first { position in
            wanted.indices.allSatisfy { keys[position + $0] == wanted[$0] }
        }
    }

    /// `\b`: whether exactly one side of `position` is part of a word.
    private func isEdge(_ position: Int) -> Bool {
        let before = position > 0 && scalars[position - 1].isWord
        let after = position < scalars.count && scalars[position].isWord
        return before != after
    }
}
