import Testing

@testable import Verifiers

@Suite struct `The sentence splitter` {
    @Test(arguments: [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Ms. Kerr met Mr. Dale at 6 p.m. on Monday. He left.",
            ["Ms. Kerr met Mr. Dale at 6 p.m. on Monday.", "He left."]
        ),
        ("It is 4 p.m. Then we go.", ["It is 4 p.m. Then we go."]),
        ("It is 4 p.m. They go.", ["It is 4 p.m.", "They go."]),
        ("A. B. Kerr wrote it.", ["A.", "B. Kerr wrote it."]),
        ("See fig. 3, e.g. the left.", ["See fig.", "3, e.g.", "the left."]),
        ("Wait... what? Yes... No.", ["Wait... what?", "Yes... No."]),
        ("1. wash\n2. Dry", ["1. wash\n2.", "Dry"]),
        ("1. Review it. 2. Go.", ["1. Review it.", "2.", "Go."]),
        ("(So it is.) (It is.)", ["(So it is.)", "(It is.)"]),
        ("\"Stop!\" she said. \"Why?\"", ["\"Stop!\"", "she said.", "\"Why?\""]),
        ("No end", ["No end"]),
        ("Ends with space.  ", ["Ends with space."]),
        ("One.Two. Three", ["One.Two.", "Three"]),
        ("Really?! Yes!!! Ok", ["Really?!", "Yes!!!", "Ok"]),
    ])
    func `cuts as punkt does`(text: String, sentences: [String]) {
        #expect(SentenceSplitter.sentences(of: CodePoints(text)).map(\.text) == sentences)
    }

    @Test(arguments: [
        ("CAN'T stop", ["CA", "N'T", "stop"]), ("CANNOT", ["CAN", "NOT"]),
        ("A/B, c: 1,000.", ["A/B", ",", "c", ":", "1,000", "."]),
        ("\"Hi,\" he's told.", ["``", "Hi", ",", "''", "he", "'s", "told", "."]),
        ("a--b (c) *d* $5", ["a", "--", "b", "(", "c", ")", "*", "d", "*", "$", "5"]),
        ("U.S. of A...", ["U.S.", "of", "A", "..."]),
        ("'tis gonna be O'CLOCK", ["'", "tis", "gon", "na", "be", "O'CLOCK"]),
    ])
    func `and the tokenizer cuts words as the Treebank does`(text: String, tokens: [String]) {
        #expect(WordTokenizer.tokens(of: CodePoints(text)).map(\.text) == tokens)
    }

    @Test(arguments: languageSamples.keys.sorted())
    func `and the detector tells languages apart`(language: String) {
        #expect(LanguageDetector.language(of: languageSamples[language] ?? "") == language)
    }

    @Test func `and finds no language where there is none`() {
        #expect(LanguageDetector.language(of: "12 + 3 = 15") == nil)
        #expect(LanguageDetector.language(of: "https://example.org me@example.org") == nil)
    }
}
