import Formatting
import Testing

@Suite struct `Wrapped text` {
    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("", 10, [""]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("  indented words here", 12, ["  indented", "words here"]),
        ("one  two", 4, ["one", "two"]),
        ("a\tb", 10, ["a    b"]),
        // Wide characters take two columns.
        ("日本語の文", 6, ["日本語", "の文"]),
    ])
    func `keeps to its width and breaks after spaces`(
        text: String, columns: Int, lines: [String]
    ) {
        #expect(text.wrapped(to: columns) == lines)
    }

    @Test(arguments: [2, 3, 10, 40])
    func `loses no letter at any width`(columns: Int) {
        let text = "The quick brown fox, 'jumps'  over\nthe lazy dog: supercalifragilistic ü é."
        let lines = text.wrapped(to: columns)
        #expect(lines.allSatisfy { $0.count <= columns })
        func letters(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        #expect(letters(lines.joined()) == letters(text))
    }
}
