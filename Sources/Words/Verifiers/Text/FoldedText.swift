/// A text that is searched regardless of case.
struct FoldedText {
    private let scalars: CodePoints
    private let keys: [UInt64]

    init(_ scalars: CodePoints) {
        self.scalars = scalars
        keys = scalars.map(\.foldedKey)
    }

    /// How often `phrase` occurs, without overlap.
    func count(of phrase: String) -> Int {
        let wanted = FoldedText(CodePoints(phrase)).keys
        guard !wanted.isEmpty else { return keys.count + 1 }
        var count = 0
        var place = 0
        while let found = self.place(of: wanted, from: place) {
            count += 1
            place = found + wanted.count
        }
        return count
    }

    /// Whether `phrase` occurs between two edges of words.
    func hasWord(_ phrase: String) -> Bool {
        let wanted = FoldedText(CodePoints(phrase)).keys
        var place = 0
        while let found = self.place(of: wanted, from: place) {
            if isEdge(found), isEdge(found + wanted.count) { return true }
            place = found + 1
        }
        return false
    }

    private func place(of wanted: [UInt64], from start: Int) -> Int? {
        guard start + wanted.count <= keys.count else { return nil }
        return (start...(keys.count - wanted.count)).first { place in
            wanted.indices.allSatisfy { keys[place + $0] == wanted[$0] }
        }
    }

    /// `\b`: a part of a word on one side of `place` alone.
    private func isEdge(_ place: Int) -> Bool {
        let before = place > 0 && scalars[place - 1].isWord
        let after = place < scalars.count && scalars[place].isWord
        return before != after
    }
}
